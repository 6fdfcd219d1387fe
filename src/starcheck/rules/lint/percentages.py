"""Percentages that look like fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain, written
from starcheck.rules.check.paths import groups
from starcheck.rules.lint import walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import SCORE, Comparison, Condition, MeasureTest, SectionTest, Test
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet, Section

_ONE_PERCENT = Fraction(1, 100)


def percent_as_fraction(ruleset: RuleSet) -> Smells:
    """A threshold of less than one percent, or of a fraction of a point: 0.95% or 0.95 where 95% was meant."""
    for at, constant in _thresholds(ruleset):
        if constant.percent and 0 < constant.value < _ONE_PERCENT:
            read, meant = written(constant), written(Constant(constant.value * 100, percent=True))
            message = t("“{read}” is less than one percent.", read=read)
            yield Flaw(at, message, t("Write {meant} if that is meant.", meant=meant))

    for at, constant, whole in _points(ruleset):
        if not constant.percent and 0 < constant.value < 1 < whole:
            read, meant = written(constant), written(Constant(constant.value, percent=True))
            message = t("“{read}” asks for so many points, of {points}.", read=read, points=plain(whole))
            yield Flaw(at, message, t("Write {meant} if a percentage is meant.", meant=meant))


def _points(ruleset: RuleSet) -> Iterator[tuple[Path, Constant, Fraction]]:
    """Every threshold of points, with the points there are; those of pools are often small."""
    for index, level in enumerate(ruleset.levels):
        if level.threshold is not None:
            yield ("levels", index, "at_least"), level.threshold, ruleset.full
    for section, at in groups(ruleset):
        if isinstance(section, Section) and section.pass_ is not None:
            yield (*at, "pass"), section.pass_, section.points.value
    for placed in walk.branch_conditions(ruleset):
        for part in walk.leaves(placed.condition):
            comparisons, whole = _asked_for(ruleset, part)
            for comparison in comparisons:
                if isinstance(comparison.operand, Constant):
                    yield (*placed.at, *comparison.at), comparison.operand, whole


def _asked_for(ruleset: RuleSet, part: Condition) -> tuple[tuple[Comparison, ...], Fraction]:
    """What is asked of the points of a section or the score, with the points there are."""
    match part:
        case SectionTest(name, comparisons):
            wholes = {group.id: group.points.value for group in ruleset.groups if isinstance(group, Section)}
            return comparisons, wholes.get(name, Fraction(0))
        case Test(name, comparisons) if name == SCORE:
            return comparisons, ruleset.full
        case _:
            return (), Fraction(0)


def _thresholds(ruleset: RuleSet) -> Iterator[tuple[Path, Constant]]:
    for name, constant in ruleset.constants.items():
        yield ("constants", name), constant
    conditions: list[tuple[Condition, Path]] = [(each.condition, each.at) for each in walk.branch_conditions(ruleset)]
    conditions += [(each.condition, each.at) for each in walk.record_conditions(ruleset)]
    for condition, at in conditions:
        for part in walk.leaves(condition):
            for comparison in part.comparisons if isinstance(part, Test | MeasureTest) else ():
                operands = comparison.operand if isinstance(comparison.operand, tuple) else (comparison.operand,)
                yield from (((*at, *comparison.at), each) for each in operands if isinstance(each, Constant))
