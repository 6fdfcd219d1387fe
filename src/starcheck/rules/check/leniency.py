"""Leniency: a condition that can be asked here, a factor that eases."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.ruleset import Criterion


def lenient(scope: Scope, stated: Lenient | None, at: Path) -> Flaws:
    """What makes the loss smaller, at its path."""
    if stated is None:
        return
    yield from of_branch(scope, stated.when, (*at, "when"))
    if not stated.factor.percent or not 0 <= stated.factor.value < 1:
        message = t("“factor” is a percentage from 0% to less than 100%, not {read}.", read=written(stated.factor))
        yield Flaw((*at, "factor"), message, t("It says how much of what is lost still counts: 50%."))


def of_criterion(scope: Scope, criterion: Criterion, at: Path) -> Flaws:
    """The leniency of a criterion, or its freedom from that of the rule set."""
    if criterion.lenient == "none":
        if scope.ruleset.lenient is None:
            message = t("The rule set is not lenient, so “none” changes nothing.")
            yield Flaw((*at, "lenient"), message, t("Remove it."), on_key=True)
        return
    yield from lenient(scope, criterion.lenient, (*at, "lenient"))
