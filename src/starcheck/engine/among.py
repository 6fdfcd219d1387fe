"""Numbers and ranks among branches, as expressions over the groups that are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.rules.schema.dictionary import BRANCH_LIMIT, VALUE_LIMIT
from starcheck.rules.schema.numbers import Take

UNIT = Int.of(10**6)
"""Values are compared in millionths: so a quotient is compared as what a person would write down."""
LIMIT = Int.of(VALUE_LIMIT * 10**6)
_NARROW, _WIDE = pl.Int64(), pl.Int128()


def kept(end: Q) -> pl.Expr:
    """A number in millionths, halves away from zero, within the limit of all numbers."""
    return (end * Q(UNIT, Int.of(1))).rounded("half_up").least(LIMIT).most(-LIMIT).expr.cast(_NARROW)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Branches of which nothing is known but what their values can be.

    Attributes:
        number: how many there may be.
        least, greatest: in millionths.
    """

    number: int = 0
    least: int = -LIMIT.bound
    greatest: int = LIMIT.bound

    @property
    def turned(self) -> LeftOut:
        """The same with the greatest as the least."""
        return LeftOut(self.number, -self.greatest, -self.least)


@dataclass(frozen=True)
class Values:
    """What each of the branches that are compared comes to, in millionths.

    Attributes:
        sure: whether the value takes part.
        may: whether it perhaps does.
        keys: what branches agree in that are compared; nothing if all of the frame are.
        left_out: those there may be besides, who perhaps have a value.
    """

    lo: pl.Expr
    hi: pl.Expr
    sure: pl.Expr
    may: pl.Expr
    keys: tuple[str, ...]
    left_out: LeftOut = LeftOut()

    @property
    def turned(self) -> Values:
        """The same with the greatest as the least."""
        return Values(-self.hi, -self.lo, self.sure, self.may, self.keys, self.left_out.turned)

    def over(self, expression: pl.Expr) -> pl.Expr:
        """An expression over all that a branch is compared with, itself included."""
        return expression.over(self.keys) if self.keys else expression

    def number(self, chosen: pl.Expr) -> pl.Expr:
        """How many of them are chosen."""
        return self.over(chosen.sum().cast(_NARROW))

    def or_less(self, least: pl.Expr) -> pl.Expr:
        """The least of some values, also among those that were left out."""
        return pl.min_horizontal(least, self.left_out.least) if self.left_out.number else least

    def or_more(self, greatest: pl.Expr) -> pl.Expr:
        """The greatest of some values, also among those that were left out."""
        return pl.max_horizontal(greatest, self.left_out.greatest) if self.left_out.number else greatest

    def further(self, *, same: bool) -> pl.Expr:
        """How many of those that were left out may exceed the own value, or have the same."""
        reaches = self.lo <= self.left_out.greatest if same else self.lo < self.left_out.greatest
        return pl.when(reaches).then(self.left_out.number).otherwise(0).cast(_NARROW)

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
    return values.number(values.sure), values.number(values.may) + values.left_out.number


def _best(values: Values) -> Ends:
    perhaps = values.or_less(values.over(values.open_of(values.lo).min()))
    least = pl.coalesce(values.over(values.sure_of(values.lo).max()), perhaps)
    return least, values.or_more(values.over(pl.when(values.may).then(values.hi).max()))


def _worst(values: Values) -> Ends:
    lo, hi = _best(values.turned)
    return -hi, -lo


def _sum(values: Values) -> Ends:
    def end(value: pl.Expr, perhaps: pl.Expr, more: int) -> pl.Expr:
        summed = values.over(pl.coalesce(values.sure_of(value), values.open_of(perhaps)).cast(_WIDE).sum())
        return (summed + pl.lit(more, _WIDE)).clip(-LIMIT.bound, LIMIT.bound).cast(_NARROW)

    others = values.left_out
    return (
        end(values.lo, values.lo.clip(upper_bound=0), others.number * min(others.least, 0)),
        end(values.hi, values.hi.clip(lower_bound=0), others.number * max(others.greatest, 0)),
    )


