"""Which criteria give branches other points than before, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.finding_columns import (
    CRITERION,
    MISSING,
    OUTCOME,
    POINTS_HIGH,
    POINTS_LOW,
    POINTS_MAX,
    SECTION,
    TARGET,
)
from starcheck.engine.frames import collect_many
from starcheck.engine.value_columns import VALUE_HIGH, VALUE_KIND, VALUE_LOW
from starcheck.insight.comparison.branches import MOVED
from starcheck.insight.comparison.causes import Cause, causes_between, untouched
from starcheck.insight.comparison.sides import NEW, OLD, SIDES, Types, points_type, side
from starcheck.insight.kept import Kept
from starcheck.ledger.tables import KEY

AT_ONCE = 20_000
"""So many branches are compared at once: what bounds the memory."""
CAUSES, BRANCHES, ROSE, FELL = "causes", "branches", "rose", "fell"
POINTS = (POINTS_LOW, POINTS_HIGH)
VALUES = (VALUE_LOW, VALUE_HIGH, VALUE_KIND)


@dataclass(frozen=True)
class Findings:
    """The findings of two results side by side.

    Attributes:
        old: one row for each branch and criterion.
        new: the same.
        causes: what differs between that on which they rest.
        untouched: the criteria that no change of the rule set can have moved.
    """

    old: pl.LazyFrame
    new: pl.LazyFrame
    causes: tuple[Cause, ...]
    untouched: frozenset[str]

    @classmethod
    def of(cls, old: Kept, new: Kept) -> Findings | None:
        """Those of two folders; None if one of them keeps none."""
        if old.findings is None or new.findings is None:
            return None
        causes = causes_between(old.header, new.header)
        spared = untouched(old.header, new.header) if Cause.RULES in causes else frozenset()
        return cls(old.findings, new.findings, causes, spared)

    def shifts(self, branches: pl.Series) -> pl.DataFrame:
        """The criteria that give some branches other points: by branch, the greatest difference first.

        Columns: ``branch``, ``criterion``, ``section``; how points, measured value and the like were and are
        (``points_low_old``, ``points_low_new``, …); ``moved``, by how much the points differ at the end at which they
        differ more; ``causes``, what can have moved them, the one if it is one. What came or went without points
        gives none either way.
        """
        old, new = (self._side(frame, suffix, branches) for frame, suffix in ((self.old, OLD), (self.new, NEW)))
        changes = [pl.col(f"{name}{NEW}").fill_null(0) - pl.col(f"{name}{OLD}").fill_null(0) for name in POINTS]
        shifted = (
            old.join(new, on=[KEY, CRITERION], how="full", coalesce=True)
            .with_columns(pl.max_horizontal(change.abs() for change in changes).alias(MOVED))
            .filter(pl.col(MOVED) > 0)
            .select(
                KEY,
                CRITERION,
                pl.coalesce(f"{SECTION}{NEW}", f"{SECTION}{OLD}").alias(SECTION),
                *(f"{name}{suffix}" for name in self._types if name != SECTION for suffix in SIDES),
                MOVED,
                self._causes(),
            )
        )
        return collect_many(shifted.sort(KEY, MOVED, CRITERION, descending=[False, True, False]))

    def counted(self, branches: pl.Series, at_once: int = AT_ONCE) -> pl.DataFrame:
        """What the criteria do to some branches: the one first that moves most points.

        Columns: ``criterion``; how many ``branches`` have other points, for how many the low end ``rose`` or ``fell``;
        the sums of their points (``points_low_old``, …); ``moved``, the sum of the differences; for each cause, by its
        name, how many of them it can have moved.

        Args:
            branches: in the order of their ids.
            at_once: how many branches are held at once.
        """
        starts = range(0, max(1, len(branches)), at_once)
        parts = pl.concat(self._counted(branches.slice(start, at_once)) for start in starts)
        summed = parts.group_by(CRITERION).agg(pl.exclude(CRITERION).sum())
        return summed.sort(MOVED, CRITERION, descending=[True, False])

    def _counted(self, branches: pl.Series) -> pl.DataFrame:
        change = pl.col(f"{POINTS_LOW}{NEW}").fill_null(0) - pl.col(f"{POINTS_LOW}{OLD}").fill_null(0)
        sums = [f"{name}{suffix}" for name in POINTS for suffix in SIDES]
        return (
            self.shifts(branches)
            .group_by(CRITERION)
            .agg(
                pl.len().cast(pl.Int64).alias(BRANCHES),
                (change > 0).sum().cast(pl.Int64).alias(ROSE),
                (change < 0).sum().cast(pl.Int64).alias(FELL),
                pl.col(*sums, MOVED).sum(),
                *(pl.col(CAUSES).list.contains(cause.value).sum().cast(pl.Int64).alias(cause) for cause in self.causes),
            )
        )

    @cached_property
    def _types(self) -> Types:
        points = points_type([self.old, self.new], POINTS_LOW)
        return {
            SECTION: pl.String,
            OUTCOME: pl.String,
            **dict.fromkeys((*POINTS, POINTS_MAX), points),
            **dict.fromkeys((*VALUES, TARGET), pl.String),
            MISSING: pl.List(pl.String),
        }

    def _side(self, frame: pl.LazyFrame, suffix: str, branches: pl.Series) -> pl.LazyFrame:
        """The findings of some branches in one of the two."""
        near = frame.filter(pl.col(KEY).is_between(pl.lit(branches.min()), pl.lit(branches.max())))
        wanted = near.join(pl.LazyFrame({KEY: branches}), on=KEY, how="semi")
        return wanted.select(KEY, pl.col(CRITERION).cast(pl.String), *side(frame, self._types, suffix))

    def _causes(self) -> pl.Expr:
        """What can have moved the points of a row."""
        if not self.causes:
            return pl.lit([], dtype=pl.List(pl.String)).alias(CAUSES)
        spared = pl.col(CRITERION).is_in(list(self.untouched))
        each = [
            pl.when(~spared if cause is Cause.RULES else pl.lit(value=True)).then(pl.lit(cause.value))
            for cause in self.causes
        ]
        return pl.concat_list(each).list.drop_nulls().alias(CAUSES)
