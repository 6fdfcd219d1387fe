"""Places of levels: by hand, and whatever the scores turn out to be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.engine.quotas import (
    BEST,
    ELIGIBLE,
    HELD_HIGH,
    HELD_LOW,
    PERHAPS_ELIGIBLE,
    WORST,
    Limit,
    held,
    lacking,
    ordered,
    placed,
    share_of,
)
from starcheck.rules.schema.quotas import Rounded
from tests.reference.quotas import COUNTED, Open, Places, outcomes

MODES: dict[str, Rounded] = {"down": "down", "up": "up", "half_up": "half_up"}
SHARED = {"all_in": True, "all_out": False, "by": None}


def columns_of(
    branches: list[Open], levels: Sequence[Places | None], left_out: int = 0
) -> tuple[pl.DataFrame, list[Limit | None]]:
    """What the reference is told, as columns."""
    ints = dict.fromkeys(("low", "high", "key low", "key high", BEST, WORST), pl.Int64)
    frame = pl.DataFrame(
        [
            {
                "low": min(order[0] for order in each.orders),
                "high": max(order[0] for order in each.orders),
                "key low": min(order[1] for order in each.orders),
                "key high": max(order[1] for order in each.orders),
                BEST: min(each.bests),
                WORST: max(each.bests),
                "group": each.group,
            }
            | {of: all(state in counted for state in each.states) for of, counted in COUNTED.items()}
            | {f"{of}?": any(state in counted for state in each.states) for of, counted in COUNTED.items()}
            for each in branches
        ],
        schema={**ints, "group": pl.String}
        | dict.fromkeys((name for of in COUNTED for name in (of, f"{of}?")), pl.Boolean),
    )
    frame = frame.with_columns(pl.col("eligible").alias(ELIGIBLE), pl.col("eligible?").alias(PERHAPS_ELIGIBLE))
    limits: list[Limit | None] = []
    for rank, places in enumerate(levels):
        if places is None:
            limits.append(None)
            continue
        least, most = f"least {rank}", f"most {rank}"
        low, high = f"low {places.ties == 'by'}", f"high {places.ties == 'by'}"
        group = ("group",) if places.per else ()
        frame = ordered(frame, (low, high), [("low", "high"), *([("key low", "key high")] * (places.ties == "by"))])
        number = (pl.lit(places.number),) * 2
        if isinstance(places.number, Fraction):
            number = share_of(places.number, MODES[places.round], (places.of, f"{places.of}?"), group, left_out)
        frame = frame.with_columns(number[0].alias(least), number[1].alias(most))
        beside = places.moved_down == "beside_next"
        limits.append(Limit(least, most, low, high, group, SHARED[places.ties], beside, left_out))
    return frame, limits


def levels_held(
    branches: list[Open], levels: list[Places | None], fill: Places | None = None, left_out: int = 0
) -> list[tuple[int, int]]:
    """The best and the worst level of each."""
    frame, (*limits, filling) = columns_of(branches, [*levels, fill], left_out)
    return held(frame, limits, filling).select(HELD_HIGH, HELD_LOW).rows()


def scores(*values: int | tuple[int, int], best: int = 0) -> list[Open]:
    """Branches with these points, or points between two, who may hold the level from `best` down."""
    each = [(value, value) if isinstance(value, int) else value for value in values]
    return [Open(tuple((score, 0) for score in range(lo, hi + 1)), (best,)) for lo, hi in each]


def who_holds(branches: list[Open], places: Places) -> list[bool | None]:
    """Whether each holds the only level; None if that is open."""
    return [None if high != low else high == 0 for high, low in levels_held(branches, [places])]


@pytest.mark.parametrize(
    ("share", "of", "expected"),
    [(5, 7, (0, 1, 0)), (50, 7, (3, 4, 4)), (100, 7, (7, 7, 7)), (20, 5, (1, 1, 1)), (9, 0, (0, 0, 0))],
)  # fmt: skip
def test_a_share_becomes_a_whole_number_as_it_says(share: int, of: int, expected: tuple[int, ...]) -> None:
    frame = pl.DataFrame({"sure": [True] * of, "may": [True] * of}, schema={"sure": pl.Boolean, "may": pl.Boolean})
    for mode, places in zip(MODES.values(), expected, strict=True):
        least, most = share_of(Fraction(share, 100), mode, ("sure", "may"))
        assert frame.select(least.alias("least"), most.alias("most")).row(0) == (places, places)


def test_places_go_to_the_highest_scores() -> None:
    assert who_holds(scores(70, 90, 80), Places(2)) == [False, True, True]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("all_in", [True, True, True, False]),
        ("all_out", [True, False, False, False]),
        ("by", [True, None, None, False]),
    ],
)
def test_equals_without_room_together(ties: str, expected: list[bool | None]) -> None:
    assert who_holds(scores(90, 80, 80, 70), Places(2, ties=ties)) == expected


def test_equals_are_parted_by_the_first_key_that_differs() -> None:
    branches = [Open(((80, 3),), (0,)), Open(((80, 5),), (0,)), Open(((80, 4),), (0,))]
    assert who_holds(branches, Places(1, ties="by")) == [False, True, False]


def test_a_key_that_is_open_leaves_equals_open() -> None:
    branches = [Open(((80, 3), (80, 4), (80, 5)), (0,)), Open(((80, 4),), (0,)), Open(((79, 9),), (0,))]
    assert who_holds(branches, Places(1, ties="by")) == [None, None, False]


def test_a_score_that_is_open_at_the_cut_leaves_both_open() -> None:
    assert who_holds(scores(95, (80, 90), 85, 70), Places(2)) == [True, None, None, False]


def test_without_places_nobody_holds_the_level_and_with_all_everybody() -> None:
    assert who_holds(scores(90, 80), Places(Fraction(5, 100))) == [False, False]
    assert who_holds(scores(90, 80), Places(Fraction(1))) == [True, True]


def test_who_was_left_out_may_stand_before_everybody() -> None:
    assert levels_held(scores(90, 80, 70), [Places(2)], left_out=1) == [(0, 0), (0, 1), (1, 1)]
    half = Places(Fraction(1, 2), of="rated")
    assert levels_held(scores(90, 80, 70), [half], left_out=1) == [(0, 1), (0, 1), (1, 1)]


def test_a_branch_is_told_its_place_and_how_many_places_there_are() -> None:
    found = held(*columns_of(scores(90, (70, 85), 80, 60), [Places(2)], 1))
    assert found.select(*placed(0)).rows() == [(1, 2), (2, 4), (2, 4), (4, 5)]


def test_groups_have_places_of_their_own_and_a_group_of_nobody_has_none() -> None:
    branches = [Open(((score, 0),), (0,), group=group) for score, group in ((90, "A"), (80, "A"), (10, "B"))]
    assert who_holds(branches, Places(1, per=True)) == [True, False, True]
    assert levels_held([], [Places(1, per=True)]) == []


def test_who_finds_no_room_takes_a_place_of_the_next_level_or_stands_beside() -> None:
    branches = [*scores(95, 93), *scores(88, best=1)]
    for moved_down, expected in (("use_next", [0, 1, 2]), ("beside_next", [0, 1, 1])):
        levels: list[Places | None] = [Places(1, moved_down=moved_down), Places(1)]
        assert levels_held(branches, levels) == [(level, level) for level in expected]


def test_levels_filled_by_rank_are_cut_one_after_the_other() -> None:
    levels: list[Places | None] = [Places(Fraction(share, 100)) for share in (10, 40, 30)]
    found = levels_held(scores(*range(10, 0, -1)), levels)
    assert [high for high, _ in found] == [0, 1, 1, 1, 1, 2, 2, 2, 3, 3]
    assert all(high == low for high, low in found)


def test_a_branch_that_found_no_room_is_told_where() -> None:
    found = held(*columns_of(scores(90, (80, 85), 82, 70), [Places(2)]))
    sure, perhaps = lacking(0)
    assert found[sure].to_list() == [False, False, False, True]
    assert found[perhaps].to_list() == [False, True, True, True]


def test_the_last_level_is_made_up_from_the_end() -> None:
    branches = [*scores(95, 80, 70), *scores(60, best=1)]
    assert levels_held(branches, [None, None], Places(1)) == [(0, 0), (0, 0), (0, 0), (1, 1)]
    assert levels_held(branches, [None, None], Places(2)) == [(0, 0), (0, 0), (1, 1), (1, 1)]
    capped = [*scores(95, best=1), *scores(80, (65, 85))]
    assert levels_held(capped, [None, None], Places(2)) == [(1, 1), (0, 1), (0, 1)]


def test_levels_filled_one_after_the_other_have_room_together() -> None:
    branches = scores((90, 99), (90, 99), 85, 80)
    for ties, expected in (("all_in", [(0, 1), (0, 1), (1, 1), (1, 2)]), ("by", [(0, 1), (0, 1), (1, 1), (2, 2)])):
        assert levels_held(branches, [Places(number, ties=ties) for number in (1, 2, 1)]) == expected


OUT, IN = Places(2, ties="all_out"), Places(2)


@pytest.mark.parametrize(
    ("places", "second", "expected"),
    [
        (IN, None, "0 0 0 1 1 1 2"),
        (OUT, None, "0 1 1 1 1 1 2"),
        (Places(2, ties="by"), None, "0 ? ? 1 1 1 2"),
        (OUT, OUT, "0 1 1 2 2 2 2"),
        (OUT._replace(moved_down="beside_next"), OUT, "0 1 1 1 1 1 2"),
    ],
)
def test_the_worked_table(places: Places, second: Places | None, expected: str) -> None:
    branches = [*scores(97, 95, 95, 91), *scores(85, 82, best=1), *scores(70, best=2)]
    found = levels_held(branches, [places, second])
    assert " ".join("?" if high != low else str(high) for high, low in found) == expected


def test_the_worked_table_with_an_open_score() -> None:
    branches = [*scores(97, (90, 96), 95, 91), *scores(85, 82, best=1), *scores(70, best=2)]
    assert levels_held(branches, [IN, None]) == [(0, 0), (0, 1), (0, 1), (1, 1), (1, 1), (1, 1), (2, 2)]


@st.composite
def open_branches(draw: st.DrawFn, *, point: bool = False, states: bool = True) -> list[Open]:
    """A few branches of which some things are open."""
    more = st.just(0) if point else st.integers(0, 2)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        least, key, best = draw(st.integers(0, 3)), draw(st.integers(0, 1)), draw(st.integers(0, 2))
        scores_ = range(least, least + draw(more) + 1)
        keys = range(key, key + draw(st.just(0) if point else st.integers(0, 1)) + 1)
        bests = range(best, best + draw(st.just(0) if point else st.integers(0, 1)) + 1)
        state = draw(st.sampled_from(STATES if not point else [each for each in STATES if len(each) == 1]))
        orders = tuple((score, key) for score in scores_ for key in keys)
        found.append(Open(orders, tuple(bests), state if states else ("eligible",), draw(st.sampled_from("AB"))))
    return found


STATES = [("eligible",), ("scored_only",), ("not_rated",), ("eligible", "scored_only"), ("eligible", "not_rated")]
PLACES = st.builds(
    Places,
    st.sampled_from([0, 1, 2, Fraction(1, 20), Fraction(1, 3), Fraction(1, 2), Fraction(1)]),
    of=st.sampled_from(sorted(COUNTED)),
    round=st.sampled_from(["down", "up", "half_up"]),
    ties=st.sampled_from(["all_in", "all_out", "by"]),
    moved_down=st.sampled_from(["use_next", "beside_next"]),
    per=st.booleans(),
)
ANY_LEVELS = st.lists(st.none() | PLACES, min_size=1, max_size=3)
ALIKE = st.builds(
    lambda levels, of: [each._replace(ties=of.ties, per=of.per, moved_down="use_next") for each in levels],
    st.lists(PLACES, min_size=2, max_size=3),
    PLACES,
)
"""Levels that follow each other with the same order and groups."""
LEVELS = ANY_LEVELS | ALIKE


@given(open_branches(), LEVELS, st.none() | PLACES)
def test_no_outcome_lies_outside(branches: list[Open], levels: list[Places | None], fill: Places | None) -> None:
    for found, (high, low) in zip(outcomes(branches, levels, fill), levels_held(branches, levels, fill), strict=True):
        assert high <= min(found)
        assert max(found) <= low


@given(open_branches(), open_branches(point=True), LEVELS, st.none() | PLACES, st.integers(0, 2))
def test_no_outcome_lies_outside_whoever_was_left_out(
    branches: list[Open],
    others: list[Open],
    levels: list[Places | None],
    fill: Places | None,
    more: int,
) -> None:
    branches = branches[:3]
    found = outcomes([*branches, *others], levels, fill)[: len(branches)]
    ends = levels_held(branches, levels, fill, len(others) + more)
    for each, (high, low) in zip(found, ends, strict=True):
        assert high <= min(each)
        assert max(each) <= low


@given(open_branches(states=False), PLACES, st.integers(0, 2))
def test_the_ends_of_a_level_with_so_many_places_are_reached(branches: list[Open], places: Places, number: int) -> None:
    places = places._replace(number=number, per=False)
    ahead = [Open(((99, 99),), (0,))] * number
    for alone, behind, (high, low) in zip(
        outcomes(branches, [places]),
        outcomes([*branches, *ahead], [places]),
        levels_held(branches, [places], left_out=number),
        strict=False,
    ):
        assert (high, low) == (min(alone), max(behind))


@given(open_branches(point=True), LEVELS)
def test_with_everything_known_the_ends_are_the_outcomes(branches: list[Open], levels: list[Places | None]) -> None:
    levels = [
        None if places is None else places._replace(ties=places.ties.replace("by", "all_in")) for places in levels
    ]
    for found, (high, low) in zip(outcomes(branches, levels), levels_held(branches, levels), strict=True):
        assert {high, low} == found


@given(open_branches(states=False), PLACES)
def test_the_ends_of_a_single_level_are_reached(branches: list[Open], places: Places) -> None:
    for found, (high, low) in zip(outcomes(branches, [places]), levels_held(branches, [places]), strict=True):
        assert (high, low) == (min(found), max(found))
