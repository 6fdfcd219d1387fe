"""Exact arithmetic on columns: integers that never wrap, fractions that never round by accident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

import polars as pl

from starcheck.errors import StarcheckError

NARROW = 2**63 - 1
WIDE = 2**127 - 1

Mode = str
"""A rounding mode: ``half_up half_even down floor ceil``."""


class TooLargeError(StarcheckError):
    """A formula could leave the range of 128-bit integers."""


@dataclass(frozen=True, slots=True, eq=False)
class Int:
    """A column of integers, or a constant, with a bound on its magnitude.

    64-bit while the bound fits, 128-bit beyond, refused beyond that: Polars itself wraps silently.

    Attributes:
        sign: 1 if it is never below zero, -1 if never above, 0 if that is not known; what it settles is not computed.
    """

    value: pl.Expr | int
    bound: int
    sign: int = 0

    @staticmethod
    @lru_cache(maxsize=4096)
    def of(value: int) -> Int:
        """A constant."""
        return Int(value, abs(value), 1 if value >= 0 else -1)

    @staticmethod
    def one_where(condition: pl.Expr | bool) -> Int:
        """1 where a condition holds, which is never null, else 0."""
        return Int.of(int(condition)) if isinstance(condition, bool) else Int(condition.cast(pl.Int64), 1, 1)

    @property
    def constant(self) -> int | None:
        """The number, if it is the same for every branch."""
        return self.value if isinstance(self.value, int) else None

    @property
    def expr(self) -> pl.Expr:
        """As an expression of the width its bound asks for."""
        if isinstance(self.value, int):
            return _literal(self.value, wide=self.bound > NARROW)
        return self.value

    def _widened(self, bound: int) -> pl.Expr:
        if bound > WIDE:
            raise TooLargeError
        return self.expr.cast(pl.Int128) if bound > NARROW else self.expr

    def _with(self, other: Int, bound: int, sign: int, op: Callable[[object, object], object]) -> Int:
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Int.of(op(self.value, other.value))
        return Int(op(self._widened(bound), other._widened(bound)), bound, sign)  # type: ignore[arg-type]

    def __add__(self, other: Int) -> Int:
        if self.constant == 0:
            return other
        if other.constant == 0:
            return self
        return self._with(other, self.bound + other.bound, _common(self, other), lambda a, b: a + b)  # type: ignore[operator]

    def __sub__(self, other: Int) -> Int:
        if other.constant == 0:
            return self
        sign = -other.sign if self.constant == 0 or self.sign == -other.sign else 0
        return self._with(other, self.bound + other.bound, sign, lambda a, b: a - b)  # type: ignore[operator]

    def __mul__(self, other: Int) -> Int:
        if other.constant == 1 or self.constant == 0:
            return self
        if self.constant == 1 or other.constant == 0:
            return other
        return self._with(other, self.bound * other.bound, self.sign * other.sign, lambda a, b: a * b)  # type: ignore[operator]

    def __neg__(self) -> Int:
        return Int.of(0) - self

    def __floordiv__(self, other: Int) -> Int:
        """Floor division by a positive number."""
        if other.constant == 1:
            return self
        return self._with(other, max(self.bound, other.bound), self.sign, lambda a, b: a // b)  # type: ignore[operator]

    def __mod__(self, other: Int) -> Int:
        """The remainder of floor division by a positive number."""
        if self.constant is not None and other.constant is not None:
            return Int.of(self.constant % other.constant)
        return Int(self.expr % other.expr, other.bound, 1)

    def within(self, bound: int) -> Int:
        """The same number, which is known not to exceed a magnitude."""
        return self if bound >= self.bound else Int(self.value, bound, self.sign)

    def least(self, other: Int) -> Int:
        """The lesser of two."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Int.of(min(self.value, other.value))
        for one, rest in ((self, other), (other, self)):
            if reaches(one, rest):
                return rest
        sign = -1 if -1 in (self.sign, other.sign) else _common(self, other)
        return Int(pl.min_horizontal(self.expr, other.expr), max(self.bound, other.bound), sign)

    def most(self, other: Int) -> Int:
        """The greater of two."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Int.of(max(self.value, other.value))
        for one, rest in ((self, other), (other, self)):
            if reaches(one, rest):
                return one
        sign = 1 if 1 in (self.sign, other.sign) else _common(self, other)
        return Int(pl.max_horizontal(self.expr, other.expr), max(self.bound, other.bound), sign)

    def at_least(self, other: Int) -> pl.Expr | bool:
        """``self >= other``."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return self.value >= other.value
        return True if reaches(self, other) else self.expr >= other.expr

    def more_than(self, other: Int) -> pl.Expr | bool:
        """``self > other``."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return self.value > other.value
        return False if reaches(other, self) else self.expr > other.expr

    def positive(self) -> pl.Expr | bool:
        """``self > 0``."""
        return self.more_than(Int.of(0))


@lru_cache(maxsize=4096)
def _literal(value: int, *, wide: bool) -> pl.Expr:
    """A typed constant; Polars builds a whole column for each, and a rule set repeats few of them often."""
    return pl.lit(value, dtype=pl.Int128 if wide else pl.Int64)


def reaches(a: Int, b: Int) -> bool:
    """Whether ``a >= b`` is settled by constants and signs alone."""
    if isinstance(a.value, int) and isinstance(b.value, int):
        return a.value >= b.value
    return (a.sign > 0 and (b.sign < 0 or b.constant == 0)) or (b.sign < 0 and a.constant == 0)


def _common(a: Int, b: Int) -> int:
    """The sign of a number that is one of the two, or their sum."""
    if a.constant == 0:
        return b.sign
    return a.sign if a.sign == b.sign or b.constant == 0 else 0


def pick(condition: pl.Expr | bool, then: Int, otherwise: Int) -> Int:
    """``then`` where the condition holds, ``otherwise`` elsewhere; the condition is never null."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise:
        return then
    value = pl.when(condition).then(then.expr).otherwise(otherwise.expr)
    return Int(value, max(then.bound, otherwise.bound), _common(then, otherwise))


@dataclass(frozen=True, slots=True, eq=False)
class Q:
    """A column of fractions; the denominator is always positive."""

    num: Int
    den: Int

    @staticmethod
    def of(value: Fraction | int) -> Q:
        """A constant."""
        fraction = Fraction(value)
        return Q(Int.of(fraction.numerator), Int.of(fraction.denominator))

    @property
    def constant(self) -> Fraction | None:
        """The value, if it is the same for every branch."""
        num, den = self.num.constant, self.den.constant
        return None if num is None or den is None else Fraction(num, den)

    def __add__(self, other: Q) -> Q:
        mine, theirs, den = _aligned(self, other)
        return Q(mine + theirs, den)

    def __sub__(self, other: Q) -> Q:
        mine, theirs, den = _aligned(self, other)
        return Q(mine - theirs, den)

    def __neg__(self) -> Q:
        return Q(-self.num, self.den)

    def __mul__(self, other: Q) -> Q:
        if (mine := self.constant) is not None and (theirs := other.constant) is not None:
            return Q.of(mine * theirs)
        return _reduced(self.num, other.den, other.num, self.den)

    def over(self, other: Q) -> Q:
        """Divided by a positive fraction."""
        if (mine := self.constant) is not None and (theirs := other.constant) is not None:
            return Q.of(mine / theirs)
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
