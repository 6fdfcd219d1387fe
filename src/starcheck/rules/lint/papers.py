"""What a branch needs to read beside the points: the basis, the remedy."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import paths
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.ruleset import Criterion, Eligibility, RuleSet, Veto


def missing_basis(ruleset: RuleSet) -> Smells:
    """A criterion, or a rule on levels, that does not say what it rests on."""
    awards = [(award, ("direct", index)) for index, award in enumerate(ruleset.direct)]
    for rule, at in [*_rules(ruleset), *awards]:
        if rule.basis is None:
            message = t("{id} does not say what it rests on.", id=rule.id)
            yield Flaw(at, message, t("Add “basis”: the clause of a regulation, or the committee's own standard."))


def missing_remedy(ruleset: RuleSet) -> Smells:
    """A criterion, veto or condition of eligibility that does not say what to do about it."""
    for rule, at in _rules(ruleset):
        if rule.remedy is None:
            message = t("{id} does not say what a branch can do about it.", id=rule.id)
            yield Flaw(at, message, t("Add “remedy”: what to do, by when, and what can no longer be made up."))


def _rules(ruleset: RuleSet) -> list[tuple[Criterion | Veto | Eligibility, Path]]:
    rules: list[tuple[Criterion | Veto | Eligibility, Path]] = []
    rules += [(criterion, at) for criterion, _, at in paths.criteria(ruleset)]
    rules += [(veto, ("vetoes", index)) for index, veto in enumerate(ruleset.vetoes)]
    rules += [(rule, ("eligibility", index)) for index, rule in enumerate(ruleset.eligibility)]
    return rules
