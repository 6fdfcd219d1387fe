from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.ledger.digest import digests_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.reading import Reading, read_books
from tests.ledger.small import RULES

from .sheets import book, problems

Rows: TypeAlias = list[list[str]]
Sheets: TypeAlias = dict[str, Rows]
IDS = ("b1", "b2", "b3", "b4")
HEADS = {
    "支部": ["支部编号", "人数"],
    "会议": ["支部编号", "记录编号", "日期", "类型", "应到", "实到"],
    "报表": ["支部编号", "主题", "占比"],
    "填报状态": ["支部编号", "分表", "状态", "涵盖起始日", "涵盖截止日"],
    "评审打分": ["支部编号", "条款", "得分", "等次"],
    "佐证材料": ["支部编号", "条款", "材料", "材料状态"],
}


def flawless(branch: str) -> Sheets:
    """The rows of a branch in which nothing is wrong."""
    return {
        "支部": [[branch, "9"]],
        "会议": [[branch, "m1", "2024-03-05", "党课", "9", "8"]],
        "报表": [[branch, "党史", "95%"]],
        "填报状态": [[branch, "会议", "完整", "", ""], [branch, "报表", "不完整", "", ""]],
        "评审打分": [[branch, "A-03", "", "好"]],
        "佐证材料": [[branch, "A-01", "会议记录", "已认可"]],
    }


FAULTS: Mapping[str, tuple[str, Callable[[Rows, str], Rows]]] = {
    "a date that is none": ("会议", lambda rows, b: [*rows, [b, "x1", "some day", "党课", "", ""]]),
    "two cells of a row": ("会议", lambda rows, b: [*rows, [b, "x2", "some day", "聚餐", "", ""]]),
    "a date is missing": ("会议", lambda rows, b: [*rows, [b, "x3", "", "党课", "", ""]]),
    "more than expected": ("会议", lambda rows, b: [*rows, [b, "x4", "2024-03-05", "党课", "5", "9"]]),
    "an id three times": ("会议", lambda rows, b: [*rows, *[[b, "x5", "2024-03-05", "党课", "", ""]] * 3]),
    "two profiles": ("支部", lambda rows, b: [*rows, [b, "8"]]),
    "a profile that cannot be read": ("支部", lambda _, b: [[b, "many"]]),
    "a profile without a number": ("支部", lambda _, b: [[b, ""]]),
    "a text is missing": ("报表", lambda rows, b: [*rows, [b, "", "95%"]]),
    "a status of nothing": ("填报状态", lambda rows, b: [*rows, [b, "会意", "完整", "", ""]]),
    "a status without its table": ("填报状态", lambda rows, b: [*rows, [b, "", "完整", "", ""]]),
    "a status that is none": ("填报状态", lambda rows, b: [*rows, [b, "荣誉", "大概", "", ""]]),
    "a status twice": ("填报状态", lambda rows, _: [*rows, rows[0]]),
    "a status against the records": ("填报状态", lambda rows, b: [[b, "会议", "没有", "", ""], rows[1]]),
    "no status of the records": ("填报状态", lambda rows, _: rows[:1]),
    "complete without records": ("填报状态", lambda rows, b: [*rows, [b, "荣誉", "完整", "", ""]]),
    "a span without an end": ("填报状态", lambda rows, b: [*rows, [b, "荣誉", "不完整", "2024-01-01", ""]]),
    "a mark of nothing": ("评审打分", lambda rows, b: [*rows, [b, "A-99", "1", ""]]),
    "a mark without its criterion": ("评审打分", lambda rows, b: [*rows, [b, "", "1", ""]]),
    "a mark out of range": ("评审打分", lambda rows, b: [*rows, [b, "A-02/order", "9", ""]]),
    "a mark that is no number": ("评审打分", lambda rows, b: [*rows, [b, "A-02/order", "much", ""]]),
    "a mark twice": ("评审打分", lambda rows, _: [*rows, rows[0]]),
    "a paper of nothing": ("佐证材料", lambda rows, b: [*rows, [b, "A-02", "会议记录", "缺失"]]),
    "a paper nobody asks for": ("佐证材料", lambda rows, b: [*rows, [b, "A-01", "照片", "缺失"]]),
    "a paper without a name": ("佐证材料", lambda rows, b: [*rows, [b, "A-01", "", "缺失"]]),
    "a paper twice": ("佐证材料", lambda rows, _: [*rows, rows[0]]),
}
"""What can be wrong in the rows of a branch: the sheet, and what becomes of its rows there."""


