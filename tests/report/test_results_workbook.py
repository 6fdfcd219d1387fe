from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from starcheck import assess_many, load_ruleset, parse_period
from starcheck.assessing import BatchResult
from starcheck.errors import Place, Problem
from starcheck.insight.losses import losses
from starcheck.insight.overview import overview
from starcheck.insight.units import Units
from starcheck.language import Lang, t
from starcheck.ledger.collected import Refused
from starcheck.report.batch import Batch
from starcheck.report.batch import workbook as workbooks
from starcheck.report.batch.workbook import write_workbook
from starcheck.report.batch.workbook.figures import measured, target_of
from starcheck.report.batch.workbook.grid import Percent
from starcheck.report.batch.workbook.missing import MissingWords
from starcheck.rules.library import find
from tests.engine.test_placing import QUOTA, level, results, rules

RULES = load_ruleset(find("five-star@2024"))
YEAR = parse_period("2024")
Done: TypeAlias = tuple[Batch, BatchResult]
ENGLISH = ["Overview", "Ranking", "Sections and pools", "Losses", "Gaps", "About"]
CHINESE = ["总览", "排名", "大项得分", "条款失分", "差距", "说明"]


def judged(names: Iterable[str] = ("第一支部", "=1+1", "+第三支部"), **units: list[str | None]) -> Done:
    """Branches of which the last holds most lectures; the first has none."""
    called = list(names)
    ids = [f"b{number}" for number in range(len(called))]
    lessons = [(name, date(2024, 3 * turn, 5)) for at, name in enumerate(ids) for turn in range(1, at + 1)]
    tables = {
        "branch": pl.DataFrame({"branch": ids, "name": called, "members": [12] * len(ids)} | units),
        "meetings": pl.DataFrame(
            {
                "branch": [branch for branch, _ in lessons],
                "held_on": pl.Series([day for _, day in lessons], dtype=pl.Date),
                "kind": ["党课"] * len(lessons),
                "expected": [12] * len(lessons),
                "attended": [11] * len(lessons),
            }
        ),
    }
    assert YEAR is not None
    result = assess_many(RULES, tables, period=YEAR)
    assert result.findings is not None
    seen, costs = overview(result.results, RULES.ruleset), losses(result.findings, RULES.ruleset)
    found = Units.of(result.results, RULES.ruleset)
    return Batch(RULES, YEAR, date(2024, 12, 31), "0" * 64, len(ids), (), seen, costs, units=found), result


@pytest.fixture(scope="module")
def done() -> Done:
    return judged()


def opened(done: Done, tmp_path: Path, lang: Lang = "en") -> Workbook:
    assert write_workbook(*done, lang, tmp_path / "results.xlsx") == done[1].results.height
    return load_workbook(tmp_path / "results.xlsx")


