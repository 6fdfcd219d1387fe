"""Adjusting: reviewers' changes of the points of criteria, between judging and totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval, choose
from starcheck.engine.judged import Judged, without
from starcheck.engine.sources import Sources
from starcheck.engine.truth import Known, Truth, as_expr, is_known
from starcheck.engine.zeros import vetoed
from starcheck.ledger.tables import CHANGE_KEY, CHANGE_OUTCOME, CHANGE_POINTS, Changes

ONE = Int.of(1)
MOST_POINTS = 10**6
"""More than a file of adjustments can state."""


@dataclass(frozen=True)
class Adjusting:
    """What adjusting needs: the changes of all branches, and where columns go."""

    sources: Sources
    changes: Changes

    def adjusted(self, judged: Judged) -> Judged:
        """A criterion with what reviewers made of it.

        Vetoes come after reviewers: what one makes zero stays zero.
        """
        if judged.id not in self.changes.keys:
            return judged
        name, stage = f"{judged.id} changed", self.sources.stage
        points, outcome = (self._stated(judged.id, column) for column in (CHANGE_POINTS, CHANGE_OUTCOME))
        is_adjusted = Known(stage.name(f"{name}?", points.is_not_null() | outcome.is_not_null()))
        settled = stage.keep(vetoed(Interval.point(Q(self._units(judged, points, outcome), ONE)), judged.zeros))
        applies = self._applies(judged, is_adjusted.expr, outcome)
        if_it_applies = stage.keep(choose(is_adjusted, settled, judged.if_it_applies))
        standing = choose(is_adjusted, settled, judged.standing)
        otherwise = vetoed(Interval.point(without(judged.top, judged.drops)), judged.zeros)
        return replace(
            judged,
            applies=applies,
            can_drop=applies is not True,
            if_it_applies=if_it_applies,
            standing=standing,
            points=stage.keep(choose(applies, if_it_applies, otherwise)),
            standing_high=choose(applies, Interval.point(standing.hi), otherwise).hi,
            adjusted=is_adjusted,
        )

    def _units(self, judged: Judged, points: pl.Expr, outcome: pl.Expr) -> Int:
        """The points that are stated, by themselves or by an outcome, as far as the criterion gives them."""
        floor, top = Int.of(judged.floor), judged.top
        met = floor if top is None else top
        units = (
            pl.when(outcome == "met").then(met.expr).when(outcome == "not_met").then(floor.expr).otherwise(points)
        ).fill_null(0)
        if top is None:
            bound = max(int(MOST_POINTS / Fraction(self.sources.ruleset.unit)), floor.bound)
            return Int(pl.max_horizontal(units, floor.expr), bound)
        clipped = pl.max_horizontal(pl.min_horizontal(units, top.expr), floor.expr)
        return Int(clipped, max(top.bound, abs(judged.floor)), 1 if judged.floor >= 0 else 0)

    def _applies(self, judged: Judged, is_adjusted: pl.Expr, outcome: pl.Expr) -> Truth:
        """A criterion that is given points applies; one applies no more of which a reviewer says so."""
        if judged.applies is True and judged.id not in self.changes.dropped:
            return True
        says = outcome.ne_missing("not_applicable")
        answer = pl.when(is_adjusted).then(says).otherwise(as_expr(judged.applies))
        name = f"{judged.id} changed applies?"
        named = self.sources.stage.name(name, answer)
        return Known(named) if is_known(judged.applies) else named

    def _stated(self, key: str, column: str) -> pl.Expr:
        """What reviewers say of a criterion, null where they say nothing."""
        fold = self.sources.folds.setdefault("changes", Fold("changes", self.changes.frame))
        mine = pl.when(pl.col(CHANGE_KEY) == key).then(pl.col(column))
        return fold.add((key, column), mine.drop_nulls().first(), zero=False)