def faulty(branch: str, fault: str) -> Sheets:
    """The rows of a branch in which something is wrong."""
    rows = flawless(branch)
    name, change = FAULTS[fault]
    return rows | {name: change(rows[name], branch)}


def read(*branches: Sheets, extra: Mapping[str, Rows] | None = None, apart: bool = True) -> Reading:
    rows = {name: [row for each in branches for row in each[name]] for name in HEADS}
    sheets = [(name, [head, *rows[name], *(extra or {}).get(name, [])]) for name, head in HEADS.items()]
    return read_books([book(*sheets)], RULES, notes=Notes(apart=apart))


def test_where_nothing_is_wrong_nobody_is_left_out() -> None:
    reading = read(*map(flawless, IDS))
    assert (problems(reading), list(reading.left_out), reading.is_usable) == ([], [], True)
    assert sorted(digests_of(reading.tables)) == list(IDS)


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_with_a_branch_leaves_out_that_branch(fault: str) -> None:
    bad = faulty("b2", fault)
    reading = read(flawless("b1"), bad, flawless("b3"))
    assert problems(reading) == problems(read(flawless("b1"), bad, flawless("b3"), apart=False)) != []
    assert reading.is_usable
    assert set(reading.left_out) == {"b2"}
    assert digests_of(reading.tables) == digests_of(read(flawless("b1"), flawless("b3")).tables)


@given(st.tuples(*(st.none() | st.sampled_from(sorted(FAULTS)) for _ in IDS)))
def test_the_others_are_read_as_if_those_with_problems_were_not_there(faults: tuple[str | None, ...]) -> None:
    bad = {branch: fault for branch, fault in zip(IDS, faults, strict=True) if fault is not None}
    good = [branch for branch in IDS if branch not in bad]
    reading = read(*(faulty(branch, bad[branch]) if branch in bad else flawless(branch) for branch in IDS))
    assert reading.is_usable
    assert set(reading.left_out) == bad.keys()
    assert digests_of(reading.tables) == (digests_of(read(*map(flawless, good)).tables) if good else {})


def test_a_profile_that_stands_there_twice_may_be_two_branches() -> None:
    assert list(read(flawless("b1"), faulty("b2", "two profiles")).left_out) == ["b2", "b2"]


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("会议", ["", "m9", "2024-03-05", "党课", "", ""], "“Branch id” is missing."),
        ("会议", ["b9", "m9", "2024-03-05", "党课", "", ""], "“b9” is not in “Branch”."),
        ("支部", ["", "9"], "“Branch id” is missing."),
        ("填报状态", ["", "会议", "完整", "", ""], "“Branch id” is missing."),
        ("评审打分", ["", "A-03", "", "好"], "“Branch id” is missing."),
        ("佐证材料", ["", "A-01", "签到表", "缺失"], "“Branch id” is missing."),
        ("佐证材料", ["b9", "A-01", "签到表", "缺失"], "“b9” is not in “Branch”."),
    ],
)
def test_rows_that_may_be_of_any_branch_leave_out_all(name: str, row: list[str], told: str) -> None:
    for others in (flawless("b2"), faulty("b2", "a date is missing")):
        reading = read(flawless("b1"), others, extra={name: [row]})
        assert not reading.is_usable
        assert any(told in each for each in problems(reading))


@pytest.mark.parametrize("name", ["评审打分", "佐证材料", "填报状态"])
def test_rows_of_a_template_that_nobody_filled_in_are_not_missed(name: str) -> None:
    row = {
        "评审打分": ["", "A-03", "", ""],
        "佐证材料": ["", "A-01", "会议记录", ""],
        "填报状态": ["", "会议", "", "", ""],
    }
    assert read(flawless("b1"), flawless("b2"), extra={name: [row[name]]}).problems == ()
