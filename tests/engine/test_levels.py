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
