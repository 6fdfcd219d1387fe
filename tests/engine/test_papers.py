"""Papers, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from starcheck.language import say
from starcheck.model import Finding, Reason
from tests.engine.single import finding_of, points

DEDUCTED = {
    "points": 9,
    "papers": ["记录", "签到", "影像"],
    "score": {"deduct": [{"per": "missing_papers", "lose": 2}]},
}


def found(criterion: dict[str, Any], papers: dict[str, str], as_of: date | None = None) -> Finding:
    return finding_of(criterion, {}, {"papers": {"A-01": papers}} if papers else {}, as_of)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({}, (3, 9)),
        ({"记录": "accepted", "签到": "accepted", "影像": "accepted"}, (9, 9)),
        ({"记录": "missing", "签到": "accepted", "影像": "unreviewed"}, (5, 7)),
        ({"记录": "missing", "签到": "missing", "影像": "missing"}, (3, 3)),
        ({"记录": "missing"}, (3, 7)),
    ],
)
def test_every_missing_paper_costs_points(papers: dict[str, str], expected: tuple[float, float]) -> None:
    assert points(found(DEDUCTED, papers)) == expected


def test_a_paper_that_is_missing_in_summer_is_missing_at_the_end() -> None:
    assert points(found(DEDUCTED, {"记录": "missing", "签到": "accepted", "影像": "accepted"}, date(2024, 6, 30))) == (
        7,
        7,
    )


def test_all_papers_may_be_asked_for_at_once() -> None:
    complete = {**DEDUCTED, "score": {"all_or_nothing": {"missing_papers": 0}}}
    assert points(found(complete, {"记录": "accepted", "签到": "accepted"})) == (0, 9)
    assert points(found(complete, {"记录": "missing"})) == (0, 0)


def test_the_number_of_papers_is_a_quantity_too() -> None:
    share = {"per": "papers", "gain": 3}
    assert points(found({**DEDUCTED, "score": share}, {})) == (9, 9)


def test_papers_are_known_inside_a_part_with_a_measure_of_its_own() -> None:
    table = {"talks": {"label": "谈话", "fields": {"topic": {"type": "text", "label": "题目"}}}}
    part = {"measure": {"count": "talks"}, "when": {"missing_papers": 0}, "per": "value", "gain": 2}
    ledger = {"talks": [{"topic": "一"}], "papers": {"A-01": {"记录": "accepted"}}}
    finding = finding_of({"points": 9, "papers": ["记录"], "score": part}, table, ledger)
    assert points(finding) == (2, 2)


def test_what_leaves_papers_open_is_named() -> None:
    finding = found(DEDUCTED, {"记录": "missing", "签到": "unreviewed"})
    assert [say(label, "en") for label in finding.missing] == [
        "记录",
        "paper “签到” (not reviewed)",
        "paper “影像” (not stated)",
    ]
    assert finding.reason is Reason.AWAITING_REVIEWER
    assert found(DEDUCTED, {"记录": "missing"}).reason is Reason.UNKNOWN
