"""Consequences worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from starcheck.model import Assessment
from tests.engine.standings import assessed, levels

STRANGER = {"eligibility": [{"id": "E", "title": "新建", "when": {"new": False}, "otherwise": "scored_only"}]}


def following(when: dict[str, Any], amount: object = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    worth = {} if amount is None else {"amount": amount, "unit": "元"}
    return {"consequences": [{"id": "Q", "title": "奖励", "when": when, **worth}], **more}


def outcome(assessment: Assessment) -> str:
    return assessment.consequences[0].outcome


@pytest.mark.parametrize(
    ("when", "branch", "expected"),
    [
        ({"level": {"at_least": 2}}, {"earned": 8}, "triggered"),
        ({"level": {"at_least": 2}}, {"earned": 7}, "clear"),
        ({"level": {"at_least": 2}}, {"earned": None}, "open"),
        ({"level": 1}, {"earned": 7}, "triggered"),
        ({"level": [2, 3]}, {"earned": 7}, "clear"),
        ({"level": "none"}, {"earned": 3}, "triggered"),
        ({"level": ["none", 1, 2, 3]}, {"earned": None}, "triggered"),
        ({"level": ["none", 1, 3]}, {"earned": None}, "open"),
        ({"not": {"level": 1}}, {"earned": 3}, "triggered"),
        ({"score": {"less_than": 6}}, {"earned": 5}, "triggered"),
        ({"score": {"less_than": "60%"}}, {"earned": 6}, "clear"),
        ({"section": "A", "at_most": 3}, {"earned": None}, "open"),
        ({"criterion": "A-01", "outcome": "met"}, {"earned": 10}, "triggered"),
        ({"honoured": True}, {"honoured": None}, "open"),
    ],
    ids=str,
)
def test_a_consequence_follows_from_the_result(when: dict[str, Any], branch: dict[str, Any], expected: str) -> None:
    assert outcome(assessed(following(when), **branch)) == expected


@pytest.mark.parametrize(
    ("wanted", "new", "expected"),
    [
        (["scored_only"], True, "triggered"),
        ([1], True, "clear"),
        ([1], False, "triggered"),
        ([1], None, "open"),
        ([1, "scored_only"], None, "triggered"),
        ([2, 3], None, "clear"),
        (["scored_only"], None, "open"),
    ],
)
def test_a_state_is_one_of_what_the_branch_may_be(wanted: list[object], new: bool | None, expected: str) -> None:
    assessment = assessed(following({"level": wanted}, **STRANGER), earned=7, new=new)
    assert outcome(assessment) == expected


def test_without_a_level_none_is_at_least() -> None:
    rules = following({"level": {"at_least": 1}}, **STRANGER)
    assert levels(assessed(rules, earned=10, new=True)) == ("scored_only", "scored_only")
    assert outcome(assessed(rules, earned=10, new=True)) == "clear"


@pytest.mark.parametrize(
    ("amount", "branch", "ends"),
    [
        (300, {}, (300, 300)),
        ({"formula": "funds * 1.1"}, {"funds": 100}, (110, 110)),
        ({"formula": "score * 10"}, {"earned": 7}, (70, 70)),
        ({"formula": "score * 10 + funds"}, {"earned": None, "funds": 5}, (5, 105)),
        ("score", {"earned": 6}, (6, 6)),
    ],
    ids=str,
)
def test_an_amount_is_an_interval(amount: object, branch: dict[str, Any], ends: tuple[int, int]) -> None:
    (found,) = assessed(following({"new": False}, amount), **branch).consequences
    assert found.amount is not None
    assert (found.amount.low, found.amount.high, found.amount.kind, found.amount.unit) == (
        Fraction(ends[0]),
        Fraction(ends[1]),
        "number",
        "元",
    )


def test_a_percentage_stays_one() -> None:
    (found,) = assessed(following({"new": False}, "10%")).consequences
    assert found.amount is not None
    assert (found.amount.low, found.amount.kind) == (Fraction(1, 10), "percent")
