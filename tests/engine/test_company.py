"""Branches compared with those of their set, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import polars as pl
import pytest

from starcheck.engine.among import STATISTICS
from starcheck.engine.clock import Clock, World
from starcheck.engine.outputs import Outputs
from starcheck.engine.readings import Readings
from starcheck.engine.sources import Sources
from starcheck.ledger.tables import KEY, SET
from starcheck.rules.schema.measures import parse_measure
from starcheck.rules.schema.numbers import parse_number
from tests.engine.plain import tables_of
from tests.engine.small import YEAR, Found, rules

Raw = Any  # what YAML holds

RULES = rules(
    {
        "branch": {
            "fields": {
                "unit": {"type": "choice", "choices": ["甲", "乙"], "required": True},
                "output": {"type": "integer", "min": -100, "max": 100},
                "staff": {"type": "integer", "blank": "none"},
            }
        },
        "jobs": {
            "date": "done_on",
            "fields": {"done_on": {"type": "date"}, "due": {"type": "integer"}, "done": {"type": "integer"}},
        },
    },
    measures={
        "output": {"field": "branch.output"},
        "staff": {"imported": "branch.staff", "decided_by": "人事"},
        "rate": {"ratio": {"sum": "jobs.done"}, "over": {"sum": "jobs.due"}},
    },
)
ALONE = (1, 10**7)


def compared(
    form: Raw, *branches: Raw, world: World = World.STANDING, left_out: int | None = 0, **sets: str | None
) -> list[Found]:
    """What a rank or a number among branches gives for each of them; all are of one set unless told otherwise."""
    ledgers = [
        {**branch, "branch": {"id": str(n), "unit": "甲", **branch["branch"]}} for n, branch in enumerate(branches)
    ]
    tables = tables_of(RULES, *ledgers)
    named = [sets.get(f"b{n}", "2024") for n in range(len(ledgers))]
    together = tables.branches.with_columns(pl.Series(SET, named, dtype=pl.String))
    tables = replace(tables, branches=together, left_out=left_out)
    sources = Sources(RULES, Clock.at(YEAR, None), tables)
    readings = Readings(sources, sources.stage)
    part, form = ("value", form) if not isinstance(form, tuple) else form
    read: Raw = parse_measure(form) if "rank" in form else parse_number(form)
    value = readings.of(read, world).parts[part]
    out = Outputs()
    low, high, defined = out.q(value.interval.lo), out.q(value.interval.hi), out.truth(value.defined)
    frame = sources.stage.laid_over(readings.joined()).select(KEY, *out.expressions).collect()
    rows = {row[KEY]: row for row in frame.iter_rows(named=True)}
    return [(low(row), high(row), defined(row)) for row in (rows[str(n)] for n in range(len(ledgers)))]


def outputs(*values: int | None, **more: Raw) -> list[Raw]:
    return [{"branch": {"output": value, **more}} for value in values]


def staffs(*values: int | None) -> list[Raw]:
    return [{"branch": {"output": 0, "staff": value}} for value in values]


def places(ties: str, *values: int | None, order: str = "descending", part: str = "value") -> list[Raw]:
    found = compared((part, {"rank": "output", "among": "all", "ties": ties, "order": order}), *outputs(*values))
    return [low if low == high else (low, high) for low, high, _ in found]


@pytest.mark.parametrize(
    ("ties", "expected"), [("first", [1, 2, 2, 4]), ("last", [1, 3, 3, 4]), ("dense", [1, 2, 2, 3])]
)
def test_equal_values_share_a_place(ties: str, expected: list[int]) -> None:
    assert places(ties, 9, 7, 7, 3) == expected
    assert places(ties, 3, 7, 7, 9, order="ascending") == expected


def test_a_place_is_counted_from_the_bottom_with_the_same_ties() -> None:
    assert places("first", 9, 7, 7, 3, part="from_bottom") == [4, 2, 2, 1]
    assert places("last", 9, 7, 7, 3, part="from_bottom") == [4, 3, 3, 1]
    assert places("dense", 9, 7, 7, 3, part="from_bottom") == [3, 2, 2, 1]


@pytest.mark.parametrize("ties", ["first", "last", "dense"])
def test_an_unknown_value_leaves_the_places_it_may_take_open(ties: str) -> None:
    assert places(ties, 90, 50, None) == [(1, 2), (2, 3), (1, 3)]


def test_a_value_that_cannot_be_exceeded_can_be_shared() -> None:
    assert places("first", 100, None) == [1, (1, 2)]
    assert places("last", 100, None) == [(1, 2), 2]


@pytest.mark.parametrize("ties", ["first", "last", "dense"])
@pytest.mark.parametrize("order", ["descending", "ascending"])
@pytest.mark.parametrize("part", ["value", "from_bottom", "of", "percentile"])
def test_places_hold_whatever_the_unknown_values_are(ties: str, order: str, part: str) -> None:
    form = (part, {"rank": "output", "among": "all", "ties": ties, "order": order})
    values = [3, None, 5, 3, None]
    found = compared(form, *outputs(*values))
    for first, second in product([-100, 3, 4, 100], repeat=2):
        complete = compared(form, *outputs(3, first, 5, 3, second))
        for (low, high, _), (value, same, _) in zip(found, complete, strict=True):
            assert low <= value == same <= high


def test_who_has_no_value_is_not_ranked() -> None:
    found = compared({"rank": "staff", "among": "all"}, *staffs(5, None, 8))
    assert found == [(2, 2, True), (0, 0, False), (1, 1, True)]
    assert compared(("of", {"rank": "staff", "among": "all"}), *staffs(5, None, 8)) == [(2, 2, True)] * 3


def test_a_place_as_a_share_of_those_ranked() -> None:
    found = compared(("percentile", {"rank": "output", "among": "all"}), *outputs(9, 7, 7, 3))
    assert [low for low, _, _ in found] == [Fraction(1, 4), Fraction(1, 2), Fraction(1, 2), 1]


def test_branches_are_compared_with_those_that_agree_in_a_field() -> None:
    branches = [*outputs(9, 7), *outputs(8, 6, unit="乙")]
    found = compared({"rank": "output", "among": "branch.unit"}, *branches)
    assert [low for low, _, _ in found] == [1, 2, 1, 2]
    found = compared({"best": "output", "among": "unit"}, *branches)
    assert found == [(9, 9, True), (9, 9, True), (8, 8, True), (8, 8, True)]


def test_branches_of_another_set_and_those_alone_are_not_compared() -> None:
    branches = outputs(9, 7, 8, 6)
    found = compared({"rank": "output", "among": "all"}, *branches, b2=None, b3="2023")
    assert found == [(1, 1, True), (2, 2, True), (*ALONE, True), (1, 1, True)]
    assert compared({"best": "output", "among": "all"}, *branches, b2=None)[2] == (-(10**12), 10**12, None)
    assert compared({"count": "output", "among": "all"}, *branches, b2=None)[2] == (*ALONE, True)
    assert compared(("percentile", {"rank": "output", "among": "all"}), *branches, b2=None)[2] == (
        0,
        1,
        True,
    )


@pytest.mark.parametrize(
    ("take", "expected"),
    [("best", 10), ("worst", 1), ("mean", Fraction(4333333, 10**6)), ("median", 2), ("sum", 13), ("count", 3)],
)
def test_numbers_among_branches(take: str, expected: Fraction) -> None:
    assert compared({take: "output", "among": "all"}, *outputs(10, 1, 2))[0] == (expected, expected, True)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert compared({"median": "output", "among": "all"}, *outputs(10, 1, 2, 5))[0] == (
        Fraction(7, 2),
        Fraction(7, 2),
        True,
    )


@pytest.mark.parametrize("take", STATISTICS)
def test_numbers_hold_whatever_the_unknown_values_are(take: str) -> None:
    form = {take: "output", "among": "all"}
    low, high, _ = compared(form, *outputs(3, None, -5, None))[0]
    ends = [compared(form, *outputs(3, first, -5, second))[0] for first, second in product([-100, 0, 3, 100], repeat=2)]
    assert min(value for value, _, _ in ends) == low
    assert max(value for value, _, _ in ends) == high


@pytest.mark.parametrize("take", STATISTICS)
def test_numbers_hold_whoever_turns_out_to_have_a_value(take: str) -> None:
    """A ratio over a table that nobody provided is perhaps undefined."""
    form, sure = {take: "rate", "among": "all"}, jobs(50, 100)
    low, high, _ = compared(form, sure, jobs(80, 100), {"branch": {"output": 0}})[1]
    for third in (jobs(0, 100), jobs(55, 100), jobs(150, 100), {"branch": {"output": 0}, "jobs": "none"}):
        value, _, _ = compared(form, sure, jobs(80, 100), third)[1]
        assert low <= value <= high


@pytest.mark.parametrize("take", STATISTICS)
def test_of_nobody_only_the_number_is_defined(take: str) -> None:
    found = compared({take: "staff", "among": "all"}, *staffs(None, None))
    assert found == [(0, 0, take == "count")] * 2


FORMS: list[Raw] = [
    *({take: "output", "among": "unit"} for take in STATISTICS),
    *(
        (part, {"rank": "output", "among": "all", "ties": ties, "order": order})
        for ties in ("first", "last", "dense")
        for order in ("descending", "ascending")
        for part in ("value", "of", "from_bottom", "percentile")
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_no_number_lies_outside_whoever_was_left_out(form: Raw) -> None:
    there = outputs(9, None, 7, 7)
    ends = compared(form, *there, left_out=2)
    for first, second in product([-100, 7, 8, 100], repeat=2):
        for others in ([], outputs(first), outputs(first, second), outputs(first, unit="乙")):
            for (low, high, sure), (least, most, defined) in zip(ends, compared(form, *there, *others), strict=False):
                assert low <= least <= most <= high
                assert sure in {None, defined}


def test_whoever_was_left_out_may_have_any_value_or_none() -> None:
    branches = outputs(9, 7)
    assert compared({"rank": "output", "among": "all"}, *branches, left_out=1) == [(1, 2, True), (2, 3, True)]
    assert compared({"rank": "output", "among": "all"}, *outputs(100, 7), left_out=1) == [(1, 1, True), (2, 3, True)]
    assert compared({"best": "output", "among": "all"}, *branches, left_out=1)[0] == (9, 100, True)
    assert compared({"worst": "output", "among": "all"}, *branches, left_out=1)[0] == (-100, 7, True)
    assert compared({"sum": "output", "among": "all"}, *branches, left_out=2)[0] == (-184, 216, True)
    assert compared({"mean": "output", "among": "all"}, *branches, left_out=2)[0] == (-100, 100, True)
    assert compared({"best": "rate", "among": "all"}, jobs(1, 2), left_out=1)[0] == (Fraction(1, 2), 10**12, True)
    assert compared({"count": "output", "among": "all"}, *branches, left_out=3)[0] == (2, 5, True)
    assert compared({"best": "staff", "among": "all"}, *staffs(None), left_out=1)[0] == (-(10**12), 10**12, None)


def test_without_an_end_to_those_left_out_a_place_has_none() -> None:
    assert compared({"rank": "output", "among": "all"}, *outputs(9, 7), left_out=None)[0] == (1, 10**7 + 1, True)


def test_values_are_compared_to_six_decimals() -> None:
    thirds = [jobs(1, 3), jobs(333_333, 10**6), jobs(333_334, 10**6)]
    found = compared({"rank": "rate", "among": "all"}, *thirds)
    assert [low for low, _, _ in found] == [2, 2, 1]
    assert compared({"best": "rate", "among": "all"}, jobs(2, 3))[0][0] == Fraction(666_667, 10**6)


def jobs(done: int, due: int) -> Raw:
    return {"branch": {"output": 0}, "jobs": [{"done_on": date(2024, 3, 1), "due": due, "done": done}]}
