"""Exact numbers as columns for others to read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl

from starcheck.engine.exact.integers import Int
from starcheck.engine.exact.quotients import Q

DIGITS = 38
"""The most digits that a decimal of Polars holds."""


def points_type(unit: Decimal) -> pl.Decimal:
    """The type of points on a grid."""
    return pl.Decimal(DIGITS, max(0, -int(unit.normalize().as_tuple().exponent)))


def as_points(units: Int, unit: Decimal) -> pl.Expr:
    """Whole units of a grid as exact decimals."""
    return units.expr.cast(pl.Decimal(DIGITS, 0)) * pl.lit(unit, dtype=points_type(unit))


def as_text(number: Q) -> pl.Expr:
    """A number as text: whole or decimal where its grid allows, else a numerator over a denominator, not reduced."""
    if (constant := number.constant) is not None:
        places = _places(constant.denominator)
        return pl.lit(str(constant) if places is None else _plain(constant, places))
    places = None if number.den.constant is None else _places(number.den.constant)
    if places is not None and number.num.bound * 10**places < 10**DIGITS:
        return _decimal(number, places)
    whole = (number.num % number.den).expr == 0
    quotient, sides = (number.num // number.den).expr, (number.num.expr, number.den.expr)
    return pl.when(whole).then(quotient.cast(pl.String)).otherwise(pl.format("{}/{}", *sides))


def _decimal(number: Q, places: int) -> pl.Expr:
    if places == 0:
        return number.num.expr.cast(pl.String)
    dtype = pl.Decimal(DIGITS, places)
    step = pl.lit(Decimal(1) / number.den.constant, dtype=dtype)  # type: ignore[operator]  # a constant
    exact = number.num.expr.cast(pl.Int128).cast(pl.Decimal(DIGITS, 0)).cast(dtype) * step
    return exact.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")


def _plain(number: Fraction, places: int) -> str:
    return f"{Decimal(int(number * 10**places)).scaleb(-places):f}"


def _places(den: int) -> int | None:
    """How many decimals a fraction over a denominator needs at most, None if they never end."""
    return next((places for places in range(DIGITS) if 10**places % den == 0), None)
