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
from starcheck.rules.schema.levels import NO_LEVEL, TOTAL, Ladder, Veto
from starcheck.rules.schema.ruleset import ZERO, Pool, RuleSet


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
    stated = [key for key in (effect.no_level, effect.at_most, effect.zero) if key is not None]
    if len(stated) != 1:
        message = t("A veto does one thing: it denies every level, caps it, or makes something count 0.")
        yield Flaw(at, message, t("Write {{no_level: true}}, {{at_most: 3}} or {{zero: A}}."))
    if effect.zero is not None:
        yield from _zero(ruleset, effect.zero, (*at, "zero"))
    if effect.at_most is not None:
        yield from known_level(ruleset, effect.at_most, (*at, "at_most"))


def _zero(ruleset: RuleSet, name: str, at: Path) -> Flaws:
    """What counts 0 is there, and is worth something."""
    groups = {group.id: group for group in ruleset.groups}
    homes = {criterion.id: (criterion, group) for group in ruleset.groups for criterion in group.criteria}
    if name == TOTAL and name in {*groups, *homes}:
        message = t("“{name}” is the total, and an id of this rule set besides.", name=name)
        yield Flaw(at, message, t("Give the section or criterion another id."))
    elif name == TOTAL and not ruleset.has_total:
        yield Flaw(at, t("There is no total that could count 0."), t("Name a section."))
    elif name in homes:
        criterion, group = homes[name]
        if group.points_of(criterion) == ZERO:
            yield _only_loses(name, at)
    elif name in groups:
        parts = groups[name].criteria
        if isinstance(groups[name], Pool) and all(groups[name].points_of(part) == ZERO for part in parts):
            yield _only_loses(name, at)
    elif name != TOTAL:
        message = t("There is no section or criterion “{name}”.", name=name)
        yield Flaw(at, message, offer(name, [*groups, *homes, TOTAL]))


def _only_loses(name: str, at: Path) -> Flaw:
    message = t("{name} only takes points: to count 0 would be a gain.", name=name)
    return Flaw(at, message, t("Name what the veto costs: a section, a criterion with points, or total."))


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
