"""Percentages that look like fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, written
from starcheck.rules.lint import walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Condition, MeasureTest, Test
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet

_ONE_PERCENT = Fraction(1, 100)


def percent_as_fraction(ruleset: RuleSet) -> Smells:
    """A threshold of less than one percent: 0.95% where 95% was meant."""
    for at, constant in _thresholds(ruleset):
        if constant.percent and 0 < constant.value < _ONE_PERCENT:
            read, meant = written(constant), written(Constant(constant.value * 100, percent=True))
            message = t("“{read}” is less than one percent.", read=read)
            yield Flaw(at, message, t("Write {meant} if that is meant.", meant=meant))


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
