"""Conditions on the level of a branch."""

from __future__ import annotations

from collections.abc import Iterator

from starcheck.errors import one_of
from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Test
from starcheck.rules.schema.levels import STATES, level_named
from starcheck.rules.schema.ruleset import RuleSet

OPERATORS = ("at_least", "equals", "one_of")


def of_level(scope: Scope, test: Test, at: Path) -> Flaws:
    """A condition on the level: from one upwards, or one of some."""
    for comparison in test.comparisons:
        if comparison.op not in OPERATORS:
            message = t("“{op}” cannot compare levels here.", op=comparison.op)
            yield Flaw((*at, *comparison.at), message, t("Allowed: {choices}.", choices=list(OPERATORS)))
            continue
        allowed = list(_allowed(scope.ruleset, with_states=comparison.op != "at_least"))
        for operand, place in compared.operands(comparison, at):
            if level_named(operand) not in allowed:
                message = t("There is no level “{level}”.", level=written(operand))
                yield Flaw(place, message, one_of(written(operand), [str(each) for each in allowed]))


def _allowed(ruleset: RuleSet, *, with_states: bool) -> Iterator[int | str]:
    """The levels; what a branch without one is has no place in their order."""
    yield from (level.id for level in ruleset.levels)
    yield from STATES if with_states else ()
