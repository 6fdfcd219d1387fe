"""Rules that give, deny or open a level: vetoes, direct awards, eligibility."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.references import offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.ruleset import RuleSet, Veto


def check(ruleset: RuleSet) -> Flaws:
    """Vetoes, direct awards, eligibility."""
    scope = Scope(ruleset)
    for index, veto in enumerate(ruleset.vetoes):
        yield from of_branch(scope, veto.when, ("vetoes", index, "when"))
        yield from _effect(ruleset, veto, ("vetoes", index, "effect"))
    for index, award in enumerate(ruleset.direct):
        yield from of_branch(scope, award.when, ("direct", index, "when"))
        yield from known_level(ruleset, award.level, ("direct", index, "level"))
    for index, rule in enumerate(ruleset.eligibility):
        yield from of_branch(Scope(ruleset, sees_points=True), rule.when, ("eligibility", index, "when"))


def known_level(ruleset: RuleSet, level_id: int | str, at: Path) -> Flaws:
    """A level that the rule set has."""
    ids = [level.id for level in ruleset.levels]
    if level_id not in ids:
        message = t("There is no level “{level}”.", level=level_id)
        yield Flaw(at, message, offer(str(level_id), [str(known) for known in ids]))


def _effect(ruleset: RuleSet, veto: Veto, at: Path) -> Flaws:
    effect = veto.effect
    if (effect.no_level is None) == (effect.at_most is None):
        message = t("A veto denies every level, or caps it.")
        yield Flaw(at, message, t("Write {{no_level: true}} or {{at_most: 3}}."))
    if effect.at_most is not None:
        yield from known_level(ruleset, effect.at_most, (*at, "at_most"))
