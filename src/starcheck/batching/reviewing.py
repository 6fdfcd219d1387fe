"""Reviewing: what branches give by their ledgers alone, beside what reviewers made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from starcheck.engine.finding_columns import CRITERION, OUTCOME, POINTS_HIGH, POINTS_LOW, POINTS_MAX
from starcheck.engine.results import HIGH, LEVEL, LOW, SCORE
from starcheck.errors import Problem
from starcheck.ledger.adjustments import Adjustments
from starcheck.ledger.adjustments.bearing import Bearing
from starcheck.ledger.tables import KEY
from starcheck.model import AdjustmentKind
from starcheck.rules.schema.ruleset import RuleSet

SELF, ADJUSTED = "self", "adjusted"
"""What the columns of the self-assessed result begin with; the column that lists what was adjusted."""
BEFORE = "before"
"""What columns end with that say what a finding was."""
_TOLD = (OUTCOME, POINTS_LOW, POINTS_HIGH)
_STATED = pl.Schema({
    KEY: pl.String, CRITERION: pl.String, "key": pl.String, "kind": pl.String, "value": pl.String,
    "reason": pl.String, "authority": pl.String, "on": pl.Date, "evidence": pl.String, "until": pl.Date,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The adjustments of a run, by a rule set."""

    adjustments: Adjustments
    ruleset: RuleSet

    @property
    def moves_others(self) -> bool:
        """Whether they may move branches that they do not name, which are compared with those that they do."""
        return any(each.adjustment.kind is AdjustmentKind.RATING for each in self.adjustments.placed)

    def branches(self) -> pl.LazyFrame:
        """The branches that are named."""
        return pl.LazyFrame({KEY: self.adjustments.branches}, schema={KEY: pl.String})

    def stated(self) -> pl.DataFrame:
        """A row for each adjustment and each criterion that it bears on."""
        bearing = Bearing(self.ruleset)
        rows = (
            (branch, criterion, each.key, each.kind.value, str(each.value), each.reason, each.authority, each.on,
             each.evidence, each.until)
            for branch, own in self.adjustments.by_branch().items()
            for criterion, listed in bearing.on(own).items()
            for each in listed
        )  # fmt: skip
        return pl.DataFrame(list(rows), schema=_STATED, orient="row")

    def beside(self, rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
        """Rows of results with what they are by the ledgers alone, and what was adjusted.

        Args:
            rows: reviewed, as `judged_rows` gives them.
            before: self-assessed, those whose reviewed rows may differ.
        """
        names = [name for what in (SCORE, LEVEL) for end in (LOW, HIGH) if (name := f"{what}_{end}") in rows.columns]
        own = before.select(KEY, *(pl.col(name).alias(f"{SELF}_{name}") for name in names))
        keys = [(branch, [each.key for each in stated]) for branch, stated in self.adjustments.by_branch().items()]
        listed = pl.DataFrame(keys, schema={KEY: pl.String, ADJUSTED: pl.List(pl.String)}, orient="row")
        joined = rows
        for frame in (own, listed):
            joined = joined.join(frame, on=KEY, how="left", maintain_order="left")
        filled = [pl.coalesce(f"{SELF}_{name}", name).alias(f"{SELF}_{name}") for name in names]
        told = joined.with_columns(*filled, pl.col(ADJUSTED).fill_null([]))
        inner = [name for name in rows.columns if name.startswith("#")]
        return told.select(pl.exclude(inner), *inner)

    def told(self, before: pl.LazyFrame, after: pl.LazyFrame) -> pl.DataFrame:
        """What each adjustment made of the findings that it bears on.

        Args:
            before: the findings of branches by their ledgers alone.
            after: those that were reviewed.
        """
        keys = [KEY, CRITERION]
        was = _by_text(before).select(*keys, pl.col(_TOLD).name.suffix(f"_{BEFORE}"))
        now = _by_text(after).select(*keys, *_TOLD, POINTS_MAX)
        joined = self.stated().lazy().join(was, on=keys).join(now, on=keys)
        return joined.sort(KEY, CRITERION, "key").collect()

    def beyond(self, told: pl.DataFrame) -> Sequence[Problem]:
        """That points are more than a criterion gives a branch, where that is not the same for all."""
        stated = told.filter(pl.col("kind") == AdjustmentKind.POINTS.value)
        above = stated.filter(pl.col("value").cast(pl.Decimal(38, 6)) > pl.col(POINTS_MAX))
        most = {(branch, key): points for branch, key, points in above.select(KEY, "key", POINTS_MAX).iter_rows()}
        found = ((each, most.get((each.adjustment.branch, each.adjustment.key))) for each in self.adjustments.placed)
        return [
            each.beyond(limit)
            for each, limit in found
            if limit is not None and each.adjustment.kind is AdjustmentKind.POINTS
        ]

    def unmatched(self, results: pl.DataFrame) -> Sequence[Problem]:
        """That adjustments name branches that were not judged."""
        absent = self.branches().join(results.lazy().select(KEY), on=KEY, how="anti").collect().to_series().to_list()
        return self.adjustments.unmatched(absent)


def _by_text(findings: pl.LazyFrame) -> pl.LazyFrame:
    return findings.with_columns(pl.col(CRITERION).cast(pl.String))
