from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from starcheck.documents import read_document
from starcheck.ledger.tabular.reading import read_books
from starcheck.rules.schema.ruleset import RuleSet

from .sheets import BRANCH, book, problems, read, repairs, texts, warnings

MEETING = ["2024-03-05", "党课", "9", "8"]
HEADINGS = ["日期", "类型", "应到", "实到"]


def held_on(*rows: list[str]) -> list[object]:
    return [str(day) for day in texts(read(("会议", [*rows, MEETING])).tables.records["meetings"], "held_on")]


@pytest.mark.parametrize(
    "heading",
    [
        "日期",
        " 日 期 ",
        "日\n期",
        "*日期",
        "＊日期",
        "日期*",
        "held_on",
        "Held_On",
        "ｈｅｌｄ＿ｏｎ",
        "Date",
        "日期（必填）",
        "日期(选填)",
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    assert held_on([heading, *HEADINGS[1:]]) == ["2024-03-05"]


@pytest.mark.parametrize("heading", ["日期（月）", "会议日期", "日期1", "日期日期"])
def test_a_heading_that_says_something_else_is_not_taken_for_a_field(heading: str) -> None:
    said = problems(read(("会议", [[heading, *HEADINGS[1:]], MEETING])))
    assert "会议!1: There is no column “Date”. Every record needs it: add the column." in said


def test_the_row_with_the_most_headings_holds_them() -> None:
    above = [["会议登记表"], ["日期", "2024 年"], ["类型", "应到"]]
    assert held_on(*above, HEADINGS) == ["2024-03-05"]


def test_headings_are_looked_for_in_the_first_thirty_rows() -> None:
    assert held_on(*[["表头在下面"]] * 29, HEADINGS) == ["2024-03-05"]
    assert problems(read(("会议", [*[["表头在下面"]] * 30, HEADINGS, MEETING])))[0].startswith(
        "会议: No row has the headings"
    )


def test_a_slip_in_a_heading_is_refused_if_it_is_close_and_asked_for_if_it_may_be_one() -> None:
    close = read(("报表", [["主题", "是否核队"], ["党史", "是"]]))
    assert "报表!B1: No field is called “是否核队”. Did you mean “是否核对”?" in problems(close)
    perhaps = read(("会议", [["日期", "类形"], MEETING[:2]]))
    assert "会议!B1: No field is called “类形”; the column was not read. Did you mean “类型”?" in warnings(perhaps)


def test_a_column_that_only_counts_rows_is_left_out_as_a_repair() -> None:
    reading = read(("会议", [["序号", *HEADINGS], ["1", *MEETING]]))
    assert repairs(reading) == [("会议!A1", "序号", "left out: it only counts the rows", 1)]
    assert not [said for said in warnings(reading) if "序号" in said]


def test_a_sheet_under_another_name_is_read_if_its_headings_are_those_of_one_table_alone() -> None:
    assert texts(read(("开会", [HEADINGS, MEETING])).tables.records["meetings"], "expected") == [9]
    unlike = read(("开会", [["日期", "地点", "人员", "内容"], MEETING]))
    assert "meetings" not in unlike.tables.records
    assert any("“开会”; it was not read" in said for said in warnings(unlike))


def test_a_copy_of_a_sheet_is_refused_unless_the_other_is_empty() -> None:
    copy = ("会议 (2)", [HEADINGS, MEETING])
    assert problems(read(("会议", [HEADINGS]), copy))[0].startswith(
        "会议 (2): “会议 (2)” has the headings of “Meetings”"
    )
    assert problems(read(("会议", []), copy)) == []


def test_an_alias_of_a_table_or_field_is_as_good_as_its_label() -> None:
    called = cast("dict[str, Any]", read_document(Path(__file__).parents[1] / "ruleset.yaml").data)
    meetings = called["tables"]["meetings"]
    meetings["aliases"] = ["三会一课"]
    meetings["fields"]["held_on"]["aliases"] = ["召开时间"]
    rules = RuleSet.model_validate(called)
    rows = [["召 开 时 间", *HEADINGS[1:]], MEETING]
    reading = read_books([book(BRANCH, ("三会一课", rows))], rules)
    assert reading.problems == ()
    assert texts(reading.tables.records["meetings"], "expected") == [9]
