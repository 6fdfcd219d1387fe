"""Levels, and the conditions beside the points: vetoes, eligibility, requirements."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check import points
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.references import offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Level, Requirement, RuleSet, Veto


def check(ruleset: RuleSet) -> Flaws:
    """Levels, vetoes, eligibility."""
    scope = Scope(ruleset)
    for index, veto in enumerate(ruleset.vetoes):
        yield from of_branch(scope, veto.when, ("vetoes", index, "when"))
        yield from _effect(ruleset, veto, ("vetoes", index, "effect"))
    for index, rule in enumerate(ruleset.eligibility):
        yield from of_branch(scope, rule.when, ("eligibility", index, "when"))
    yield from _descending(ruleset)
    for index, level in enumerate(ruleset.levels):
        yield from _ends(ruleset, level, ("levels", index))
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            yield from of_branch(Scope(ruleset, in_requires=True), requirement.when, at)


def threshold(ruleset: RuleSet, constant: Constant) -> Fraction:
    """A threshold in points; a percentage is that part of the full score."""
    return constant.value * ruleset.points.value if constant.percent else constant.value


def _effect(ruleset: RuleSet, veto: Veto, at: Path) -> Flaws:
    effect = veto.effect
    if (effect.no_level is None) == (effect.at_most is None):
        message = t("A veto denies every level, or caps it.")
        yield Flaw(at, message, t("Write {{no_level: true}} or {{at_most: 3}}."))
    ids = [level.id for level in ruleset.levels]
    if effect.at_most is not None and effect.at_most not in ids:
        message = t("There is no level “{level}”.", level=effect.at_most)
        yield Flaw((*at, "at_most"), message, offer(str(effect.at_most), [str(known) for known in ids]))


def _descending(ruleset: RuleSet) -> Flaws:
    for index, (upper, lower) in enumerate(zip(ruleset.levels, ruleset.levels[1:], strict=False), start=1):
        if threshold(ruleset, lower.at_least) >= threshold(ruleset, upper.at_least):
            message = t(
                "Levels stand highest first; {low} is not below {high}.",
                low=written(lower.at_least),
                high=written(upper.at_least),
            )
            yield Flaw(("levels", index, "at_least"), message, t("Sort the levels by “at_least”."))


def _ends(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    for key, end in (("at_least", level.at_least), ("at_most", level.at_most), ("less_than", level.less_than)):
        if end is not None:
            yield from points.at_least_zero(end, (*at, key))
    if level.at_most is not None and level.less_than is not None:
        message = t("A level has one upper end.")
        yield Flaw((*at, "less_than"), message, t("Keep “at_most” or “less_than”."), on_key=True)
    least = threshold(ruleset, level.at_least)
    if level.at_most is not None and threshold(ruleset, level.at_most) < least:
        yield _below(level.at_most, least, (*at, "at_most"))
    if level.less_than is not None and threshold(ruleset, level.less_than) <= least:
        yield _below(level.less_than, least, (*at, "less_than"))


def _below(end: Constant, least: Fraction, at: Path) -> Flaw:
    message = t("The upper end {end} lies below {least}, where the level begins.", end=written(end), least=plain(least))
    return Flaw(at, message, t("Raise it, or lower “at_least”."))


def condition_path(requirement: Requirement) -> Path:
    """The key of a condition that has words of its own; a bare one has none."""
    is_bare = requirement.title is None and "title" in requirement.model_fields_set
    return () if is_bare else ("when",)