def table(book: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet, each by the headings."""
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize(("lang", "names"), [("en", ENGLISH), ("zh", CHINESE)])
def test_every_sheet_is_there_in_either_language(lang: Lang, names: list[str], done: Done, tmp_path: Path) -> None:
    assert opened(done, tmp_path, lang).sheetnames == names


@pytest.mark.parametrize("name", ENGLISH[1:5])
def test_a_table_can_be_filtered_and_printed_and_its_headings_stay(name: str, done: Done, tmp_path: Path) -> None:
    sheet = opened(done, tmp_path)[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape", 9, 0
    )  # fmt: skip
    assert sheet.print_title_rows == "$1:$1"
    assert all(dimension.width > 5 for dimension in sheet.column_dimensions.values())


def test_the_ranking_has_every_branch_the_best_first_with_numbers_as_numbers(done: Done, tmp_path: Path) -> None:
    rows = table(opened(done, tmp_path), "Ranking")
    expected = done[1].results.sort("rank_best", "rank_worst", -pl.col("score_low"))
    assert [row["Branch"] for row in rows] == expected["branch"].to_list()
    assert [row["Score\nnow"] for row in rows] == [float(score) for score in expected["score_low"]]
    assert {type(row["Score\nnow"]) for row in rows} <= {int, float}


def test_a_text_is_never_a_formula(done: Done, tmp_path: Path) -> None:
    cells = [
        cell
        for row in opened(done, tmp_path)["Ranking"].iter_rows()
        for cell in row
        if cell.value in {"=1+1", "+第三支部"}
    ]
    assert {(cell.value, cell.data_type) for cell in cells} == {("=1+1", "s"), ("+第三支部", "s")}


def test_the_sections_have_the_points_of_the_results(done: Done, tmp_path: Path) -> None:
    rows = {row["Branch"]: row for row in table(opened(done, tmp_path), "Sections and pools")}
    for branch, low, high in done[1].results.select("branch", "A_low", "A_high").iter_rows():
        assert rows[branch]["A Political work (of 30)\nnow"] == float(low)
        assert rows[branch]["A Political work (of 30)\npossible"] == float(high)


def test_ends_that_agree_for_every_branch_stand_in_one_column(done: Done, tmp_path: Path) -> None:
    batch, result = done
    certain = result.results.with_columns(score_high="score_low", rank_worst="rank_best")
    rows = table(opened((batch, BatchResult(certain, result.findings, result.gaps)), tmp_path), "Ranking")
    assert {"Rank", "Score"} <= set(rows[0])


def test_every_gap_has_a_row_with_what_is_missing_in_words(done: Done, tmp_path: Path) -> None:
    assert done[1].gaps is not None
    rows, gaps = table(opened(done, tmp_path), "Gaps"), done[1].gaps.collect()
    assert [(row["Branch"], row["Criterion"]) for row in rows] == gaps.select("branch", "criterion").rows()
    assert sum(Decimal(str(row["Points lost"])) for row in rows) == sum(gaps["points_lost"].to_list())
    reasons = {row["Outcome"] for row in rows}
    assert "open (not provided)" in reasons
    (lectures,) = (row for row in rows if (row["Branch"], row["Criterion"]) == ("b1", "A-04"))
    assert (lectures["Measured"], lectures["What is missing"]) == (1, "2024Q2, 2024Q3, 2024Q4")


def test_the_costliest_criterion_stands_first_and_none_is_left_out(done: Done, tmp_path: Path) -> None:
    rows = table(opened(done, tmp_path), "Losses")
    assert sorted(row["Criterion"] for row in rows) == sorted(loss.criterion for loss in done[0].losses)
    lost = [row["Points lost"] for row in rows]
    assert lost[0] > 0
    assert lost == sorted(lost, reverse=True)


def test_what_the_gaps_cost_is_what_the_losses_sum_up(done: Done, tmp_path: Path) -> None:
    book = opened(done, tmp_path)
    gaps, lost = table(book, "Gaps"), {row["Criterion"]: row["Points lost"] for row in table(book, "Losses")}
    pools = {pool.title.en for pool in RULES.ruleset.pools}
    assert {row["Points lost"] for row in gaps if row["Section"] in pools} == {0}
    assert lost == pytest.approx(
        {id_: sum(row["Points lost"] for row in gaps if row["Criterion"] == id_) for id_ in lost}, abs=1e-9
    )


def test_charts_are_native(done: Done, tmp_path: Path) -> None:
    book = opened(done, tmp_path)
    assert [len(getattr(book[name], "_charts")) for name in ("Overview", "Losses")] == [3, 1]  # noqa: B009


def test_the_last_sheet_names_digests_and_what_was_left_out(done: Done, tmp_path: Path) -> None:
    batch, result = done
    problem = Problem(Place("c.yaml", 3, 7), t("Remove it."))
    left_out = replace(batch, digest="1" * 64, refused=(Refused("c.yaml", (problem,), 1),))
    said = {cell for row in opened((left_out, result), tmp_path)["About"].iter_rows(values_only=True) for cell in row}
    assert {"1" * 64, RULES.digest, "2024-12-31", "c.yaml:3:7: Remove it."} <= said


def test_past_its_size_it_keeps_the_sums_and_says_where_the_rest_is(
    done: Done, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workbooks, "MOST_BRANCHES", 2)
    book = opened(done, tmp_path)
    assert book.sheetnames == ["Overview", "Losses", "About"]
    said = {row[:2] for row in book["About"].iter_rows(values_only=True)}
    assert ("Ranking", "There are more than 2 branches; all are in results.parquet.") in said
    assert any(name == "Gaps" and "gaps.parquet" in str(reason) for name, reason in said)


def test_gaps_that_are_too_many_leave_the_branches_in(
    done: Done, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workbooks, "MOST_GAPS", 1)
    assert opened(done, tmp_path).sheetnames == [name for name in ENGLISH if name != "Gaps"]


def test_the_same_results_give_the_same_bytes_and_nothing_is_left_beside_them(done: Done, tmp_path: Path) -> None:
    files = [tmp_path / "one.xlsx", tmp_path / "other.xlsx"]
    for file, each in zip(files, (done, judged()), strict=True):
        write_workbook(*each, "zh", file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the library leaves its own open when it fails
def test_a_file_that_cannot_be_written_is_told_by_its_system(done: Done, tmp_path: Path) -> None:
    (tmp_path / "results.xlsx").mkdir()
    with pytest.raises(IsADirectoryError):
        write_workbook(*done, "zh", tmp_path / "results.xlsx")
    gc.collect()


def test_without_findings_there_is_neither_loss_nor_gap(done: Done, tmp_path: Path) -> None:
    batch, result = done
    totals = replace(batch, losses=(), digest=None), BatchResult(result.results, None, None)
    book = opened(totals, tmp_path)
    assert book.sheetnames == ["Overview", "Ranking", "Sections and pools", "About"]
    said = {row[:2] for row in book["About"].iter_rows(values_only=True)}
    assert {("Losses", "Only totals were asked for."), ("Gaps", "Only totals were asked for.")} <= said


def test_a_text_that_no_cell_holds_ends_visibly(tmp_path: Path) -> None:
    (name,) = (row["Name"] for row in table(opened(judged(["长" * 40_000]), tmp_path), "Ranking"))
    assert (len(name), name[-2:]) == (32_767, "长…")


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (["period:2024-03", "period:2024Q1"], "2024-03, 2024Q1"),
        (["item:a: b", "paper:计划"], "a: b, paper “计划”"),
        (["table:study/2023-01-01"], "table “Study” from 2023-01-01 on"),
        (["field:branch.members"], "field “Members” (empty)"),
        (["mark:C-10/minutes", "mark:C-10/plan"], "a reviewer's mark"),
        (["person:甲", "others"], "mark of 甲, the other branches, with which it is compared"),
        ([f"person:{number}" for number in range(11)], "marks of 11 people"),
        ([], ""),
    ],
)
def test_what_is_missing_is_said_as_people_call_it(ids: list[str], words: str) -> None:
    fields = RULES.ruleset.tables
    said = MissingWords(RULES.ruleset, "en").of(ids)
    expected = words.replace("“Study”", f"“{fields['study'].label.en}”")
    assert said == expected.replace("“Members”", f"“{fields['branch'].fields['members'].label.en}”")


@pytest.mark.parametrize(
    ("low", "high", "kind", "target", "cell"),
    [
        ("19/20", "19/20", "percent", None, Percent(0.95)),
        ("18999/20000", "18999/20000", "percent", "0.95", "94.995%"),
        ("2/3", "2/3", "percent", None, "66.66…%"),
        ("38", "38", "number", "40", 38),
        ("12.5", "12.5", "number", None, 12.5),
        ("1/3", "1/3", "number", None, "0.33…"),
        ("1", "4", "number", "4", "1–4"),
        ("1", None, "number", "4", "at least 1"),
        (None, "1/2", "percent", None, "at most 50%"),
        ("true", "true", "boolean", None, "yes"),
        ("2024-03-15", "2024-03-15", "date", None, "2024-03-15"),
        (None, None, None, None, None),
    ],
)
def test_a_measured_value_is_a_number_where_a_cell_shows_it_whole(
    low: str | None, high: str | None, kind: str | None, target: str | None, cell: object
) -> None:
    row = {"value_low": low, "value_high": high, "value_kind": kind, "value_defined": True, "target": target}
    assert (type(measured(row, "en")), measured(row, "en")) == (type(cell), cell)
    assert measured(row | {"value_defined": False}, "en") == "nothing to count"


def test_a_target_is_written_like_what_it_is_compared_with() -> None:
    row = {"value_kind": "percent", "target": "0.95"}
    assert (target_of(row, "en"), type(target_of(row, "en"))) == (0.95, Percent)


def test_every_branch_that_a_quota_moves_is_listed_with_the_reason(tmp_path: Path) -> None:
    loaded = rules(level(5, 90, **QUOTA), level(4, 80))
    frame = results(loaded, 99, 98, 97, None, 91)
    seen = overview(frame, loaded.ruleset)
    assert YEAR is not None
    batch = Batch(loaded, YEAR, date(2024, 12, 31), None, 5, (), seen)
    rows = table(opened((batch, BatchResult(frame, None, None)), tmp_path), "Moved by quotas")
    concerned = frame.filter(pl.col("no_place").list.len() + pl.col("no_place_open").list.len() > 0)
    assert sorted(row["Branch"] for row in rows) == concerned["branch"].to_list()
    assert {row["Moved"] for row in rows} == {"for certain", "perhaps"}
    assert all(row["In words"].startswith(row["Branch"]) for row in rows)


COMPANIES: dict[str, list[str | None]] = {
    "group": ["集团"] * 4,
    "company": ["东", "东", "Ranking", None],
    "committee": ["一", None, "一", None],
}


def test_every_unit_has_a_sheet_with_its_branches_and_their_ranks_in_it(tmp_path: Path) -> None:
    book = opened(judged("abcd", **COMPANIES), tmp_path)
    assert book.sheetnames == [*ENGLISH[:3], "Units", *ENGLISH[3:5], "Ranking~2", "东", "About"]
    east = table(book, "东")
    assert [row["Branch"] for row in east] == ["b1", "b0"]
    assert {(row["Best rank in the unit"], row["Worst rank in the unit"]) for row in east} == {(1, 2)}
    assert [row["Branch"] for row in table(book, "Ranking~2")] == ["b2"]


def test_units_are_rolled_up_and_branches_can_be_filtered_by_them(tmp_path: Path) -> None:
    done = judged("abcd", **COMPANIES)
    book = opened(done, tmp_path)
    rows = table(book, "Units")
    assert [row["Branches"] for row in rows] == done[0].units.table["branches"].to_list()
    company = RULES.ruleset.tables["branch"].fields["company"].label.en
    for name in ("Ranking", "Sections and pools", "Gaps"):
        assert {(row["Branch"], row[company]) for row in table(book, name)} == {
            ("b0", "东"), ("b1", "东"), ("b2", "Ranking"), ("b3", None)
        }  # fmt: skip
    said = {cell for row in book["About"].iter_rows(values_only=True) for cell in row}
    assert any("“一” stands under" in str(cell) for cell in said)


def test_more_units_than_a_sheet_is_for_are_in_their_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbooks, "MOST_BRANCHES", 4)
    book = opened(judged("abcd", **COMPANIES), tmp_path)
    assert "Units" not in book.sheetnames
    said = {row[:2] for row in book["About"].iter_rows(values_only=True)}
    assert ("Units", "There are more than 4 units; all are in units.parquet.") in said


def test_units_that_are_too_many_have_no_sheets_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNITS", 1)
    book = opened(judged("abcd", **COMPANIES), tmp_path)
    assert book.sheetnames == [*ENGLISH[:3], "Units", *ENGLISH[3:]]
    said = {row[:2] for row in book["About"].iter_rows(values_only=True)}
    assert ("Sheets of units", "There are more than 1; filter the ranking by them.") in said


def test_more_adjustments_than_a_sheet_is_for_are_in_their_file(
    done: Done, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workbooks, "MOST_GAPS", 1)
    batch, result = done
    book = opened((batch, replace(result, adjustments=pl.DataFrame({"branch": ["b0", "b1"]}))), tmp_path)
    said = {row[:2] for row in book["About"].iter_rows(values_only=True)}
    assert ("Adjustments", "There are more than 1 adjustments; all are in adjustments.parquet.") in said


def test_adjustments_that_change_nothing_are_told(done: Done, tmp_path: Path) -> None:
    batch, result = done
    idle = Problem(Place("review.csv", 2, 1), t("Remove it."))
    book = opened((replace(batch, idle=(idle,), adjustments="2" * 64), result), tmp_path)
    said = {cell for row in book["About"].iter_rows(values_only=True) for cell in row}
    assert {"Adjustments that change nothing: 1.", "review.csv:2:1: Remove it.", "2" * 64} <= said
