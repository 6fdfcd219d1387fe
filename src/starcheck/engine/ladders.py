"""The ladder: how far above its last level a branch may rise."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from starcheck.engine.checks import Checking
from starcheck.engine.records import Records
from starcheck.engine.truth import Certain, Truth, as_expr, between, possibly, surely
from starcheck.rules.schema.dictionary import bare_name
from starcheck.rules.schema.levels import Ladder
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Limited:
    """What a ladder leaves to every branch.

    Attributes:
        low, high: the best rank that the lower and the upper end may have.
        applies: whether there is a level that is out of reach.
    """

    ladder: Ladder
    low: pl.Expr
    high: pl.Expr
    applies: Truth


def limited(ladder: Ladder, checking: Checking) -> Limited:
    """The limits of a ladder, where no exception frees from them."""
    judging = checking.judging
    exempt = False if ladder.unless is None else checking.holds("ladder?", ladder.unless)
    branch = judging.readings.sources.branch()
    low, high = _best(ladder, judging.ruleset, branch)
    low = judging.stage.name("ladder.low", _unless(surely(exempt), low))
    high = judging.stage.name("ladder.high", _unless(possibly(exempt), high))
    return Limited(ladder, low, high, judging.stage.truth("ladder", between(high > 0, low > 0)))


def _best(ladder: Ladder, ruleset: RuleSet, branch: Records) -> tuple[pl.Expr, pl.Expr]:
    """The best rank at the lower and the upper end; an unknown last level may be any that the table names."""
    ranks = {level.id: rank for rank, level in enumerate(ruleset.levels)}
    without = len(ruleset.levels)
    best = {choice: max(0, ranks.get(rung, without) - ladder.steps) for choice, rung in ladder.table.items()}
    name = bare_name(ladder.from_)
    found = branch.column(name).cast(pl.String).replace_strict(best, default=None, return_dtype=pl.Int64)
    if not branch.is_nullable(name):
        return found, found
    if branch.unknown_is_none(name):
        known = found.fill_null(max(0, without - ladder.steps))
        return known, known
    return found.fill_null(max(best.values())), found.fill_null(min(best.values()))


def _unless(exempt: Certain, rank: pl.Expr) -> pl.Expr:
    return rank if exempt is False else pl.when(as_expr(exempt)).then(0).otherwise(rank)
