"""Explaining whatever a rule set gives an id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeAlias

from starcheck.calendar import Period
from starcheck.insight.explain import Explanation, describe, explain
from starcheck.insight.review import reviewed_ledger, told
from starcheck.insight.rules import RuleExplanation, explain_rule, rules_by_id
from starcheck.ledger import Ledger
from starcheck.ledger.adjustments import Adjustments
from starcheck.ledger.adjustments.bearing import Bearing
from starcheck.rules.load import Loaded

Explained: TypeAlias = Explanation | RuleExplanation


def describe_named(loaded: Loaded, name: str) -> Explained:
    """Explain a criterion, or else a rule, without a ledger.

    Raises:
        InputError: the rule set has nothing of that name.
    """
    rule = _rule(loaded, name)
    return describe(loaded, name) if rule is None else rule


def explain_named(
    loaded: Loaded,
    ledger: Ledger,
    name: str,
    period: Period,
    as_of: date | None = None,
    adjustments: Adjustments | None = None,
) -> Explained:
    """Explain a criterion, or else a rule, by the ledger of a branch; see `explain` and `explain_rule`.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        name: the criterion, or the rule.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.
        adjustments: what reviewers changed of this branch.

    Raises:
        InputError: the rule set has nothing of that name, or cannot be used for the period.
    """
    loaded = loaded.in_force(period.end)
    reviewed = ledger if adjustments is None else reviewed_ledger(loaded, ledger, adjustments)
    if _rule(loaded, name) is not None:
        return explain_rule(loaded, reviewed, name, period, as_of)
    explanation = explain(loaded, reviewed, name, period, as_of)
    if adjustments is None:
        return explanation
    return _with_review(explanation, explain(loaded, ledger, name, period, as_of), adjustments)


def _with_review(now: Explanation, was: Explanation, adjustments: Adjustments) -> Explanation:
    """An explanation that says what reviewers changed."""
    assert now.result is not None
    assert was.result is not None
    stated = [each.adjustment for each in adjustments.placed]
    bearing = Bearing(now.loaded.ruleset).on(stated).get(now.criterion.id, ())
    finding = told(was.result.finding, now.result.finding, bearing)
    return replace(now, result=replace(now.result, finding=finding))


def _rule(loaded: Loaded, name: str) -> RuleExplanation | None:
    criteria = {criterion.id for group in loaded.ruleset.groups for criterion in group.criteria}
    rules = rules_by_id(loaded.ruleset)
    return RuleExplanation(loaded, rules[name]) if name in rules and name not in criteria else None
