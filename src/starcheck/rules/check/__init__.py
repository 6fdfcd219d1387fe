"""Checking a rule set: whatever would make it meaningless, all at once."""

from __future__ import annotations

from collections.abc import Callable

from starcheck.errors import Place, Problem
from starcheck.rules.check import (
    calendars,
    consequences,
    groups,
    headings,
    hierarchy,
    levels,
    measures,
    names,
    nesting,
    ranking,
    sheets,
    standings,
    tables,
    whole,
)
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.ruleset import RuleSet

Locate = Callable[[Path], Place]

CHECKS: tuple[Callable[[RuleSet], Flaws], ...] = (
    whole.check,
    names.check,
    calendars.check,
    tables.check,
    headings.check,
    hierarchy.check,
    measures.check,
    groups.check,
    nesting.check,
    sheets.check,
    standings.check,
    levels.check,
    ranking.check,
    consequences.check,
)
"""Every check."""


def check(ruleset: RuleSet, place: Locate, key_place: Locate | None = None) -> list[Problem]:
    """Everything that makes a rule set meaningless.

    Args:
        ruleset: as validated by its schema.
        place: where the value at a path stands.
        key_place: where the last key of a path stands; ``place`` if absent.

    Returns:
        The problems; a rule set without any can be judged by.
    """
    key_place = key_place or place

    def problem(flaw: Flaw) -> Problem:
        return Problem((key_place if flaw.on_key else place)(flaw.at), flaw.message, flaw.hint)

    return [problem(flaw) for of_kind in CHECKS for flaw in of_kind(ruleset)]


__all__ = ["CHECKS", "Locate", "check"]
