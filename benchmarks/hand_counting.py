"""What a query written by hand is put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import add

import polars as pl

KEY = "branch"
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)

Ends = tuple[pl.Expr, pl.Expr]
"""The least and the greatest points."""


@dataclass
class Counted:
    """What is asked of the records of one table in a single ``group_by``."""

    table: str
    asked: dict[str, pl.Expr] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __call__(self, aggregate: pl.Expr) -> pl.Expr:
        """The aggregate as a column beside the branch; a branch without records has 0."""
        name = self.names.setdefault(str(aggregate), f"{self.table}.{len(self.names)}")
        self.asked[name] = aggregate.alias(name)
        return pl.col(name)

    def number(self, condition: pl.Expr) -> pl.Expr:
        """How many records fulfil a condition."""
        return self(condition.sum().cast(pl.Int64))

    def all(self) -> pl.Expr:
        """How many records there are."""
        return self(pl.len().cast(pl.Int64))

    def total(self, value: pl.Expr, condition: pl.Expr | None = None) -> pl.Expr:
        """The sum of a value over the records that fulfil a condition."""
        chosen = value if condition is None else pl.when(condition).then(value).otherwise(0)
        return self(chosen.sum().cast(pl.Int64))

    def different(self, column: str, condition: pl.Expr) -> pl.Expr:
        """How many different values the records have that fulfil a condition."""
        return self(pl.when(condition).then(pl.col(column)).drop_nulls().n_unique().cast(pl.Int64))

    def months(self, condition: pl.Expr, day: str, length: int) -> pl.Expr:
        """The periods of so many months with a record, one bit each."""
        return self._bits(condition, (pl.col(day).dt.month() - 1) // length)

    def years_ago(self, condition: pl.Expr, day: str, number: int) -> pl.Expr:
        """The years with a record, one bit each, the last one first."""
        ago = LAST.year - pl.col(day).dt.year()
        return self._bits(condition & ago.is_between(0, number - 1), ago.clip(0, number - 1))

    def _bits(self, condition: pl.Expr, index: pl.Expr) -> pl.Expr:
        bit = pl.lit(2, dtype=pl.UInt64).pow(index.cast(pl.UInt32)).cast(pl.UInt64)
        return self(pl.when(condition).then(bit).otherwise(pl.lit(0, dtype=pl.UInt64)).bitwise_or())

    def missing(self, column: str, items: Sequence[str], condition: pl.Expr | None = None) -> pl.Expr:
        """How many items of a list no record has."""
        chosen = pl.lit(value=True) if condition is None else condition
        there = [(self.number((pl.col(column) == item) & chosen) > 0).cast(pl.Int64) for item in items]
        return len(items) - reduce(add, there)


def this_year(day: str) -> pl.Expr:
    """Whether a record lies in the assessed year."""
    return pl.col(day).is_between(FIRST, LAST)


def last_year(day: str) -> pl.Expr:
    """Whether a record lies in the year before it."""
    return pl.col(day).is_between(date(2023, 1, 1), date(2023, 12, 31))


def missing_periods(mask: pl.Expr, number: int, since_founded: int | None = None) -> pl.Expr:
    """How many periods lack a record; those that began before the branch existed are not owed."""
    owed = pl.lit((1 << number) - 1, dtype=pl.UInt64)
    if since_founded is not None:
        owed = _owed(number, since_founded)
    return (owed & ~mask).bitwise_count_ones().cast(pl.Int64)


def _owed(number: int, length: int) -> pl.Expr:
    starts = [date(2024, 1 + index * length, 1) for index in range(number)]
    bits = [
        pl.when(pl.col("founded_on") <= start)
        .then(pl.lit(1 << index, dtype=pl.UInt64))
        .otherwise(pl.lit(0, dtype=pl.UInt64))
        for index, start in enumerate(starts)
    ]
    return reduce(lambda a, b: a | b, bits)


def tiers(part: pl.Expr, whole: pl.Expr, steps: list[tuple[int, int]]) -> pl.Expr:
    """The points of the first tier, in percent, that a share reaches; none without anything to share."""
    found: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for percent, gain in reversed(steps):
        found = pl.when((100 * part >= percent * whole) & (whole > 0)).then(gain).otherwise(found)
    return found


def share(most: int, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Points by the share that a part has in its whole, halves upwards; none without a whole."""
    return half_up(most * part, positive(whole))


def steps_lost(short: pl.Expr, whole: pl.Expr, each: int) -> pl.Expr:
    """How many steps of so many percent, begun ones included, a share falls short of the whole."""
    return ceil(100 * short, each * positive(whole))


def left(most: int, lost: pl.Expr) -> pl.Expr:
    """The points that are left, at least none."""
    return (most - lost).clip(lower_bound=0)


def gained(condition: pl.Expr, points: int) -> pl.Expr:
    """Points where a condition holds."""
    return pl.when(condition).then(points).otherwise(0)


def half_up(number: pl.Expr, by: pl.Expr) -> pl.Expr:
    """A quotient to the nearest whole number, halves upwards."""
    return (2 * number + by) // (2 * by)


def ceil(number: pl.Expr, by: pl.Expr) -> pl.Expr:
    """A quotient to the next whole number."""
    return (number + by - 1) // by


def positive(number: pl.Expr) -> pl.Expr:
    """A number to divide by."""
    return number.clip(lower_bound=1)


def point(value: pl.Expr) -> Ends:
    """Points that are certain."""
    return value, value


def both(ends: Ends, points: Callable[[pl.Expr], pl.Expr]) -> Ends:
    """The points at either end."""
    return points(ends[0]), points(ends[1])


@dataclass(frozen=True)
class Criterion:
    """The points of a criterion in hundredths.

    Attributes:
        most: its points.
        applies: whether it applies, where that depends on the branch.
        unsure: whether it only perhaps applies where it does, so that its section has two denominators.
    """

    most: int
    points: Ends
    applies: pl.Expr | None = None
    unsure: bool = False


Section = Mapping[str, Criterion]
Tables = Mapping[str, Counted]
