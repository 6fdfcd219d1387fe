"""One field of a record against another, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from starcheck.engine.clock import World
from tests.engine.small import Raw, measured, rules

RULES = rules(
    {
        "meetings": {
            "fields": {
                "expected": {"type": "integer", "min": 1, "max": 10},
                "attended": {"type": "integer", "min": 0, "max": 10, "at_most": "expected"},
                "guests": {"type": "decimal", "places": 1, "min": 0, "max": 9, "blank": "none"},
                "called_on": {"type": "date"},
                "held_on": {"type": "date", "blank": "none"},
            }
        }
    }
)
QUORUM = {"attended": {"at_least": {"share": "2/3", "of": "expected"}}}


def count(where: Raw, *rows: Raw, **when: Raw) -> tuple[Raw, Raw]:
    low, high, _ = measured(RULES, {"count": "meetings", "where": where}, {"meetings": list(rows)}, **when)
    return low, high


@pytest.mark.parametrize(("attended", "counts"), [(6, 1), (5, 0)])
def test_a_share_of_another_field_is_compared_exactly(attended: int, counts: int) -> None:
    assert count(QUORUM, {"expected": 9, "attended": attended}) == (counts, counts)


def test_a_share_may_be_a_percentage() -> None:
    where = {"attended": {"more_than": {"share": "50%", "of": "expected"}}}
    assert count(where, {"expected": 8, "attended": 4}, {"expected": 7, "attended": 4}) == (1, 1)


def test_an_unknown_number_counts_as_far_as_its_field_allows() -> None:
    assert count(QUORUM, {"expected": 9}) == (0, 1)
    assert count(QUORUM, {"attended": 7}) == (1, 1), "two thirds of 10, the most that can be expected, are less than 7"
    assert count(QUORUM, {"attended": 6}) == (0, 1)
    assert count({"attended": {"at_most": {"field": "expected"}}}, {"expected": 9}) == (1, 1)


def test_numbers_with_different_decimals_are_the_same_numbers() -> None:
    where = {"guests": {"equals": {"field": "attended"}}}
    assert count(where, {"attended": 2, "guests": 2}, {"attended": 2, "guests": "2.1"}) == (1, 1)


def test_nothing_compares_with_what_is_not_there() -> None:
    where = {"attended": {"at_least": {"field": "guests"}}}
    assert count(where, {"expected": 9, "attended": 2}) == (0, 0)
    assert count({"not": where}, {"expected": 9, "attended": 2}) == (1, 1)


def test_dates_are_compared_as_days_and_an_unknown_one_leaves_it_open() -> None:
    where = {"held_on": {"more_than": {"field": "called_on"}}}
    first, second = date(2024, 3, 1), date(2024, 3, 2)
    assert count(where, {"called_on": first, "held_on": second}, {"called_on": first, "held_on": first}) == (1, 1)
    assert count(where, {"held_on": second}) == (0, 1)
    assert count(where, {"called_on": first}) == (0, 0)


def test_a_date_that_may_still_be_filled_in_is_perhaps_later() -> None:
    where = {"held_on": {"more_than": {"field": "called_on"}}}
    row, summer = {"called_on": date(2024, 3, 1)}, date(2024, 6, 30)
    rows = {"status": "complete", "records": [row]}
    found = measured(
        RULES, {"count": "meetings", "where": where}, {"meetings": rows}, as_of=summer, world=World.REACHABLE
    )
    assert found[0] == 0
    assert found[1] > 0
