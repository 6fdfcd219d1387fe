"""What a check finds: a flaw with the path of the value it is about."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, TypeVar

from starcheck.language import Text
from starcheck.rules.schema.atoms import Path, Raw, spelled
from starcheck.rules.schema.numbers import Constant, Name
from starcheck.rules.schema.score import AllPoints, Range

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One mistake in a rule set.

    Attributes:
        at: the path of the offending value.
        on_key: the last key of the path is what offends, not its value.
    """

    at: Path
    message: Text
    hint: Text | None = None
    on_key: bool = False


Flaws: TypeAlias = Generator[Flaw, None, None]
"""A check."""
Found: TypeAlias = Generator[Flaw, None, T]
"""A check that also finds something out; what it returns is None or ``ANY`` where a flaw hides it."""


def written(value: Raw) -> str:
    """A value of a rule set as a person writes it."""
    match value:
        case Constant(number, percent):
            return f"{plain(number * 100)}%" if percent else plain(number)
        case Name(name):
            return name
        case AllPoints():
            return "all"
        case Range(low, high):
            return f"[{plain(low)}, {plain(high)}]"
        case tuple():
            return f"[{', '.join(written(item) for item in value)}]"
        case _:
            return spelled(value)


def plain(number: Raw) -> str:
    """A fraction or decimal without exponent or useless zeros."""
    value = Decimal(number.numerator) / Decimal(number.denominator) if hasattr(number, "denominator") else number
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
