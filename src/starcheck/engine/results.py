"""The results of many branches as columns: what `assessment` reads off a row for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from starcheck.engine.exact import Q, as_points
from starcheck.engine.finding_columns import FindingColumns
from starcheck.engine.gap_columns import gaps_of
from starcheck.engine.interval import Interval
from starcheck.engine.losing import lost_and_open
from starcheck.engine.program import Program
from starcheck.engine.quotas import ordered
from starcheck.engine.ranks import is_rated, ranks
from starcheck.engine.truth import Truth, as_expr, possibly, surely
from starcheck.engine.units import ranks_within, units_of
from starcheck.ledger.tables import KEY
from starcheck.model import Standing, State
from starcheck.rules.schema.ruleset import RuleSet

NAME = "name"
SCORE, LEVEL = "score", "level"
LOW, HIGH = "low", "high"
LOST, OPEN = "lost", "open"
BEST, WORST = "rank_best", "rank_worst"
VETOES, OPEN_VETOES = "vetoes", "vetoes_open"
_COMPARED = ("#low", "#high", "#sure", "#may")
"""The scores in units of the grid, and whether they take part."""


@dataclass(frozen=True)
class Results:
    """The columns of a result: one row per branch.

    Attributes:
        program: the compiled rule set over the tables.
    """

    program: Program

    def frame(self, *also: pl.Expr) -> pl.LazyFrame:
        """Branch, name, units, score and level from low to high, sections and pools, vetoes that hold or may hold.

        What `ranked` needs comes last.

        Args:
            also: further columns of the program.
        """
        units = units_of(self.program.ruleset)
        return self.program.frame.select(KEY, NAME, *units, *self.columns(), *also, *self._compared())

    def findings(self) -> pl.LazyFrame:
        """One row for each branch and criterion."""
        return FindingColumns(self.program).frame()

    def gaps(self) -> pl.LazyFrame:
        """One row for each branch and criterion that lacks points."""
        return gaps_of(self.findings(), self.program.ruleset)

    def columns(self) -> Iterator[pl.Expr]:
        """Score, levels, sections, pools, what is lost, and vetoes of a branch, for which no other branch matters."""
        program = self.program
        if program.ruleset.has_total:
            yield from self._points(SCORE, program.total.points)
        if program.ruleset.levels:
            yield from self._levels()
        for total in program.groups:
            yield from self._points(total.group.id, total.points)
        for name, units in zip((LOST, OPEN), lost_and_open(program), strict=True):
            yield as_points(units, program.ruleset.unit).alias(name)
        yield self._named(VETOES, Standing.TRIGGERED)
        yield self._named(OPEN_VETOES, Standing.OPEN)

    def _points(self, name: str, points: Interval) -> Iterator[pl.Expr]:
        """Both ends as exact decimals on the grid of the rule set."""
        for end, units in ((LOW, points.lo), (HIGH, points.hi)):
            yield as_points(units.whole, self.program.ruleset.unit).alias(f"{name}_{end}")

    def _compared(self) -> Iterator[pl.Expr]:
        if not self.program.ruleset.has_total:
            return
        points = self.program.total.points
        rated = is_rated(self.program.total.rated, self.program.leveled.eligibility)
        columns = (whole(points.lo), whole(points.hi), as_expr(surely(rated)), as_expr(possibly(rated)))
        yield from (column.alias(name) for name, column in zip(_COMPARED, columns, strict=True))
        for name in self.program.ruleset.ranking.by:
            for column, end in zip(_parting(name), self.program.contested[name], strict=True):
                yield end.alias(column)

    def _levels(self) -> Iterator[pl.Expr]:
        """Levels by their ids; a state that is certain stands at both ends, a possible one at the lower."""
        program, leveled = self.program, self.program.leveled
        names = [*(str(level.id) for level in program.ruleset.levels), "none"]
        low, high = (pl.lit(pl.Series(names)).gather(rank.cast(pl.UInt32)) for rank in (leveled.low, leveled.high))
        states: list[tuple[Truth, State]] = [(program.total.rated, "not_rated")]
        states += [(truth, rule.otherwise) for rule, truth in leveled.eligibility]
        for truth, state in reversed(states):
            holds = as_expr(truth)
            low = pl.when(holds.is_null()).then(pl.lit(state)).otherwise(low)
        for truth, state in reversed(states):
            fails = ~as_expr(truth).fill_null(value=True)
            low = pl.when(fails).then(pl.lit(state)).otherwise(low)
            high = pl.when(fails).then(pl.lit(state)).otherwise(high)
        yield low.alias(f"{LEVEL}_{LOW}")
        yield high.alias(f"{LEVEL}_{HIGH}")

    def _named(self, name: str, standing: Standing) -> pl.Expr:
        """The ids of the vetoes that stand so."""
        each = [
            pl.when(
                as_expr(truth).is_null() if standing is Standing.OPEN else as_expr(truth).fill_null(value=False)
            ).then(pl.lit(veto.id))
            for veto, truth in self.program.leveled.vetoes
        ]
        if not each:
            return pl.lit([], dtype=pl.List(pl.String)).alias(name)
        return pl.concat_list(each).list.drop_nulls().alias(name)


def ranked(ruleset: RuleSet, rows: pl.DataFrame, left_out: int | None = 0) -> pl.DataFrame:
    """The rows of all branches with their ranks, best and worst, among all and in each unit, last, if there is a score.

    Args:
        ruleset: the rule set by which they were judged.
        rows: as `Results` gives them.
        left_out: how many further branches there may be, of which nothing is known; None if there is no end to them.
    """
    if not ruleset.has_total:
        return rows
    (low, high, sure, may), parting = _COMPARED, [_parting(name) for name in ruleset.ranking.by]
    parted = ordered(rows, (low, high), [(low, high), *parting]) if parting else rows
    best, worst = ranks(low, high, sure, may, left_out=left_out, shared=ruleset.ranking.shared)
    within = ranks_within(rows, ruleset, _COMPARED, left_out)
    found = parted.with_columns(best.alias(BEST), worst.alias(WORST), *within)
    return found.drop(*_COMPARED, *(column for pair in parting for column in pair))


def _parting(name: str) -> tuple[str, str]:
    """The columns of a number that parts those of equal scores, at worst and at best."""
    return f"#{name} parts, low", f"#{name} parts, high"


def whole(units: Q) -> pl.Expr:
    """Points in units of the grid, of which they are whole numbers."""
    return units.whole.expr.cast(pl.Int128)
