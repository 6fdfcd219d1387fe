"""Single values of a ledger in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from starcheck.insight.cells import Cell, Fact
from starcheck.language import Text, t
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


def facts_in_words(facts: Sequence[Fact]) -> Text:
    """The fields of the branch that were looked at."""
    return t("Branch: {facts}.", facts=[_fact(fact) for fact in facts])


def _fact(fact: Fact) -> Text:
    value = cell_in_words(fact.cell)
    if fact.unit and fact.cell.value is not None:
        value = t("{value} {unit}", value=value, unit=fact.unit)
    return t("{name} {value}", name=fact.label, value=value)
