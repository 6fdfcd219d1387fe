"""Levels worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.engine.standings import assessed, levels

DIRECT = [{"id": "D", "title": "先进", "when": {"honoured": True}, "level": 2}]
VETO = [{"id": "V", "title": "通报", "when": {"reported": True}, "effect": {"at_most": 1}}]


@pytest.mark.parametrize(
    ("branch", "expected", "outcome"),
    [
        ({"honoured": True}, (2, 2), "triggered"),
        ({"honoured": False}, (1, 1), "clear"),
        ({"honoured": None}, (1, 2), "open"),
        ({"honoured": True, "earned": 10}, (3, 3), "triggered"),
        ({"honoured": True, "earned": 0}, (2, 2), "triggered"),
        ({"honoured": None, "earned": None}, ("none", 3), "open"),
    ],
)
def test_a_direct_award_raises_and_never_lowers(
    branch: dict[str, Any], expected: tuple[object, object], outcome: str
) -> None:
    assessment = assessed({"direct": DIRECT}, **branch)
    assert (levels(assessment), assessment.direct[0].outcome) == (expected, outcome)


def test_a_direct_award_that_a_record_may_still_bring_raises_the_upper_end() -> None:
    rules = {"direct": [{"id": "D", "title": "先进", "when": {"count": "honours", "at_least": 1}, "level": 3}]}
    assert levels(assessed(rules, date(2024, 6, 30))) == (1, 3)
    assert levels(assessed(rules)) == (1, 1)


def test_the_best_of_several_direct_awards_counts() -> None:
    assert levels(assessed({"direct": [*DIRECT, {**DIRECT[0], "id": "E", "level": 3}]}, honoured=True)) == (3, 3)


def test_a_veto_beats_a_direct_award() -> None:
    rules = {"direct": DIRECT, "vetoes": VETO}
    assert levels(assessed(rules, honoured=True, reported=True)) == (1, 1)
    assert levels(assessed(rules, honoured=True, reported=None)) == (1, 2)


def eligible_if(when: dict[str, object], otherwise: str = "scored_only") -> dict[str, Any]:
    return {"eligibility": [{"id": "E", "title": "资格", "when": when, "otherwise": otherwise}]}


@pytest.mark.parametrize(
    "when",
    [
        {"score": {"at_least": 7}},
        {"score": {"more_than": 6}},
        {"score": {"at_least": "70%"}},
        {"section": "A", "at_least": "70%"},
        {"all": [{"score": {"at_least": 7}}, {"new": False}]},
    ],
    ids=str,
)
def test_eligibility_may_ask_for_points(when: dict[str, object]) -> None:
    rules = eligible_if(when)
    assert levels(assessed(rules, earned=7)) == (1, 1)
    assert levels(assessed(rules, earned=6)) == ("scored_only", "scored_only")
    assert levels(assessed(rules, earned=None)) == ("scored_only", 3)


def test_eligibility_may_ask_for_a_criterion() -> None:
    rules = eligible_if({"criterion": "A-01", "outcome": "met"}, "not_eligible")
    assert levels(assessed(rules, earned=9)) == ("not_eligible", "not_eligible")
    assert levels(assessed(rules, earned=10)) == (3, 3)


def test_a_branch_that_is_only_scored_keeps_its_score() -> None:
    assessment = assessed(eligible_if({"new": False}), new=True)
    assert levels(assessment) == ("scored_only", "scored_only")
    assert assessment.score.low == 7


def test_a_level_may_require_a_score() -> None:
    top = {"id": 3, "title": "三星", "at_least": 6, "requires": [{"score": {"at_least": "90%"}}]}
    rules = {"levels": [top, {"id": 1, "title": "一星", "at_least": 5}]}
    assert [levels(assessed(rules, earned=earned)) for earned in (8, 9, None)] == [(1, 1), (3, 3), ("none", 3)]
