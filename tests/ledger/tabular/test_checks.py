from __future__ import annotations

import pytest

from starcheck.language import say
from starcheck.ledger.tabular.reading import read_books
from tests.ledger.small import RULES

from .sheets import book, problems, read

BRANCHES = ("支部", [["支部编号", "人数"], ["b1", "9"], ["b2", "12"]])
HEADINGS = ["支部编号", "记录编号", "日期", "应到", "实到"]


def said(*rows: list[str], most: int = 20) -> list[str]:
    return problems(read(BRANCHES, ("会议", [HEADINGS, *rows]), most=most))


def test_a_record_id_may_stand_once_in_every_branch() -> None:
    assert said(["b1", "m1", "2024-03-05"], ["b2", "m1", "2024-03-05"]) == []
    again = said(["b1", "m1", "2024-03-05"], ["b2", "m1", "2024-03-05"], ["b1", "m1", "2024-03-06"])
    assert again == ["会议!B4: “m1” stands here again; first in B2. Give every record of a table its own id."]


def test_ids_are_compared_as_they_are_read() -> None:
    again = said(["b1", "m1 ", "2024-03-05"], ["b1", "m1", "2024-03-06"], ["b1", "M1", "2024-03-06"])
    assert again == ["会议!B3: “m1” stands here again; first in B2. Give every record of a table its own id."]


def test_records_without_an_id_are_not_the_same_record() -> None:
    assert said(["b1", "", "2024-03-05", "9"], ["b1", "", "2024-03-05", "8"]) == []


def test_what_is_missing_is_told_and_what_cannot_be_read_is_not_missing_too() -> None:
    assert said(["", "m1", "2024-03-05"], ["b1", "m2", ""], ["b1", "m3", "下周"]) == [
        "会议!A2: “Branch id” is missing. It may not be left empty.",
        "会议!C3: “Date” is missing. It may not be left empty.",
        "会议!C4: “Date” takes a date, not “下周”. Write a date as 2024-03-05.",
    ]


def test_a_number_that_exceeds_another_is_told_with_both() -> None:
    rows = [["主题", "上限", "已用"], ["党史", "1", "1.000"], ["党史", "1", "1.001"], ["党史", "", "5"]]
    assert problems(read(("报表", rows))) == [
        "报表!C3: “Used” is 1.001, more than “Limit”, which is 1. Correct one of the two."
    ]


def test_each_kind_is_listed_up_to_the_limit_and_counted() -> None:
    rows = [["b1", f"m{number}", "", "5", "9"] for number in range(100)]
    told = said(*rows, most=3)
    assert [each.partition(": ")[0] for each in told] == [
        "会议!C2", "会议!E2", "会议!C3", "会议!E3", "会议!C4", "会议!C4", "会议!E4", "会议!E4",
    ]  # fmt: skip
    assert len([each for each in told if "There are 97 more problems of this kind" in each]) == 2


def test_a_branch_that_is_not_in_its_table_is_told_with_the_one_that_may_be_meant() -> None:
    rows = [[branch, f"m{number}", "2024-03-05"] for number, branch in enumerate(["B1", "b11", "支部"])]
    assert said(*rows) == [
        "会议!A2: “B1” is not in “Branch”. Did you mean “b1”?",
        "会议!A3: “b11” is not in “Branch”. Did you mean “b1”?",
        "会议!A4: “支部” is not in “Branch”. Correct the id, or add the branch to “Branch”.",
    ]
    zeros = read(("支部", [["支部编号", "人数"], ["007", "9"]]), ("会议", [HEADINGS, ["7", "m1", "2024-03-05"]]))
    assert problems(zeros) == [
        "会议!A2: “7” is not in “Branch”. Did you mean “007”? Format the column as text, so that no zero is lost."
    ]


@pytest.mark.parametrize("written", ["zb-99", "zb-09", "zb", "zb-1"])
def test_no_branch_is_offered_that_may_as_well_be_another(written: str) -> None:
    known = [["支部编号", "人数"], *([f"zb-{number:02}", "9"] for number in (1, 2, 6, 10))]
    told = problems(read(("支部", known), ("会议", [HEADINGS, [written, "m1", "2024-03-05"]])))
    meant = "Did you mean “zb-01”?" if written == "zb-1" else "Correct the id, or add the branch to “Branch”."
    assert told == [f"会议!A2: “{written}” is not in “Branch”. {meant}"]


def test_only_a_branch_of_the_same_book_is_offered() -> None:
    books = [
        book(("支部", [["支部编号", "人数"], [branch, "9"]]), ("会议", [HEADINGS, ["B1", f"m-{branch}", "2024-03-05"]]))
        for branch in ("east", "b1")
    ]
    assert [problem.hint and say(problem.hint, "en") for problem in read_books(books, RULES).problems] == [
        "Correct the id, or add the branch to “Branch”.",
        "Did you mean “b1”?",
    ]
