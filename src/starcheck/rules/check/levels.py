"""Levels: their thresholds, ends and requirements."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check import points
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Level, Requirement, RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """Every level."""
    yield from _descending(ruleset)
    for index, level in enumerate(ruleset.levels):
        yield from _threshold(ruleset, level, ("levels", index))
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            yield from of_branch(Scope(ruleset, sees_points=True), requirement.when, at)


def threshold(ruleset: RuleSet, constant: Constant) -> Fraction:
    """A threshold in points; a percentage is that part of the full score."""
    return constant.value * ruleset.full if constant.percent else constant.value


def _descending(ruleset: RuleSet) -> Flaws:
    for index, (upper, lower) in enumerate(zip(ruleset.levels, ruleset.levels[1:], strict=False), start=1):
        if upper.at_least is None or lower.at_least is None:
            continue
        if threshold(ruleset, lower.at_least) >= threshold(ruleset, upper.at_least):
            message = t(
                "Levels stand highest first; {low} is not below {high}.",
                low=written(lower.at_least),
                high=written(upper.at_least),
            )
            yield Flaw(("levels", index, "at_least"), message, t("Sort the levels by “at_least”."))


def _threshold(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    """Where a level begins: by points, or without a total by what it requires."""
    yield from _ends(ruleset, level, at) if ruleset.has_total else _by_sheets(level, at)


def _ends(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    for key, end in (("at_least", level.at_least), ("at_most", level.at_most), ("less_than", level.less_than)):
        if end is not None:
            yield from points.at_least_zero(end, (*at, key))
    if level.at_most is not None and level.less_than is not None:
        message = t("A level has one upper end.")
        yield Flaw((*at, "less_than"), message, t("Keep “at_most” or “less_than”."), on_key=True)
    if level.at_least is None:
        message = t("Nothing says how many points this level takes.")
        yield Flaw(at, message, t("Add “at_least”."))
        return
    least = threshold(ruleset, level.at_least)
    if level.at_most is not None and threshold(ruleset, level.at_most) < least:
        yield _below(level.at_most, least, (*at, "at_most"))
    if level.less_than is not None and threshold(ruleset, level.less_than) <= least:
        yield _below(level.less_than, least, (*at, "less_than"))


def _by_sheets(level: Level, at: Path) -> Flaws:
    """A level of a rule set without a total."""
    for key in ("at_least", "at_most", "less_than"):
        if getattr(level, key) is not None:
            message = t("There is no total, so a level cannot ask for points of it.")
            yield Flaw((*at, key), message, t("Write “requires”, for example [{{passed: A}}]."), on_key=True)
    if not level.requires:
        message = t("Without a total a level says what it requires.")
        yield Flaw(at, message, t("Add “requires”, for example [{{passed: A}}]."))


def _below(end: Constant, least: Fraction, at: Path) -> Flaw:
    message = t("The upper end {end} lies below {least}, where the level begins.", end=written(end), least=plain(least))
    return Flaw(at, message, t("Raise it, or lower “at_least”."))


def condition_path(requirement: Requirement) -> Path:
    """The key of a condition that has words of its own; a bare one has none."""
    is_bare = requirement.title is None and "title" in requirement.model_fields_set
    return () if is_bare else ("when",)
