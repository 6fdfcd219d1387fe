"""Levels: their thresholds, ends and requirements."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from starcheck.language import t
from starcheck.rules.check import points, quotas
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
        yield from quotas.quota(ruleset, level, ("levels", index, "quota"))
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            yield from of_branch(Scope(ruleset, sees_points=True), requirement.when, at)


def threshold(ruleset: RuleSet, constant: Constant) -> Fraction:
    """A threshold in points; a percentage is that part of the full score."""
    return constant.value * ruleset.full if constant.percent else constant.value


def _descending(ruleset: RuleSet) -> Flaws:
    stated = [(index, level.threshold) for index, level in enumerate(ruleset.levels) if level.threshold is not None]
    for (_, upper), (index, lower) in pairwise(stated):
        if threshold(ruleset, lower) >= threshold(ruleset, upper):
            low, high = written(lower), written(upper)
            message = t("Levels stand highest first; {low} is not below {high}.", low=low, high=high)
            yield Flaw(("levels", index, "at_least"), message, t("Sort the levels by “at_least”."))


def _threshold(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    """Where a level begins: by points, or without a total by what it requires."""
    yield from _ends(ruleset, level, at) if ruleset.has_total else _by_sheets(level, at)


def _ends(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    for key, end in (("at_least", level.threshold), ("at_most", level.at_most), ("less_than", level.less_than)):
        if end is not None:
            yield from points.at_least_zero(end, (*at, key))
    if level.at_most is not None and level.less_than is not None:
        message = t("A level has one upper end.")
        yield Flaw((*at, "less_than"), message, t("Keep “at_most” or “less_than”."), on_key=True)
    if level.by_rank:
        yield from _by_rank(level, at)
        return
    if level.threshold is None:
        message = t("Nothing says how many points this level takes.")
        yield Flaw(at, message, t("Add “at_least”."))
        return
    least = threshold(ruleset, level.threshold)
    if level.decide is not None and level.at_most is None and level.less_than is None:
        message = t("“decide” is about scores above the end of a level, and this level has none.")
        yield Flaw((*at, "decide"), message, t("Add “at_most” or “less_than”, or remove “decide”."), on_key=True)
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


def _by_rank(level: Level, at: Path) -> Flaws:
    """A level without a threshold has places, and no end."""
    if level.quota is None:
        message = t("A level without a threshold is filled by rank, and nothing says how many places it has.")
        yield Flaw((*at, "at_least"), message, t("Add “quota”, or a threshold."))
    for key in ("at_most", "less_than", "decide"):
        if getattr(level, key) is not None:
            message = t("“{key}” speaks of points, and this level is filled by rank.", key=key)
            yield Flaw((*at, key), message, t("Remove it."), on_key=True)


def _below(end: Constant, least: Fraction, at: Path) -> Flaw:
    message = t("The upper end {end} lies below {least}, where the level begins.", end=written(end), least=plain(least))
    return Flaw(at, message, t("Raise it, or lower “at_least”."))


def condition_path(requirement: Requirement) -> Path:
    """The key of a condition that has words of its own; a bare one has none."""
    is_bare = requirement.title is None and "title" in requirement.model_fields_set
    return () if is_bare else ("when",)
