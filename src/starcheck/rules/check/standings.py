"""Rules that give, limit, deny or open a level."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.references import branch_field, offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.levels import NO_LEVEL, Ladder, Veto
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """Vetoes, direct awards, the ladder, eligibility."""
    scope = Scope(ruleset)
    for index, veto in enumerate(ruleset.vetoes):
        yield from of_branch(scope, veto.when, ("vetoes", index, "when"))
        yield from _effect(ruleset, veto, ("vetoes", index, "effect"))
    for index, award in enumerate(ruleset.direct):
        yield from of_branch(scope, award.when, ("direct", index, "when"))
        yield from known_level(ruleset, award.level, ("direct", index, "level"))
    if ruleset.ladder is not None:
        yield from _ladder(ruleset, ruleset.ladder)
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


def _ladder(ruleset: RuleSet, ladder: Ladder) -> Flaws:
    """Every last level leads to a level, and the steps end below the top."""
    field = yield from branch_field(ruleset.tables, ladder.from_, ("ladder", "from"))
    if field is not None and field.type != "choice":
        message = t("“{name}” is {kind}; the last level is a choice.", name=ladder.from_, kind=of_field(field).words)
        yield Flaw(("ladder", "from"), message, t("Give it “type: choice”, with the levels as “choices”."))
    elif field is not None:
        yield from _rungs(ladder, field)
    for choice, rung in ladder.table.items():
        if rung != NO_LEVEL:
            yield from known_level(ruleset, rung, ("ladder", "table", choice))
    if ladder.steps >= len(ruleset.levels):
        most = len(ruleset.levels)
        message = t("With {steps} steps nobody is limited: there are {n} levels.", steps=ladder.steps, n=most)
        yield Flaw(("ladder", "steps"), message, t("Lower “steps”, or leave the ladder out."))
    yield from of_branch(Scope(ruleset, sees_points=True), ladder.unless, ("ladder", "unless"))


def _rungs(ladder: Ladder, field: Field) -> Flaws:
    """The table names every choice, and nothing else."""
    for choice in ladder.table:
        if choice not in field.allowed:
            message = t("“{read}” is not a choice of “{name}”.", read=choice, name=ladder.from_)
            yield Flaw(("ladder", "table", choice), message, offer(choice, field.allowed), on_key=True)
    if missing := [choice for choice in field.allowed if choice not in ladder.table]:
        message = t("Nothing is said for {choices}.", choices=missing)
        yield Flaw(("ladder", "table"), message, t("Say which level each stands for; none for no level."))
