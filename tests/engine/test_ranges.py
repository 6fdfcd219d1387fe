"""Ranges that a reviewer may also take from, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from starcheck.model import Outcome
from tests.engine.single import finding_of, points

JUDGED = {"points": 8, "floor": -4, "score": {"judged": [-4, 8]}}


def marked(criterion: dict[str, Any], mark: float | None) -> tuple[float, float]:
    marks = {} if mark is None else {"marks": {"A-01": {"points": mark}}}
    return points(finding_of(criterion, {}, marks))


@pytest.mark.parametrize(("mark", "expected"), [(None, (-4, 8)), (-4, (-4, -4)), (-1, (-1, -1)), (8, (8, 8))])
def test_a_reviewer_may_take_away(mark: float | None, expected: tuple[float, float]) -> None:
    assert marked(JUDGED, mark) == expected


def test_a_mark_outside_the_range_leaves_it_open() -> None:
    assert marked(JUDGED, -5) == (-4, 8)


def test_what_is_taken_lowers_a_sum() -> None:
    adjusted = {"points": 10, "floor": -3, "score": {"sum": [{"gain": 6}, {"gain": [-3, 3]}]}}
    assert marked(adjusted, None) == (3, 9)
    assert marked(adjusted, -2) == (4, 4)


def test_a_cap_cuts_what_is_taken_as_well_as_what_is_given() -> None:
    assert marked({**JUDGED, "score": {"judged": [-4, 8], "up_to": 3}}, None) == (-3, 3)


def test_taking_all_that_can_be_taken_is_not_met() -> None:
    finding = finding_of(JUDGED, {}, {"marks": {"A-01": {"points": -4}}})
    assert finding.outcome is Outcome.NOT_MET
