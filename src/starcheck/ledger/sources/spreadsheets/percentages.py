"""Numbers that a spreadsheet shows as percentages."""

from __future__ import annotations

import math
import re
from decimal import Decimal

BUILT_IN = frozenset({9, 10})
"""The numbers of the formats 0% and 0.00%, which files do not spell out."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')


def shift_of(code: str) -> int | None:
    """By how many digits a number format moves the point before it writes a percent sign; None if it writes none."""
    shown = code.split(";", maxsplit=1)[0]
    if "%" not in shown:
        return None
    return 2 * _LITERAL.sub("", shown).count("%")


def percentage(number: str, shift: int) -> str | None:
    """A number as its format shows it, not rounded: 0.955 is 95.5%; None if it is no number."""
    try:
        value = float(number)
    except ValueError:
        return None
    return f"{plain(value, shift)}%" if math.isfinite(value) else None


def plain(number: float, shift: int = 0) -> str:
    """A number to 15 significant digits, which is what spreadsheets keep, without an exponent."""
    digits = Decimal(f"{number:.15g}").scaleb(shift)
    written = f"{digits:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
