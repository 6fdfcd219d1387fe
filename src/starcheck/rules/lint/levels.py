"""Levels that nobody reaches, and scores that no level takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.check.levels import condition_path, threshold
from starcheck.rules.lint import walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.lint.sums import most_of_all, most_of_group
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Comparison, SectionTest
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Level, RuleSet


def unreachable_level(ruleset: RuleSet) -> Smells:
    """A level that begins, or asks for more points of a section, than there are."""
    greatest = most_of_all(ruleset)
    for index, level in enumerate(ruleset.levels):
        least = None if level.threshold is None else threshold(ruleset, level.threshold)
        if greatest is not None and least is not None and least > greatest:
            message = t(
                "Level {id} begins at {least}, and no score is above {most}.",
                id=level.id,
                least=plain(least),
                most=plain(greatest),
            )
            yield Flaw(
                ("levels", index, "at_least"), message, t("Lower it, or check the points of sections and pools.")
            )
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            for part in walk.leaves(requirement.when):
                if isinstance(part, SectionTest):
                    yield from _section(ruleset, part, at)


def _section(ruleset: RuleSet, test: SectionTest, at: Path) -> Smells:
    group = next(group for group in ruleset.groups if group.id == test.section)
    whole = most_of_group(group)
    for comparison in test.comparisons:
        wanted = _wanted(comparison, whole)
        if wanted is not None and whole is not None and wanted > whole:
            message = t("{id} has at most {most} points.", id=test.section, most=plain(whole))
            yield Flaw((*at, *comparison.at), message, t("Ask for less, or for a percentage."))


def _wanted(comparison: Comparison, whole: Fraction | None) -> Fraction | None:
    """The points that a comparison asks for."""
    match comparison:
        case Comparison("at_least" | "more_than", Constant(value, percent=True)):
            return None if whole is None else value * whole
        case Comparison("at_least" | "more_than", Constant(value)):
            return value
        case _:
            return None


def holes_between_levels(ruleset: RuleSet) -> Smells:
    """Scores between two levels that belong to neither."""
    grid = Fraction(ruleset.rounding.total or ruleset.rounding.section or ruleset.unit)
    for level, end, above, at in _ends(ruleset):
        beyond = (floor(end / grid) + 1) * grid if at[-1] == "at_most" else ceil(end / grid) * grid
        if beyond < above:
            message = t("{score} points have no level: {id} ends before, the next begins at {above}.",
                        score=plain(beyond), id=level.id, above=plain(above))  # fmt: skip
            yield Flaw(at, message, t("Let the levels meet, unless the standard leaves this open."))


def overlapping_levels(ruleset: RuleSet) -> Smells:
    """Scores that two levels claim; the higher one has them."""
    for level, end, above, at in _ends(ruleset):
        if end > above or (end == above and at[-1] == "at_most"):
            message = t("{above} points are claimed by level {id} too, though the one above begins there.",
                        above=plain(above), id=level.id)  # fmt: skip
            yield Flaw(at, message, t("End it with “less_than”, where the level above begins."))


def _ends(ruleset: RuleSet) -> Iterator[tuple[Level, Fraction, Fraction, Path]]:
    """Levels with an end that is neither doubted nor decided on: that end, where the next begins, the end's path."""
    stated = [(index, level) for index, level in enumerate(ruleset.levels) if level.threshold is not None]
    for (_, above), (index, level) in pairwise(stated):
        if level.doubt is not None or level.decide is not None or above.threshold is None:
            continue
        begins = threshold(ruleset, above.threshold)
        for key, end in (("at_most", level.at_most), ("less_than", level.less_than)):
            if end is not None:
                yield level, threshold(ruleset, end), begins, ("levels", index, key)
