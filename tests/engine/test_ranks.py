"""Ranks hold whatever the scores turn out to be."""

from __future__ import annotations

from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.engine.quotas import ordered
from starcheck.engine.ranks import ranks
from starcheck.rules.schema.ranking import Shared
from tests.reference.ranks import Ranked, places

Branch = tuple[int, int, bool | None]
"""The least and the greatest score, and whether it is rated."""
Found = list[tuple[int | None, int | None]]
SHARED: tuple[Shared, ...] = get_args(Shared)


def ranked(*branches: Branch, groups: str = "", left_out: int | None = 0, shared: Shared = "first") -> Found:
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
    best, worst = ranks("lo", "hi", "sure", "may", ["group"] if groups else [], left_out, shared)
    return frame.select(best.alias("best"), worst.alias("worst")).rows()


def enumerated(*branches: Branch, shared: Shared = "first") -> Found:
    """The same by trying everything that may be."""
    each = [
        Ranked(tuple((score,) for score in range(lo, hi + 1)), (True, False) if rated is None else (rated,))
        for lo, hi, rated in branches
    ]
    return [(min(found, default=None), max(found, default=None)) for found in places(each, shared)]


@pytest.mark.parametrize(
    ("shared", "expected"), [("first", [1, 2, 2, 4]), ("last", [1, 3, 3, 4]), ("dense", [1, 2, 2, 3])]
)
def test_equal_scores_share_a_place(shared: Shared, expected: list[int]) -> None:
    found = ranked((90, 90, True), (80, 80, True), (80, 80, True), (70, 70, True), shared=shared)
    assert found == [(place, place) for place in expected]


def test_a_score_that_is_open_leaves_the_places_it_may_take() -> None:
    assert ranked((90, 90, True), (60, 95, True), (70, 70, True)) == [(1, 2), (1, 3), (2, 3)]


def test_a_score_that_is_open_moves_the_places_of_equals_by_one() -> None:
    equals = [(90, 90, True)] * 3
    found = ranked(*equals, (80, 80, True), (70, 70, True), (75, 95, True), shared="dense")
    assert found == [(1, 2)] * 3 + [(2, 3), (3, 4), (1, 3)]


def test_who_is_not_rated_has_no_place_and_takes_none() -> None:
    assert ranked((90, 90, False), (80, 80, True), (85, 85, None)) == [(None, None), (1, 2), (1, 1)]


def test_groups_have_places_of_their_own() -> None:
    for shared in SHARED:
        assert ranked((90, 90, True), (80, 80, True), (70, 70, True), groups="ABA", shared=shared) == [
            (1, 1), (1, 1), (2, 2),
        ]  # fmt: skip


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


@given(BRANCHES, st.sampled_from(["first", "last"]))
def test_ranks_are_the_best_and_the_worst_of_all_that_may_be(branches: list[Branch], shared: Shared) -> None:
    assert ranked(*branches, shared=shared) == enumerated(*branches, shared=shared)


@given(BRANCHES, BRANCHES, st.sampled_from(SHARED))
def test_ranks_hold_whoever_was_left_out(branches: list[Branch], others: list[Branch], shared: Shared) -> None:
    others = others[:2]
    found = ranked(*branches, left_out=len(others), shared=shared)
    expected = enumerated(*branches, *others, shared=shared)
    for (best, worst), (least, greatest) in zip(found, expected, strict=False):
        assert (best is None) == (least is None)
        if best is not None:
            assert worst is not None
            assert best <= (least or 0)
            assert (greatest or 0) <= worst


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6), st.sampled_from(SHARED))
def test_known_scores_have_one_place(scores: list[tuple[int, bool]], shared: Shared) -> None:
    branches: list[Branch] = [(score, score, rated) for score, rated in scores]
    assert ranked(*branches, shared=shared) == enumerated(*branches, shared=shared)


PARTED = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 2), st.integers(0, 1))
"""A score and a number that parts equals, each with how much more it may be."""


@given(st.lists(PARTED, max_size=4))
def test_numbers_part_equals_in_turn(drawn: list[tuple[int, int, int, int]]) -> None:
    ends = [(score, score + more, key, key + further) for score, more, key, further in drawn]
    schema = dict.fromkeys(("lo", "hi", "key lo", "key hi"), pl.Int64)
    frame = pl.DataFrame(ends, schema=schema, orient="row").with_columns(pl.lit(value=True).alias("sure"))
    frame = ordered(frame, ("first", "last"), [("lo", "hi"), ("key lo", "key hi")])
    best, worst = ranks("first", "last", "sure", "sure")
    branches = [
        Ranked(tuple((score, key) for score in range(lo, hi + 1) for key in range(least, most + 1)))
        for lo, hi, least, most in ends
    ]
    expected = [(min(found), max(found)) for found in places(branches, "first")]
    assert frame.select(best.alias("best"), worst.alias("worst")).rows() == expected
