"""Fractions of columns, which never round by accident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

import polars as pl

from starcheck.engine.exact.integers import Int, pick, reaches

Mode = str
"""A rounding mode: ``half_up half_even down floor ceil``."""


@dataclass(frozen=True, slots=True, eq=False)
class Q:
    """A column of fractions; the denominator is always positive."""

    num: Int
    den: Int

    @staticmethod
    def of(value: Fraction | int) -> Q:
        """A constant."""
        return Q(Int.of(value.numerator), Int.of(value.denominator))

    @property
    def constant(self) -> Fraction | None:
        """The value, if it is the same for every branch."""
        num, den = self.num.constant, self.den.constant
        return None if num is None or den is None else Fraction(num, den)

    @property
    def whole(self) -> Int:
        """The value, of which it is known that it is a whole number."""
        return self.num // self.den

    def __add__(self, other: Q) -> Q:
        mine, theirs, den = _aligned(self, other)
        return Q(mine + theirs, den)

    def __sub__(self, other: Q) -> Q:
        mine, theirs, den = _aligned(self, other)
        return Q(mine - theirs, den)

    def __neg__(self) -> Q:
        return Q(-self.num, self.den)

    def __mul__(self, other: Q) -> Q:
        return _reduced(self.num, other.den, other.num, self.den)

    def over(self, other: Q) -> Q:
        """Divided by a positive fraction."""
        return _reduced(self.num, other.num, other.den, self.den)

    def at_least(self, other: Q) -> pl.Expr | bool:
        """``self >= other``."""
        mine, theirs, _ = _aligned(self, other)
        return mine.at_least(theirs)

    def more_than(self, other: Q) -> pl.Expr | bool:
        """``self > other``."""
        mine, theirs, _ = _aligned(self, other)
        return mine.more_than(theirs)

    def least(self, other: Q) -> Q:
        """The lesser of two."""
        if self is other:
            return self
        mine, theirs, den = _aligned(self, other)
        if reaches(theirs, mine):
            return self
        if reaches(mine, theirs):
            return other
        return Q(mine.least(theirs), den) if _one_den(self, other) else pick_q(theirs.at_least(mine), self, other)

    def most(self, other: Q) -> Q:
        """The greater of two."""
        if self is other:
            return self
        mine, theirs, den = _aligned(self, other)
        if reaches(mine, theirs):
            return self
        if reaches(theirs, mine):
            return other
        return Q(mine.most(theirs), den) if _one_den(self, other) else pick_q(mine.at_least(theirs), self, other)

    def rounded(self, mode: Mode) -> Int:
        """To a whole number by a rounding mode."""
        if self.den.constant == 1:
            return self.num
        bound = self.num.bound // (self.den.constant or 1) + 1
        return _ROUND[mode](self.num, self.den).within(bound)


def pick_q(condition: pl.Expr | bool, then: Q, otherwise: Q) -> Q:
    """``then`` where the condition holds, ``otherwise`` elsewhere; the condition is never null."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise:
        return then
    if 0 in (then.num.constant, otherwise.num.constant):
        den = then.den if otherwise.num.constant == 0 else otherwise.den
        return Q(pick(condition, then.num, otherwise.num), den)
    if then.den.constant is not None and otherwise.den.constant is not None:
        mine, theirs, den = _aligned(then, otherwise)
        return Q(pick(condition, mine, theirs), den)
    return Q(pick(condition, then.num, otherwise.num), pick(condition, then.den, otherwise.den))


def _one_den(a: Q, b: Q) -> bool:
    """Whether bringing both over one denominator is cheap: their sizes do not multiply."""
    return a.den is b.den or a.den.constant is not None or b.den.constant is not None


def _aligned(a: Q, b: Q) -> tuple[Int, Int, Int]:
    """Both numerators over one denominator."""
    mine, theirs = a.den.constant, b.den.constant
    if a.den is b.den or (mine is not None and mine == theirs):
        return a.num, b.num, a.den
    if mine is not None and theirs is not None:
        common = lcm(mine, theirs)
        return a.num * Int.of(common // mine), b.num * Int.of(common // theirs), Int.of(common)
    return a.num * b.den, b.num * a.den, a.den * b.den


def _reduced(a: Int, a_den: Int, b: Int, b_den: Int) -> Q:
    """``(a / b_den) * (b / a_den)``, cancelling constants crosswise."""
    a, a_den = _cancel(a, a_den)
    b, b_den = _cancel(b, b_den)
    den = a_den * b_den
    return Q(a * b, den if den.sign > 0 else Int(den.value, den.bound, 1))


def _cancel(num: Int, den: Int) -> tuple[Int, Int]:
    n, d = num.constant, den.constant
    if n is None or d is None:
        return num, den
    common = gcd(n, d) or 1
    return Int.of(n // common), Int.of(d // common)


def _floor(n: Int, d: Int) -> Int:
    return n // d


def _ceil(n: Int, d: Int) -> Int:
    return -((-n) // d)


def _down(n: Int, d: Int) -> Int:
    return pick(n.at_least(Int.of(0)), n // d, _ceil(n, d))


def _half_up(n: Int, d: Int) -> Int:
    two = Int.of(2)
    return pick(n.at_least(Int.of(0)), (n * two + d) // (d * two), -((d - n * two) // (d * two)))


def _half_even(n: Int, d: Int) -> Int:
    two, one = Int.of(2), Int.of(1)
    below, twice = n // d, (n % d) * two
    odd = below % two
    up = pick(twice.at_least(d + one), one, pick((d - one).at_least(twice), Int.of(0), odd))
    return below + up


_ROUND: dict[str, Callable[[Int, Int], Int]] = {
    "floor": _floor, "ceil": _ceil, "down": _down, "half_up": _half_up, "half_even": _half_even,
}  # fmt: skip


def call(function: str, arguments: Sequence[Q]) -> Q:
    """A function of formulas: ``min max abs ceil floor round``."""
    first, *rest = arguments
    match function:
        case "min":
            return reduce(Q.least, rest, first)
        case "max":
            return reduce(Q.most, rest, first)
        case "abs":
            return first.most(-first)
        case "round":
            return Q(first.rounded("half_up"), Int.of(1))
        case _:
            return Q(first.rounded(function), Int.of(1))
