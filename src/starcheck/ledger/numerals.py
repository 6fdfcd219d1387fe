"""Numbers as a person writes them in a ledger."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from starcheck.rules.schema.dictionary import Field


def plain(number: Decimal | Fraction) -> str:
    """A number without trailing zeros; a fraction is one that ends."""
    exact = Decimal(number.numerator) / number.denominator if isinstance(number, Fraction) else number
    return f"{exact.normalize():f}"


def value_text(units: int, field: Field) -> str:
    """The number of a field, stored in units of its last decimal place."""
    if field.type == "percent":
        return f"{plain(Decimal(units).scaleb(-field.places))}%"
    return plain(Decimal(units).scaleb(-field.scale))
