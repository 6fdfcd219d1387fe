"""Thresholds: the level that points reach, with the holes between levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from starcheck.engine.exact import Q
from starcheck.engine.truth import Certain, Truth, as_expr, every, some
from starcheck.rules.schema.levels import Level
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Thresholds:
    """The levels of a rule set by what they ask of the points; ranks count from 0, the highest level."""

    ruleset: RuleSet

    def reached(self, points: Q, allowed: Sequence[Certain]) -> pl.Expr:
        """The highest level whose threshold is reached and whose requirements let it be."""
        rank = pl.lit(len(self.ruleset.levels))
        for index, level in reversed(list(enumerate(self.ruleset.levels))):
            by_points = level.at_least is None or points.at_least(self._in_units(level.at_least))
            reached = every([by_points, allowed[index]])
            rank = pl.when(as_expr(reached)).then(index).otherwise(rank)
        return rank

    def reached_or_hole(self, points: Q, allowed: Sequence[Certain]) -> pl.Expr:
        """The same; points in a hole below a level may count for it."""
        by_points = self.reached(points, [True] * len(allowed))
        rank = self.reached(points, allowed)
        for index, level in enumerate(self.ruleset.levels[1:], start=1):
            beyond = self._beyond(points, level)
            if beyond is not False:
                in_hole = every([by_points == index, beyond, allowed[index - 1]])
                rank = pl.when(as_expr(in_hole)).then(index - 1).otherwise(rank)
        return rank

    def _beyond(self, points: Q, level: Level) -> Truth:
        """Whether the points exceed the upper end of a level."""
        return some(
            [
                level.at_most is not None and points.more_than(self._in_units(level.at_most)),
                level.less_than is not None and points.at_least(self._in_units(level.less_than)),
            ]
        )

    def _in_units(self, constant: Constant) -> Q:
        points = constant.value * self.ruleset.full if constant.percent else constant.value
        return Q.of(points / Fraction(self.ruleset.unit))
