"""Constants as rule sets and ledgers write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

Raw = Any
"""Data as YAML gives it, or the value of a cell."""

PERCENTAGE = re.compile(r"[+-]?\d+(\.\d+)?%")


def is_percentage(literal: object) -> bool:
    """Whether the literal reads like ``95%``."""
    return isinstance(literal, str) and PERCENTAGE.fullmatch(literal) is not None


def is_number(literal: object) -> bool:
    """Whether the literal is a number or a percentage."""
    return (isinstance(literal, int | Decimal | Fraction) and not isinstance(literal, bool)) or is_percentage(literal)


def number(literal: Raw) -> Fraction:
    """The exact value; ``95%`` is 19/20."""
    return Fraction(literal[:-1]) / 100 if is_percentage(literal) else Fraction(literal)


def constant(literal: Raw) -> Raw:
    """A number as a fraction; a text, date or truth value as it is."""
    return number(literal) if is_number(literal) and not isinstance(literal, date) else literal


def as_list(value: Raw) -> list[Raw]:
    """What may be written once or as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]
