"""Thresholds: the level that points reach, with the holes between levels and the places filled by rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

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

    @property
    def stated(self) -> dict[int, Constant | None]:
        """Where each level begins, by rank, those filled by rank left out; None where points decide nothing."""
        return {rank: level.threshold for rank, level in enumerate(self.ruleset.levels) if not level.by_rank}

    def reached(self, points: Q, allowed: Sequence[Certain]) -> pl.Expr:
        """The highest level whose threshold is reached and whose requirements let it be."""
        return self._highest(points, self.stated, allowed)

    def given(self, points: Q, allowed: Sequence[Certain]) -> pl.Expr:
        """The same where every level that is filled by rank has room."""
        return self._highest(points, self._with_those_by_rank(), allowed)

    def possible(self, points: Q, allowed: Sequence[Certain]) -> pl.Expr:
        """The same; points in a hole below a level may count for it, and a level filled by rank may be given."""
        stated = self.stated
        by_points = self._highest(points, stated, [True] * len(allowed))
        rank = self._highest(points, self._with_those_by_rank(), allowed)
        for above, index in pairwise(stated):
            beyond = self._beyond(points, self.ruleset.levels[index])
            if beyond is not False:
                in_hole = every([by_points == index, beyond, allowed[above]])
                rank = pl.when(as_expr(in_hole)).then(pl.min_horizontal(rank, above)).otherwise(rank)
        return rank

    def _with_those_by_rank(self) -> dict[int, Constant | None]:
        """Where every level begins; one that is filled by rank where the next below does, if any does."""
        begins: dict[int, Constant | None] = {}
        below: Constant | None = None
        for rank, level in reversed(list(enumerate(self.ruleset.levels))):
            below = below if level.by_rank else level.threshold
            begins[rank] = below
        return begins

    def _highest(self, points: Q, begins: Mapping[int, Constant | None], allowed: Sequence[Certain]) -> pl.Expr:
        rank = pl.lit(len(self.ruleset.levels))
        for index in sorted(begins, reverse=True):
            least = begins[index]
            reached = every([least is None or points.at_least(self._in_units(least)), allowed[index]])
            rank = pl.when(as_expr(reached)).then(index).otherwise(rank)
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
