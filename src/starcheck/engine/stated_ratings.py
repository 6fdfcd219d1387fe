"""Results of ratings that reviewers state instead of the marks."""

from __future__ import annotations

import polars as pl

from starcheck.engine.exact import Int, Q, pick_q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.engine.rows import Measured
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr
from starcheck.ledger.tables import CHANGE_KEY, CHANGE_RATING
from starcheck.rules.schema.measures import Rating

PLACES = 6
"""The decimals in which results are stated."""
BOUND = 10**12


def or_stated(measured: Measured, measure: Rating, sources: Sources) -> Measured:
    """The result of a rating over the assessed period; where reviewers state it, that and nothing else."""
    for key in _keys(measure, sources):
        units = _stated(sources, key)
        value = Q(Int(units.fill_null(0), BOUND), Int.of(10**PLACES))
        is_stated = units.is_not_null()
        ends = (pick_q(is_stated, value, end) for end in (measured.interval.lo, measured.interval.hi))
        defined = pl.when(is_stated).then(pl.lit(value=True)).otherwise(as_expr(measured.defined))
        measured = Measured(Interval(*ends), defined, measured.detail)
    return measured


def _keys(measure: Rating, sources: Sources) -> list[str]:
    """The names under which the result is stated somewhere; that of one span of the period never is."""
    changes = sources.tables.changes
    if changes is None or sources.clock.around is not None:
        return []
    named = sources.ruleset.measures.items()
    return [name for name, each in named if name in changes.keys and each == measure]


def _stated(sources: Sources, key: str) -> pl.Expr:
    """What reviewers state of a rating, null where they state nothing."""
    assert sources.tables.changes is not None
    fold = sources.folds.setdefault("ratings stated", Fold("stated", sources.tables.changes.frame))
    mine = pl.when(pl.col(CHANGE_KEY) == key).then(pl.col(CHANGE_RATING))
    return fold.add(key, mine.drop_nulls().first(), zero=False)
