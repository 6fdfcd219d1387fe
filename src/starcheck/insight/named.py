"""Explaining whatever a rule set gives an id."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from starcheck.calendar import Period
from starcheck.insight.explain import Explanation, describe, explain
from starcheck.insight.rules import RuleExplanation, explain_rule, rules_by_id
from starcheck.ledger import Ledger
from starcheck.rules.load import Loaded

Explained: TypeAlias = Explanation | RuleExplanation


def describe_named(loaded: Loaded, name: str) -> Explained:
    """Explain a criterion, or else a rule, without a ledger.

    Raises:
        InputError: the rule set has nothing of that name.
    """
    rule = _rule(loaded, name)
    return describe(loaded, name) if rule is None else rule


def explain_named(loaded: Loaded, ledger: Ledger, name: str, period: Period, as_of: date | None = None) -> Explained:
    """Explain a criterion, or else a rule, by the ledger of a branch; see `explain` and `explain_rule`.

    Raises:
        InputError: the rule set has nothing of that name, or cannot be used for the period.
    """
    by = explain if _rule(loaded.in_force(period.end), name) is None else explain_rule
    return by(loaded, ledger, name, period, as_of)


def _rule(loaded: Loaded, name: str) -> RuleExplanation | None:
    criteria = {criterion.id for group in loaded.ruleset.groups for criterion in group.criteria}
    rules = rules_by_id(loaded.ruleset)
    return RuleExplanation(loaded, rules[name]) if name in rules and name not in criteria else None
