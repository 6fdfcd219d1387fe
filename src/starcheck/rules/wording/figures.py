"""Exact constants as digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from starcheck.rules.schema.numbers import Constant


def figure(value: Fraction | Decimal | int) -> str:
    """A number that a person wrote as a decimal: ``0.25``, ``100``, ``-5``."""
    fraction = Fraction(value)
    digits = format(Decimal(fraction.numerator) / Decimal(fraction.denominator), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def constant_in_words(constant: Constant) -> str:
    """A constant as it was written: ``5``, ``95%``."""
    return f"{figure(constant.value * 100)}%" if constant.percent else figure(constant.value)


def share_in_words(share: Constant) -> str:
    """A share as it was written: ``60%``, or ``2/3`` in its lowest terms."""
    return constant_in_words(share) if share.percent else str(share.value)
