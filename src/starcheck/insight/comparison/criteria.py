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
from starcheck.insight.comparison.reviewed import ADJUSTED, is_adjusted, moved_by_itself, with_adjusted
from starcheck.insight.comparison.sides import NEW, OLD, SIDES, Types, points_type, side
from starcheck.insight.kept import Kept
from starcheck.ledger.digest import DIGEST
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
        digests: what each branch provided for the one and for the other, None if that is not known of both.
        adjustments: what reviewers changed of the one and of the other.
    """

    old: pl.LazyFrame
    new: pl.LazyFrame
    causes: tuple[Cause, ...]
    untouched: frozenset[str]
    digests: tuple[pl.LazyFrame, pl.LazyFrame] | None = None
    adjustments: tuple[pl.LazyFrame | None, pl.LazyFrame | None] = (None, None)

    @classmethod
    def of(cls, old: Kept, new: Kept) -> Findings | None:
        """Those of two folders; None if one of them keeps none."""
        if old.findings is None or new.findings is None:
            return None
        causes = causes_between(old.header, new.header)
        spared = untouched(old.header, new.header) if Cause.RULES in causes else frozenset()
        digests = None if old.digests is None or new.digests is None else (old.digests, new.digests)
        return cls(old.findings, new.findings, causes, spared, digests, (old.adjustments, new.adjustments))

    def shifts(self, branches: pl.Series) -> pl.DataFrame:
        """The criteria that give some branches other points: by branch, the greatest difference first.

        Columns: ``branch``, ``criterion``, ``section``; how points, measured value and the like were and are
        (``points_low_old``, ``points_low_new``, …); ``moved``, by how much the points differ at the end at which they
        differ more; ``causes``, what can have moved them, the one if it is one. What came or went without points
        gives none either way.
        """
        return collect_many(self._shifted(branches).sort(KEY, MOVED, CRITERION, descending=[False, True, False]))

    def _shifted(self, branches: pl.Series) -> pl.LazyFrame:
        """The rows of `shifts` in any order."""
        old, new = (self._side(frame, suffix, branches) for frame, suffix in ((self.old, OLD), (self.new, NEW)))
        changes = [pl.col(f"{name}{NEW}").fill_null(0) - pl.col(f"{name}{OLD}").fill_null(0) for name in POINTS]
        moved = (
            old.join(new, on=[KEY, CRITERION], how="full", coalesce=True)
            .with_columns(pl.max_horizontal(change.abs() for change in changes).alias(MOVED))
            .filter(pl.col(MOVED) > 0)
        )
        reviewed = with_adjusted(moved, self.adjustments, self._points)
        return self._with_digests(reviewed, branches).select(
            KEY,
            CRITERION,
            pl.coalesce(f"{SECTION}{NEW}", f"{SECTION}{OLD}").alias(SECTION),
            *(f"{name}{suffix}" for name in self._types if name != SECTION for suffix in SIDES),
            MOVED,
            *(f"{ADJUSTED}{suffix}" for suffix in SIDES),
            self._causes(),
        )

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
        return collect_many(
            self._shifted(branches)
            .group_by(CRITERION)
            .agg(
                pl.len().cast(pl.Int64).alias(BRANCHES),
                (change > 0).sum().cast(pl.Int64).alias(ROSE),
                (change < 0).sum().cast(pl.Int64).alias(FELL),
                pl.col(*sums, MOVED).sum(),
                *(pl.col(CAUSES).list.contains(cause.value).sum().cast(pl.Int64).alias(cause) for cause in self.named),
            )
        )

    @property
    def named(self) -> tuple[Cause, ...]:
        """What `shifts` may name as causes."""
        apart = {Cause.ADJUSTED, *([] if self.digests is None else [Cause.FACTS])}
        return (*self.causes, *([Cause.OTHERS] if apart & {*self.causes} else []))

    @cached_property
    def _points(self) -> pl.Decimal:
        return points_type([self.old, self.new], POINTS_LOW)

    @cached_property
    def _types(self) -> Types:
        return {
            SECTION: pl.String,
            OUTCOME: pl.String,
            **dict.fromkeys((*POINTS, POINTS_MAX), self._points),
            **dict.fromkeys((*VALUES, TARGET), pl.String),
            MISSING: pl.List(pl.String),
        }

    def _side(self, frame: pl.LazyFrame, suffix: str, branches: pl.Series) -> pl.LazyFrame:
        """The findings of some branches in one of the two."""
        wanted = _near(frame, branches).join(pl.LazyFrame({KEY: branches}), on=KEY, how="semi")
        return wanted.select(KEY, pl.col(CRITERION).cast(pl.String), *side(frame, self._types, suffix))

    def _with_digests(self, rows: pl.LazyFrame, branches: pl.Series) -> pl.LazyFrame:
        """Rows with the digests of what their branch provided for the one and for the other."""
        for frame, suffix in zip(self.digests or (), SIDES, strict=False):
            digests = _near(frame, branches).select(KEY, pl.col(DIGEST).alias(f"{DIGEST}{suffix}"))
            rows = rows.join(digests, on=KEY, how="left")
        return rows

    def _causes(self) -> pl.Expr:
        """What can have moved the points of a row; the facts of other branches only where nothing else can have."""
        if not self.causes:
            return pl.lit([], dtype=pl.List(pl.String)).alias(CAUSES)
        each = [pl.when(self._can_move(cause)).then(pl.lit(cause.value)) for cause in self.causes]
        found = pl.concat_list(each).list.drop_nulls()
        if Cause.OTHERS in self.named:
            found = pl.when(found.list.len() == 0).then(pl.lit([Cause.OTHERS.value])).otherwise(found)
        return found.alias(CAUSES)

    def _can_move(self, cause: Cause) -> pl.Expr:
        """Whether something can have moved the points of a row."""
        if cause is Cause.ADJUSTED:
            return is_adjusted()
        holds = {Cause.RULES: ~pl.col(CRITERION).is_in(list(self.untouched))}
        if self.digests is not None:
            holds[Cause.FACTS] = pl.col(f"{DIGEST}{OLD}").ne_missing(pl.col(f"{DIGEST}{NEW}"))
        other = holds.get(cause, pl.lit(value=True))
        return other & (~is_adjusted() | moved_by_itself()) if Cause.ADJUSTED in self.causes else other


def _near(frame: pl.LazyFrame, branches: pl.Series) -> pl.LazyFrame:
    """The rows from the first to the last of some branches: the rest of a file is not read."""
    return frame.filter(pl.col(KEY).is_between(pl.lit(branches.min()), pl.lit(branches.max())))