def _mean(values: Values) -> Ends:
    def end(value: pl.Expr) -> pl.Expr:
        number = values.sure.sum().cast(_NARROW)
        mean = _quotient(values.sure_of(value).cast(_WIDE).sum(), Int(number, BRANCH_LIMIT, 1))
        return values.over(pl.when(number > 0).then(mean))

    least, greatest = (values.over(end) for end in (values.open_of(values.lo).min(), values.open_of(values.hi).max()))
    return (
        values.or_less(pl.min_horizontal(end(values.lo), least)),
        values.or_more(pl.max_horizontal(end(values.hi), greatest)),
    )


def _median(values: Values) -> Ends:
    def middle(value: pl.Expr) -> pl.Expr:
        ordered, number = value.filter(values.sure).sort(), values.sure.sum().cast(_NARROW)
        two = [ordered.get(index // 2, null_on_oob=True).cast(_WIDE) for index in (number - 1, number)]
        return _quotient(two[0] + two[1], Int.of(2))

    def end(value: pl.Expr, outermost: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
        possible = outermost(pl.when(values.may).then(value))
        if values.left_out.number:
            return values.over(possible)
        return values.over(pl.when(values.is_open.any()).then(possible).otherwise(middle(value)))

    return values.or_less(end(values.lo, pl.Expr.min)), values.or_more(end(values.hi, pl.Expr.max))


def _quotient(total: pl.Expr, number: Int) -> pl.Expr:
    """A sum of millionths, divided and kept."""
    return Q(Int(total, LIMIT.bound * BRANCH_LIMIT), number).rounded("half_up").expr.cast(_NARROW)


STATISTICS: Mapping[Take, Callable[[Values], Ends]] = {
    "best": _best, "worst": _worst, "mean": _mean, "median": _median, "sum": _sum, "count": _count,
}  # fmt: skip
"""What can be made of the values."""


def _first(values: Values) -> Ends:
    surely = reaching(values.lo, values.sure, values.hi, values, same=False)
    possibly = reaching(values.hi, values.may, values.lo, values, same=False)
    return surely + 1, possibly + 1 - _one(values.may & (values.hi > values.lo)) + values.further(same=False)


def _last(values: Values) -> Ends:
    surely = reaching(values.lo, values.sure, values.hi, values, same=True)
    possibly = reaching(values.hi, values.may, values.lo, values, same=True)
    return surely + 1 - _one(values.sure & (values.lo == values.hi)), possibly + 1 - _one(values.may) + values.further(
        same=True
    )


def _dense(values: Values) -> Ends:
    is_point, own = values.lo == values.hi, _one(values.may & (values.hi > values.lo))
    surely = _different(values.sure & is_point, values.hi, values)
    some = reaching(values.lo, values.sure, values.hi, values, same=False).clip(upper_bound=1)
    known = _different(values.may & is_point, values.lo, values)
    other = reaching(values.hi, values.may & ~is_point, values.lo, values, same=False) - own
    return pl.max_horizontal(surely, some) + 1, known + other + 1 + values.further(same=False)


def _different(chosen: pl.Expr, bound: pl.Expr, values: Values) -> pl.Expr:
    """How many different numbers of those chosen, who have one each, exceed the own bound."""
    ordered = values.lo.filter(chosen).unique().sort()
    return values.over(ordered.len() - ordered.search_sorted(bound, side="right")).cast(_NARROW)


def reaching(ends: pl.Expr, chosen: pl.Expr, bound: pl.Expr, values: Values, *, same: bool) -> pl.Expr:
    """How many chosen ends exceed the own bound, or are the same."""
    fewer = ends.filter(chosen).sort().search_sorted(bound, side="left" if same else "right")
    return values.number(chosen) - values.over(fewer).cast(_NARROW)


def _one(condition: pl.Expr) -> pl.Expr:
    """The branch itself, which is not among the others."""
    return condition.cast(_NARROW)


_PLACES: Mapping[str, Callable[[Values], Ends]] = {"first": _first, "last": _last, "dense": _dense}


def place(values: Values, ties: str) -> Ends:
    """The place from the greatest down."""
    return _PLACES[ties](values)
