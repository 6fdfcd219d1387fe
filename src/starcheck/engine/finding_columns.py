"""The findings of many branches as columns: one row for each branch and criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from starcheck.engine.exact import Int, as_points, as_text, points_type
from starcheck.engine.frames import Stage
from starcheck.engine.judge import Judged
from starcheck.engine.missing_columns import MissingColumns
from starcheck.engine.program import Program
from starcheck.engine.truth import Truth, as_expr, every, known, negate, possibly, some, unknown
from starcheck.engine.value_columns import VALUE_COLUMNS, value_columns
from starcheck.ledger.tables import KEY
from starcheck.model import Outcome, Reason

CRITERION, SECTION, OUTCOME, REASON = "criterion", "section", "outcome", "reason"
POINTS_LOW, POINTS_HIGH, POINTS_MAX = "points_low", "points_high", "points_max"
TARGET, MISSING, DUE_BY = "target", "missing", "due_by"
_OUTCOMES, _REASONS = pl.Enum(Outcome), pl.Enum(Reason)
_MET, _PARTLY_MET, _NOT_MET, _OPEN, _NOT_APPLICABLE = (pl.lit(each, dtype=_OUTCOMES) for each in Outcome)
_UNKNOWN, _NOT_YET_DUE, _AWAITING_REVIEWER = (pl.lit(each, dtype=_REASONS) for each in Reason)


@dataclass(frozen=True)
class FindingColumns:
    """What the findings of a program say, read off no row.

    Attributes:
        program: the compiled rule set over the tables.
    """

    program: Program

    @property
    def schema(self) -> Mapping[str, pl.DataType | type[pl.DataType]]:
        """The columns with their types."""
        ruleset = self.program.ruleset
        points = points_type(ruleset.unit)
        return {
            KEY: pl.String,
            CRITERION: pl.Enum([judged.id for judged in self.program.judged]),
            SECTION: pl.Enum([group.id for group in ruleset.groups]),
            OUTCOME: _OUTCOMES,
            REASON: _REASONS,
            POINTS_LOW: points,
            POINTS_HIGH: points,
            POINTS_MAX: points,
            **VALUE_COLUMNS,
            TARGET: pl.String,
            MISSING: pl.List(pl.String),
            DUE_BY: pl.Date,
        }

    def frame(self) -> pl.LazyFrame:
        """One row for each branch and criterion, ordered by the branch's id, then as in the rule set.

        The rows of a branch are made beside one another, then told apart: nothing is computed twice.
        """
        if not self.program.judged:
            return pl.LazyFrame(schema=self.schema)
        stage = Stage()
        rows = {judged.id: self._row(judged, stage) for judged in self.program.judged}
        wide = (
            stage.laid_over(self.program.frame)
            .sort(KEY)
            .select(
                KEY,
                *(value.alias(f"{name} {criterion}") for criterion, row in rows.items() for name, value in row.items()),
            )
        )
        names = [name for name in self.schema if name != KEY]
        return wide.map_batches(
            partial(_told_apart, criteria=tuple(rows), names=names),
            predicate_pushdown=False,
            projection_pushdown=False,
            slice_pushdown=False,
            schema=self.schema,
            streamable=True,
        )

    def _row(self, judged: Judged, stage: Stage) -> Mapping[str, pl.Expr]:
        unit, schema = self.program.ruleset.unit, self.schema
        low, high = (
            stage.int(f"{judged.id} {end}", units.whole)
            for end, units in (("low", judged.points.lo), ("high", judged.points.hi))
        )
        outcome = stage.name(f"{judged.id} outcome", _outcome(judged, low, high))
        reason = stage.name(f"{judged.id} reason", self._reason(judged, outcome, low))
        missing = MissingColumns(self.program, judged, stage, outcome)
        found = {
            CRITERION: pl.lit(judged.id),
            SECTION: pl.lit(judged.group.id),
            OUTCOME: outcome,
            REASON: reason,
            POINTS_LOW: as_points(low, unit),
            POINTS_HIGH: as_points(high, unit),
            POINTS_MAX: pl.lit(None) if judged.top is None else as_points(judged.top, unit),
            **value_columns(self.program, judged),
            TARGET: pl.lit(None) if judged.target is None else as_text(judged.target.interval.lo),
            MISSING: missing.ids(),
            DUE_BY: _unless(judged.adjusted, pl.coalesce(missing.due_by(), self._when_over(reason))),
        }
        return {name: value.cast(schema[name]) for name, value in found.items()}

    def _reason(self, judged: Judged, outcome: pl.Expr, low: Int) -> pl.Expr:
        """Why a criterion is open."""
        unreviewed = [(state == "unreviewed").fill_null(value=False) for state in judged.papers.values()]
        awaits = some(known(answer) for answer in (*judged.marks.values(), *unreviewed))
        standing = judged.standing_high.whole
        not_due = every([known(_equal(low, standing)), negate(known(unknown(judged.applies)))])
        why = _either(not_due, _NOT_YET_DUE, _either(awaits, _AWAITING_REVIEWER, _UNKNOWN))
        return pl.when(outcome == Outcome.OPEN.value).then(why)

    def _when_over(self, reason: pl.Expr) -> pl.Expr:
        """The end of the period, for what is only not yet due."""
        return pl.when(reason == Reason.NOT_YET_DUE.value).then(pl.lit(self.program.clock.period.end))


def _told_apart(wide: pl.DataFrame, criteria: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """The rows of each branch below one another instead of beside one another."""
    each = [wide.select(KEY, **{name: pl.col(f"{name} {criterion}") for name in names}) for criterion in criteria]
    row = pl.int_range(wide.height * len(criteria), eager=True)
    return pl.concat(each, rechunk=True)[row % len(criteria) * wide.height + row // len(criteria)]


def _outcome(judged: Judged, low: Int, high: Int) -> pl.Expr:
    """The outcome, as `outcome_of` finds it for one branch."""
    if judged.top is None:
        settled = _either(known(low.positive()), _MET, _NOT_MET)
    else:
        partly = _either(known(high.more_than(Int.of(judged.floor))), _PARTLY_MET, _NOT_MET)
        settled = _either(known(_equal(low, judged.top)), _MET, partly)
    is_open = some([known(high.more_than(low)), known(unknown(judged.applies))])
    return _either(known(possibly(judged.applies)), _either(is_open, _OPEN, settled), _NOT_APPLICABLE)


def _unless(holds: Truth, value: pl.Expr) -> pl.Expr:
    return value if holds is False else pl.when(~as_expr(holds)).then(value)


def _either(holds: Truth, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    return pl.when(as_expr(holds)).then(then).otherwise(otherwise)


def _equal(one: Int, other: Int) -> pl.Expr | bool:
    if one.constant is not None and other.constant is not None:
        return one.constant == other.constant
    return one.expr == other.expr
