"""Numbers as a person writes them in a ledger."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from starcheck.rules.schema.dictionary import Field


def plain(number: Decimal | Fraction) -> str:
    """A number without trailing zeros; a fraction is one that ends."""
    exact = Decimal(number.numerator) / number.denominator if isinstance(number, Fraction) else number
    return f"{exact.normalize():f}"


def written(units: int, field: Field) -> Decimal:
    """The number that a ledger states for so many units of a field's last decimal place; 95 for ``95%``."""
    return Decimal(units).scaleb(0 if field.type == "integer" else -field.places)


def number_text(number: Decimal, field: Field) -> str:
    """The number of a field, with the sign of a percentage."""
    return f"{plain(number)}%" if field.type == "percent" else plain(number)


def value_text(units: int, field: Field) -> str:
    """The stored number of a field."""
    return number_text(written(units, field), field)
