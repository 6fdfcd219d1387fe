"""Intervals of exact numbers: what the facts leave possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import polars as pl

from starcheck.engine.exact import Q, pick_q
from starcheck.engine.truth import Known, Truth, between, every, known, negate, some

ZERO = Q.of(0)


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A least and a greatest number; neither is ever null."""

    lo: Q
    hi: Q

    @staticmethod
    def point(value: Fraction | int | Q) -> Interval:
        """One number."""
        q = value if isinstance(value, Q) else Q.of(value)
        return Interval(q, q)

    @property
    def is_point(self) -> bool:
        """Whether both ends are the same expression."""
        return self.lo is self.hi

    def each(self, op: Callable[[Q], Q]) -> Interval:
        """A rising function applied to both ends."""
        lo = op(self.lo)
        return Interval(lo, lo if self.is_point else op(self.hi))

    def __add__(self, other: Interval) -> Interval:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo) if not self.is_point else Interval.point(-self.lo)

    def least(self, other: Interval) -> Interval:
        """The minimum of each end."""
        return self._with(other, Q.least)

    def most(self, other: Interval) -> Interval:
        """The maximum of each end."""
        return self._with(other, Q.most)

    def times(self, other: Interval) -> Interval:
        """The product of two intervals without negative numbers."""
        return self._with(other, lambda a, b: a * b)

    def product(self, other: Interval) -> Interval:
        """The product of any two intervals."""
        if self.is_point and other.is_point:
            return Interval.point(self.lo * other.lo)
        corners = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Interval(reduce(Q.least, corners), reduce(Q.most, corners))

    def hull(self, other: Interval) -> Interval:
        """The least interval that holds both."""
        return self if self is other else Interval(self.lo.least(other.lo), self.hi.most(other.hi))

    def _with(self, other: Interval, op: Callable[[Q, Q], Q]) -> Interval:
        lo = op(self.lo, other.lo)
        return Interval(lo, lo if self.is_point and other.is_point else op(self.hi, other.hi))


def choose(truth: Truth, then: Interval, otherwise: Interval) -> Interval:
    """One of two intervals; where the truth is unknown, the hull of both."""
    if then is otherwise:
        return then
    match truth:
        case True:
            return then
        case False:
            return otherwise
        case None:
            return then.hull(otherwise)
        case Known(answer):
            lo = pick_q(answer, then.lo, otherwise.lo)
            return Interval(lo, lo if then.is_point and otherwise.is_point else pick_q(answer, then.hi, otherwise.hi))
        case pl.Expr():
            both = then.hull(otherwise)
            return Interval(
                _pick_end(truth, both.lo, then.lo, otherwise.lo), _pick_end(truth, both.hi, then.hi, otherwise.hi)
            )


def _pick_end(truth: pl.Expr, unsure: Q, then: Q, otherwise: Q) -> Q:
    """One end of a choice; where the truth is unknown and one of the two is the hull's end, that one is taken."""
    if unsure is otherwise or unsure is then:
        return pick_q(truth.fill_null(value=unsure is then), then, otherwise)
    return pick_q(truth.is_null(), unsure, pick_q(truth.fill_null(value=False), then, otherwise))


def compare(op: str, value: Interval, bound: Interval) -> Truth:
    """Whether a comparison holds for every, for no, or for some of the numbers."""
    match op:
        case "at_least":
            sure = value.lo.at_least(bound.hi)
            return known(sure) if value.is_point and bound.is_point else between(sure, value.hi.at_least(bound.lo))
        case "more_than":
            sure = value.lo.more_than(bound.hi)
            return known(sure) if value.is_point and bound.is_point else between(sure, value.hi.more_than(bound.lo))
        case "at_most":
            return compare("at_least", bound, value)
        case "less_than":
            return compare("more_than", bound, value)
        case "not":
            return negate(compare("equals", value, bound))
        case _:
            return every([compare("at_least", value, bound), compare("at_most", value, bound)])


def holds(truth: Truth, defined: Truth) -> Truth:
    """A condition on a quantity that may be undefined: undefined is false."""
    return every([truth, defined])


def any_equal(value: Interval, bounds: list[Interval]) -> Truth:
    """Whether the value equals one of several."""
    return some(compare("equals", value, bound) for bound in bounds)
