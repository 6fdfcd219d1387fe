"""Single values of a ledger in words."""

from __future__ import annotations

from fractions import Fraction

from starcheck.insight.cells import Cell
from starcheck.language import t
from starcheck.report.numbers import number, percent
from starcheck.rules.wording.numbers import yes_or_no


def cell_in_words(cell: Cell) -> object:
    """A value, or what its absence means."""
    match cell.value:
        case None:
            return t("none") if cell.absent else t("unknown")
        case bool():
            return yes_or_no(cell.value)
        case Fraction():
            return percent(cell.value) if cell.percent else number(cell.value)
        case _:
            return cell.value
