"""Numbers and ranks among branches, as expressions over the groups that are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.rules.schema.dictionary import RECORD_LIMIT, VALUE_LIMIT
from starcheck.rules.schema.numbers import Take

UNIT = Int.of(10**6)
"""Values are compared in millionths: so a quotient is compared as what a person would write down."""
LIMIT = Int.of(VALUE_LIMIT * 10**6)
_NARROW, _WIDE = pl.Int64(), pl.Int128()


def kept(end: Q) -> pl.Expr:
    """A number in millionths, halves away from zero, within the limit of all numbers."""
    return (end * Q(UNIT, Int.of(1))).rounded("half_up").least(LIMIT).most(-LIMIT).expr.cast(_NARROW)


@dataclass(frozen=True)
class Values:
    """What each of the branches that are compared comes to, in millionths.

    Attributes:
        sure: whether the value takes part.
        may: whether it perhaps does.
        is_exact: whether all branches have one number each, of which it is known whether it takes part.
        keys: what branches agree in that are compared; nothing if all of the frame are.
    """

    lo: pl.Expr
    hi: pl.Expr
    sure: pl.Expr
    may: pl.Expr
    is_exact: bool
    keys: tuple[str, ...]

    @property
    def turned(self) -> Values:
        """The same with the greatest as the least."""
        return Values(-self.hi, -self.lo, self.sure, self.may, self.is_exact, self.keys)

    def over(self, expression: pl.Expr) -> pl.Expr:
        """An expression over all that a branch is compared with, itself included."""
        return expression.over(self.keys) if self.keys else expression

    def number(self, chosen: pl.Expr) -> pl.Expr:
        """How many of them are chosen."""
        return self.over(chosen.sum().cast(_NARROW))

    def sure_of(self, end: pl.Expr) -> pl.Expr:
        """An end where the value takes part for certain, else null."""
        return pl.when(self.sure).then(end)

    def open_of(self, end: pl.Expr) -> pl.Expr:
        """An end where it is unknown whether the value takes part, else null."""
        return pl.when(self.is_open).then(end)

    @cached_property
    def is_open(self) -> pl.Expr:
        """Where it is unknown whether the value takes part."""
        return self.may & ~self.sure


Ends = tuple[pl.Expr, pl.Expr]
"""Least and greatest; of a place or a number of branches, or in millionths. Null where no value takes part."""


def _count(values: Values) -> Ends:
    return values.number(values.sure), values.number(values.may)


def _best(values: Values) -> Ends:
    least = values.sure_of(values.lo).max().fill_null(values.open_of(values.lo).min())
    return values.over(least), values.over(pl.when(values.may).then(values.hi).max())


def _worst(values: Values) -> Ends:
    lo, hi = _best(values.turned)
    return -hi, -lo


def _sum(values: Values) -> Ends:
    def end(value: pl.Expr, perhaps: pl.Expr) -> pl.Expr:
        summed = values.over(pl.coalesce(values.sure_of(value), values.open_of(perhaps)).cast(_WIDE).sum())
        return summed.clip(-LIMIT.bound, LIMIT.bound).cast(_NARROW)

    return end(values.lo, values.lo.clip(upper_bound=0)), end(values.hi, values.hi.clip(lower_bound=0))


def _mean(values: Values) -> Ends:
    def end(value: pl.Expr) -> pl.Expr:
        number = values.sure.sum().cast(_NARROW)
        mean = _quotient(values.sure_of(value).cast(_WIDE).sum(), Int(number, RECORD_LIMIT, 1))
        return values.over(pl.when(number > 0).then(mean))

    least, greatest = (values.over(end) for end in (values.open_of(values.lo).min(), values.open_of(values.hi).max()))
    return pl.min_horizontal(end(values.lo), least), pl.max_horizontal(end(values.hi), greatest)


def _median(values: Values) -> Ends:
    def middle(value: pl.Expr) -> pl.Expr:
        ordered, number = value.filter(values.sure).sort(), values.sure.sum().cast(_NARROW)
        two = [ordered.get(index // 2, null_on_oob=True).cast(_WIDE) for index in (number - 1, number)]
        return _quotient(two[0] + two[1], Int.of(2))

    def end(value: pl.Expr, outermost: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
        possible = outermost(pl.when(values.may).then(value))
        return values.over(pl.when(values.is_open.any()).then(possible).otherwise(middle(value)))

    return end(values.lo, pl.Expr.min), end(values.hi, pl.Expr.max)


def _quotient(total: pl.Expr, number: Int) -> pl.Expr:
    """A sum of millionths, divided and kept."""
    return Q(Int(total, LIMIT.bound * RECORD_LIMIT), number).rounded("half_up").expr.cast(_NARROW)


STATISTICS: Mapping[Take, Callable[[Values], Ends]] = {
    "best": _best, "worst": _worst, "mean": _mean, "median": _median, "sum": _sum, "count": _count,
}  # fmt: skip
"""What can be made of the values."""


def _first(values: Values) -> Ends:
    surely = reaching(values.lo, values.sure, values.hi, values, same=False)
    possibly = reaching(values.hi, values.may, values.lo, values, same=False)
    return surely + 1, possibly + 1 - _one(values.may & (values.hi > values.lo))


def _last(values: Values) -> Ends:
    surely = reaching(values.lo, values.sure, values.hi, values, same=True)
    possibly = reaching(values.hi, values.may, values.lo, values, same=True)
    return surely + 1 - _one(values.sure & (values.lo == values.hi)), possibly + 1 - _one(values.may)


def _dense(values: Values) -> Ends:
    lo, hi = _first(values)
    exact = values.over((~values.may | (values.sure & (values.lo == values.hi))).all())
    place = _sorted(values, "dense")
    return pl.when(exact).then(place).otherwise(lo.clip(upper_bound=2)), pl.when(exact).then(place).otherwise(hi)


def reaching(ends: pl.Expr, chosen: pl.Expr, bound: pl.Expr, values: Values, *, same: bool) -> pl.Expr:
    """How many chosen ends exceed the own bound, or are the same."""
    fewer = ends.filter(chosen).sort().search_sorted(bound, side="left" if same else "right")
    return values.number(chosen) - values.over(fewer).cast(_NARROW)


def _one(condition: pl.Expr) -> pl.Expr:
    """The branch itself, which is not among the others."""
    return condition.cast(_NARROW)


def _sorted(values: Values, ties: str) -> pl.Expr:
    """The place of a number among numbers."""
    place = values.sure_of(values.lo).rank(_METHODS[ties], descending=True)  # type: ignore[arg-type]
    return values.over(place).cast(_NARROW)


_METHODS: Mapping[str, str] = {"first": "min", "last": "max", "dense": "dense"}
"""What Polars calls the places of those that are equal."""
_PLACES: Mapping[str, Callable[[Values], Ends]] = {"first": _first, "last": _last, "dense": _dense}


def place(values: Values, ties: str) -> Ends:
    """The place from the greatest down."""
    if values.is_exact:
        exact = _sorted(values, ties)
        return exact, exact
    return _PLACES[ties](values)
