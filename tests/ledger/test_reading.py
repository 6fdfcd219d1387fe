from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from starcheck.documents import Data, Document, parse_document
from starcheck.errors import LedgerError
from starcheck.ledger import Ledger, empty_ledger, load_ledger, read_ledger
from starcheck.ledger.tables import MARKS_SCHEMA, PAPERS_SCHEMA, STATUS_SCHEMA, schema_of
from starcheck.rules.schema.dictionary import RECORD_LIMIT

from .small import BRANCH, RULES, ledger


def records(of: Ledger, table: str) -> pl.DataFrame:
    return of.tables.records[table].collect()


def cell(field: str, written: str) -> object:
    text = f"reports:\n  - {{topic: 一季度, {field}: {written}}}\n"
    return records(ledger(text), "reports")[field].item()


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("hours", "17.5", 175),
        ("hours", "17", 170),
        ("hours", "17.50", 175),
        ("hours", "1e2", 1000),
        ("limit", "-0.01", -1),
        ("used", "-3.125", -3125),
        ("share", "95%", 950),
        ("share", "33.3％", 333),
        ("share", "100.0%", 1000),
        ("checked", "false", False),
        ("proof", "unreviewed", "unreviewed"),
    ],
)
def test_values_are_stored_exactly_in_units_of_their_last_place(field: str, written: str, stored: object) -> None:
    assert cell(field, written) == stored


def test_a_number_of_forty_digits_is_refused_rather_than_rounded() -> None:
    with pytest.raises(LedgerError, match="has more decimal places than “hours” keeps"):
        cell("hours", f"0.{'0' * 38}1")


def test_records_become_columns_of_the_declared_types() -> None:
    found = ledger(
        """\
meetings:
  - {held_on: 2024-01-05, kind: 党课, expected: 9, attended: 8}
  - {id: " m2 ", held_on: "2024-02-29", attended: 0}
"""
    )
    expected = pl.DataFrame(
        {
            "branch": ["b1", "b1"],
            "id": [None, "m2"],
            "held_on": [date(2024, 1, 5), date(2024, 2, 29)],
            "kind": ["党课", None],
            "expected": [9, None],
            "attended": [8, 0],
        },
        schema=schema_of("meetings", RULES.tables["meetings"]),
    )
    assert_frame_equal(records(found, "meetings"), expected)


def test_texts_and_files_are_kept_without_the_space_around_them() -> None:
    found = records(ledger('reports:\n  - {topic: " 一季度 ", scans: [a.pdf, " b.pdf"]}\n'), "reports")
    assert found.select("topic", "scans").rows() == [("一季度", ["a.pdf", "b.pdf"])]


def test_a_field_first_met_late_in_a_long_table_is_not_lost() -> None:
    rows = "  - {topic: 一季度}\n" * 300 + "  - {topic: 二季度, checked: true}\n"
    found = records(ledger("reports:\n" + rows), "reports")
    assert found["checked"].drop_nulls().to_list() == [True]
    assert found.height == 301


def test_the_branch_is_a_row_of_its_own_named_by_its_id_unless_it_has_a_name() -> None:
    found = ledger("branch: {id: b1, members: 9, founded_on: 2009-06-25}\n")
    assert (found.branch_id, found.branch_name) == ("b1", "b1")
    assert found.tables.branches.collect().rows(named=True) == [
        {"branch": "b1", "name": "b1", "members": 9, "founded_on": date(2009, 6, 25), "closed_on": None, "motto": None}
    ]
    assert ledger("branch: {id: b1, name: 第一党支部, members: 9}\n").branch_name == "第一党支部"


@pytest.mark.parametrize("written", ["", "reports: not_provided\n", "reports: {status: not_provided}\n"])
def test_a_table_that_is_not_provided_has_no_frame(written: str) -> None:
    tables = ledger(written).tables
    assert "reports" not in tables.records
    assert "reports" not in tables.status


@pytest.mark.parametrize(
    "written", ["none", "[]", "{status: none}", "{records: []}", "{status: complete, records: []}"]
)
def test_a_table_without_records_is_a_fact(written: str) -> None:
    found = ledger(f"reports: {written}\n")
    assert records(found, "reports").is_empty()
    assert records(found, "reports").schema == pl.Schema(schema_of("reports", RULES.tables["reports"]))
    assert found.tables.status == {}


@pytest.mark.parametrize("span", ["2020-01-01..2024-12-31", '"2020-01-01..2024-12-31"'])
def test_a_span_is_stated_in_the_status(span: str) -> None:
    status = ledger(f"honours: {{covers: {span}, records: [{{level: 省级}}]}}\n").tables.status["honours"].collect()
    assert status.schema == pl.Schema(STATUS_SCHEMA)
    assert status.rows() == [("b1", False, date(2020, 1, 1), date(2024, 12, 31))]


