"""Numbers as text that never says more, or less, than the number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import count

MOST_PLACES = 6
"""A decimal with more places than this is cut short, visibly."""
FEWEST_PLACES = 2
"""What a number that is cut short shows at least."""
CUT = "…"
"""Follows the digits of a number that goes on."""


def points(value: Decimal) -> str:
    """Points without trailing zeros: ``4.50`` is ``4.5``, ``-0.00`` is ``0``."""
    return _trimmed(format(value, "f"))


def signed(value: Decimal) -> str:
    """Points that are added or taken away, with their sign: ``+1.5``, ``-2``, ``0``."""
    return ("+" if value > 0 else "") + points(value)


def fixed(value: Decimal, places: int) -> str:
    """Points with all decimals of the grid: ``4.5`` is ``4.50`` on a grid of 0.01."""
    return format(value + 0, f".{places}f")


def places_of(values: Iterable[Decimal]) -> int:
    """How many decimals write all the values exactly."""
    return max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0)


def number(value: Fraction, beside: Fraction | None = None) -> str:
    """A number in full if that is short, else its first digits followed by ``…``.

    Args:
        value: the number.
        beside: a threshold the reader will compare it with; as many digits are shown as it takes to tell them apart.
    """
    places = decimal_places(value)
    if places is not None and places <= MOST_PLACES:
        return _digits(value, places)
    rival = None if beside == value else beside
    enough = next(n for n in count(FEWEST_PLACES) if rival is None or _units(value, n) != _units(rival, n))
    return _digits(value, enough) + ("" if enough == places else CUT)


def percent(value: Fraction, beside: Fraction | None = None) -> str:
    """A share of one as a percentage: 19/20 is ``95%``, 18999/20000 is ``94.995%``, 2/3 is ``66.66…%``."""
    return number(value * 100, None if beside is None else beside * 100) + "%"


def ratio(value: Fraction) -> str:
    """A number without loss: a decimal where one exists, else ``n/d``."""
    places = decimal_places(value)
    return str(value) if places is None else _digits(value, places)


def is_short(value: Fraction) -> bool:
    """Whether the number is shown in full."""
    places = decimal_places(value)
    return places is not None and places <= MOST_PLACES


def decimal_places(value: Fraction) -> int | None:
    """How many decimals write the number exactly; None if no number of them does."""
    twos, rest = _multiplicity(2, value.denominator)
    fives, rest = _multiplicity(5, rest)
    return max(twos, fives) if rest == 1 else None


def _multiplicity(prime: int, whole: int) -> tuple[int, int]:
    times = 0
    while whole % prime == 0:
        whole, times = whole // prime, times + 1
    return times, whole


def _units(value: Fraction, places: int) -> int:
    """The number in units of its last decimal place; what is left is dropped, not rounded."""
    return int(value * 10**places)


def _digits(value: Fraction, places: int) -> str:
    units = str(abs(_units(value, places))).zfill(places + 1)
    whole, decimals = units[: len(units) - places], units[len(units) - places :]
    return ("-" if value < 0 else "") + whole + ("." + decimals if decimals else "")


def _trimmed(digits: str) -> str:
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if short == "-0" else short
