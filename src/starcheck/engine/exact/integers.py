"""Integers on columns, which never wrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from starcheck.errors import StarcheckError

NARROW = 2**63 - 1
WIDE = 2**127 - 1


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