@pytest.mark.parametrize("written", ["{status: partial, records: [{level: 省级}]}", "{status: partial}"])
def test_a_partial_table_is_unknown_beyond_its_records(written: str) -> None:
    status = ledger(f"honours: {written}\n").tables.status["honours"].collect()
    assert status.rows() == [("b1", True, None, None)]


def test_fields_with_an_empty_cell_are_named() -> None:
    found = ledger(
        """\
meetings:
  - {held_on: 2024-01-05, kind: 党课, expected: , attended: 3}
  - {held_on: 2024-02-05, kind: 党课, expected: 9, attended: 3}
reports:
  - {topic: 一季度, hours: 1, limit: 1, used: 1, share: 1%, checked: true, proof: missing}
honours: none
"""
    )
    assert found.tables.nullable == {
        "branch.founded_on",
        "branch.closed_on",
        "branch.motto",
        "meetings.expected",
        "reports.scans",
    }


def test_records_of_any_date_are_kept() -> None:
    found = ledger("period: 2024\nas_of: 2024-06-30\nmeetings:\n  - held_on: 1999-12-31\n  - held_on: 2030-01-01\n")
    assert records(found, "meetings").height == 2


def test_marks_are_points_on_the_grid_or_grades() -> None:
    found = ledger(
        """\
marks:
  A-02/order: {points: 1.5, reason: 整齐, by: 评审组, on: 2024-12-18}
  A-02/style: {points: 2}
  A-03: {grade: 一般}
"""
    )
    assert found.tables.marks is not None
    marks = found.tables.marks.collect()
    assert marks.schema == pl.Schema(MARKS_SCHEMA)
    assert marks.rows() == [
        ("b1", "A-02/order", 3, None, "整齐", "评审组", date(2024, 12, 18)),
        ("b1", "A-02/style", 4, None, None, None, None),
        ("b1", "A-03", None, "一般", None, None, None),
    ]


@pytest.mark.parametrize("written", ["", "marks:\n", "marks: {}\n"])
def test_a_ledger_without_marks_has_no_frame_of_them(written: str) -> None:
    assert ledger(written).tables.marks is None


def test_a_rule_set_that_leaves_nothing_to_reviewers_takes_no_marks() -> None:
    section = RULES.sections[0]
    counted = RULES.model_copy(update={"sections": (section.model_copy(update={"criteria": section.criteria[:1]}),)})
    document = parse_document(f"{BRANCH}marks: {{A-01: {{points: 4}}}}\n", "ledger.yaml")
    with pytest.raises(LedgerError, match="This rule set leaves nothing to reviewers; remove the mark"):
        read_ledger(document, counted)
    assert "marks" not in empty_ledger(counted)


def test_papers_have_the_states_that_somebody_states() -> None:
    found = ledger("papers: {A-01: {签到表: missing, 会议记录: }}\n")
    assert found.tables.papers is not None
    papers = found.tables.papers.collect()
    assert papers.schema == pl.Schema(PAPERS_SCHEMA)
    assert papers.rows() == [("b1", "A-01", "签到表", "missing")]


@pytest.mark.parametrize("written", ["", "papers:\n", "papers: {A-01: }\n", "papers: {A-01: {签到表: }}\n"])
def test_a_ledger_that_states_nothing_of_papers_has_no_frame_of_them(written: str) -> None:
    assert ledger(written).tables.papers is None


def test_a_rule_set_that_asks_for_no_papers_takes_none() -> None:
    section = RULES.sections[0]
    without = RULES.model_copy(update={"sections": (section.model_copy(update={"criteria": section.criteria[1:]}),)})
    document = parse_document(f"{BRANCH}papers: {{A-01: {{签到表: missing}}}}\n", "ledger.yaml")
    with pytest.raises(LedgerError, match="This rule set asks for no papers; remove the line"):
        read_ledger(document, without)
    assert "papers" not in empty_ledger(without)


def test_an_alias_is_read_like_what_it_repeats() -> None:
    found = ledger("reports:\n  - &first {topic: 一季度}\n  - *first\n")
    assert records(found, "reports")["topic"].to_list() == ["一季度", "一季度"]


def test_a_table_of_too_many_records_is_refused_unread() -> None:
    rows: list[Data] = [{}] * (RECORD_LIMIT + 1)
    data: Data = {"branch": {"id": "b1", "members": 9}, "reports": rows}
    with pytest.raises(LedgerError, match="The table has 1000001 records; at most 1000000 are read") as raised:
        read_ledger(Document(data, "ledger.yaml", {}, {}), RULES)
    assert len(raised.value.problems) == 1


def test_a_ledger_is_loaded_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text("branch: {id: b1, members: 9}\n", encoding="utf-8")
    assert load_ledger(file, RULES).branch_id == "b1"
