"""Ranks hold whatever the scores turn out to be."""

from __future__ import annotations

from itertools import product

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck.engine.ranks import ranks

Branch = tuple[int, int, bool | None]
"""The least and the greatest score, and whether it is rated."""


def ranked(*branches: Branch, groups: str = "", left_out: int | None = 0) -> list[tuple[int | None, int | None]]:
    frame = pl.DataFrame(
        {
            "lo": [lo for lo, _, _ in branches],
            "hi": [hi for _, hi, _ in branches],
            "sure": [rated is True for *_, rated in branches],
            "may": [rated is not False for *_, rated in branches],
            "group": list(groups) or ["-"] * len(branches),
        },
        schema_overrides={"lo": pl.Int128, "hi": pl.Int128, "sure": pl.Boolean, "may": pl.Boolean, "group": pl.String},
    )
    best, worst = ranks("lo", "hi", "sure", "may", ["group"] if groups else [], left_out)
    return frame.select(best.alias("best"), worst.alias("worst")).rows()


def enumerated(*branches: Branch) -> list[tuple[int | None, int | None]]:
    """The same by trying everything that may be."""
    places: list[set[int]] = [set() for _ in branches]
    each = [
        [(score, rated) for score in range(lo, hi + 1) for rated in ((True, False) if known is None else (known,))]
        for lo, hi, known in branches
    ]
    for choice in product(*each):
        for i, (own, rated) in enumerate(choice):
            if rated:
                places[i].add(1 + sum(score > own for j, (score, other) in enumerate(choice) if other and j != i))
    return [(min(found, default=None), max(found, default=None)) for found in places]


def test_equal_scores_share_a_place_and_the_next_is_left_out() -> None:
    assert ranked((90, 90, True), (80, 80, True), (80, 80, True), (70, 70, True)) == [(1, 1), (2, 2), (2, 2), (4, 4)]


def test_a_score_that_is_open_leaves_the_places_it_may_take() -> None:
    assert ranked((90, 90, True), (60, 95, True), (70, 70, True)) == [(1, 2), (1, 3), (2, 3)]


def test_who_is_not_rated_has_no_place_and_takes_none() -> None:
    assert ranked((90, 90, False), (80, 80, True), (85, 85, None)) == [(None, None), (1, 2), (1, 1)]


def test_groups_have_places_of_their_own() -> None:
    assert ranked((90, 90, True), (80, 80, True), (70, 70, True), groups="ABA") == [(1, 1), (1, 1), (2, 2)]


def test_who_was_left_out_may_stand_before_everybody() -> None:
    assert ranked((90, 90, True), (80, 80, True), (70, 70, False), left_out=2) == [(1, 3), (2, 4), (None, None)]


def test_without_an_end_to_those_left_out_there_is_no_worst_place() -> None:
    assert ranked((90, 90, True), (80, 80, True), left_out=None) == [(1, None), (2, None)]


def test_nobody_has_no_places() -> None:
    assert ranked() == []


BRANCHES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from([True, False, None])).map(
        lambda drawn: (drawn[0], drawn[0] + drawn[1], drawn[2])
    ),
    max_size=4,
)


@given(BRANCHES)
def test_ranks_are_the_best_and_the_worst_of_all_that_may_be(branches: list[Branch]) -> None:
    assert ranked(*branches) == enumerated(*branches)


@given(BRANCHES, BRANCHES)
def test_ranks_hold_whoever_was_left_out(branches: list[Branch], others: list[Branch]) -> None:
    others = others[:2]
    found = ranked(*branches, left_out=len(others))
    for (best, worst), (least, greatest) in zip(found, enumerated(*branches, *others), strict=False):
        assert (best is None) == (least is None)
        if best is not None:
            assert worst is not None
            assert best <= (least or 0)
            assert (greatest or 0) <= worst
