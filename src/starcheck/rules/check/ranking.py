"""Ranking: numbers that can part equals."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.numbers import quantity
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """How branches are ranked, if that is said."""
    if "ranking" not in ruleset.model_fields_set:
        return
    if not ruleset.has_total:
        message = t("Branches are ranked by their scores, and the rule set has no total.")
        yield Flaw(("ranking",), message, t("Remove it."), on_key=True)
    for index, name in enumerate(ruleset.ranking.by):
        yield from quantity(Scope(ruleset), name, ("ranking", "ties", "by", index))
