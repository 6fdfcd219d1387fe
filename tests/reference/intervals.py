"""Exact intervals, the only numbers that the reference computes with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from .truth import Truth, conjunction


@dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    @property
    def is_point(self) -> bool:
        """Whether only one number is left."""
        return self.low == self.high


def point(value: Fraction | int) -> Interval:
    """The interval of one number."""
    return Interval(Fraction(value), Fraction(value))


ZERO = point(0)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The least interval around all of them."""
    listed = list(intervals)
    return Interval(min(i.low for i in listed), max(i.high for i in listed))


def at_least_zero(interval: Interval) -> Interval:
    """Both ends clipped at 0 from below."""
    return Interval(max(interval.low, Fraction(0)), max(interval.high, Fraction(0)))


@dataclass(frozen=True)
class Quantity:
    """A number of a branch.

    Attributes:
        interval: where it lies; without meaning if the quantity is certainly undefined.
        defined: False for a ratio over nothing, None if that is not known.
        unknown: whether it is a field of the branch whose cell is unknown.
    """

    interval: Interval
    defined: Truth = True
    unknown: bool = False

    @property
    def low(self) -> Fraction:
        """The least value."""
        return self.interval.low

    @property
    def high(self) -> Fraction:
        """The greatest value."""
        return self.interval.high


UNDEFINED = Quantity(ZERO, defined=False)


def exactly(value: Fraction | int) -> Quantity:
    """A known number."""
    return Quantity(point(value))


def between(low: Fraction | int, high: Fraction | int, *, defined: Truth = True) -> Quantity:
    """A number from ``low`` to ``high``."""
    return Quantity(Interval(Fraction(low), Fraction(high)), defined)


def both_defined(quantities: Iterable[Quantity]) -> Truth:
    """Whether every one of them is defined."""
    return conjunction(quantity.defined for quantity in quantities)


def round_half_away(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return math.floor(value + Fraction(1, 2)) if value >= 0 else math.ceil(value - Fraction(1, 2))


ROUNDING: dict[str, Callable[[Fraction], int]] = {
    "half_up": round_half_away,
    "half_even": round,
    "down": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
}


def round_to_grid(value: Fraction, grid: Fraction, mode: str) -> Fraction:
    """``value`` as a multiple of ``grid`` (§8 of the rule language)."""
    return ROUNDING[mode](value / grid) * grid
