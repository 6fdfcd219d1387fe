from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from starcheck.ledger.heading import Heading
from starcheck.ledger.layout import columns, layout
from starcheck.ledger.tables import dtype_of, united
from starcheck.ledger.writing.contents import Contents, contents_of
from tests.ledger.small import RULES, ledger

from .small import TEXT, contents


def status(written: Contents) -> list[tuple[object, ...]]:
    return written.tables["status"].rows()


def test_every_table_has_the_columns_of_the_layout() -> None:
    kept = contents(TEXT).tables
    assert list(kept) == ["ledger", "branch", "status", "meetings", "reports", "honours", "papers", "marks"]
    for name, frame in kept.items():
        fields = columns(name, layout(RULES)[name])
        assert dict(frame.schema) == {column: dtype_of(field) for column, field in fields.items()}


def test_what_the_ledger_says_about_itself_is_a_row() -> None:
    assert contents(TEXT).tables["ledger"].rows() == [("small", "2024Q1", None)]


def test_a_ledger_that_says_nothing_about_itself_has_no_such_row() -> None:
    assert "ledger" not in contents("honours: none").tables


def test_the_status_of_every_table_is_stated() -> None:
    assert status(contents(TEXT)) == [
        ("b1", "meetings", "complete", None, None),
        ("b1", "reports", "partial", date(2023, 1, 1), date(2024, 6, 30)),
        ("b1", "honours", "none", None, None),
    ]


@pytest.mark.parametrize(
    "spelled", ["not_provided", "{status: partial, records: []}", "{status: partial, covers: 2023}"]
)
def test_an_unknown_table_without_records_is_not_provided(spelled: str) -> None:
    assert ("b1", "honours", "not_provided", None, None) in status(contents(f"honours: {spelled}"))


def test_a_covered_table_without_records_keeps_what_it_covers() -> None:
    written = contents("honours: {covers: 2022-01-01..2024-12-31, records: []}")
    assert ("b1", "honours", "none", date(2022, 1, 1), date(2024, 12, 31)) in status(written)


def test_a_list_of_no_files_is_an_empty_cell() -> None:
    assert contents("reports: [{topic: 一, scans: []}]").tables["reports"]["scans"].to_list() == [None]


def test_points_of_marks_are_kept_in_millionths() -> None:
    assert RULES.unit == Decimal("0.5")
    assert contents(TEXT).tables["marks"]["points"].to_list() == [1_500_000, None]


def test_the_status_of_several_branches_is_stated_branch_by_branch() -> None:
    parts = [("b1", ledger("honours: none").tables), ("b2", ledger("meetings: none").tables)]
    written = contents_of(united(parts, RULES.tables), Heading(None, None, None), RULES)
    assert written.branches == ["b1", "b2"]
    assert [row[:3] for row in status(written)] == [
        ("b1", "meetings", "not_provided"),
        ("b1", "reports", "not_provided"),
        ("b1", "honours", "none"),
        ("b2", "meetings", "none"),
        ("b2", "reports", "not_provided"),
        ("b2", "honours", "not_provided"),
    ]


def test_columns_that_a_reader_left_out_are_empty() -> None:
    read = ledger("honours: none")
    bare = contents_of(
        type(read.tables)(pl.LazyFrame({"branch": ["b1"], "set": ["s"]}), {}), read.heading, RULES
    ).tables["branch"]
    assert bare.columns == ["branch", "name", "members", "founded_on", "closed_on", "motto"]
    assert bare.rows() == [("b1", None, None, None, None, None)]
