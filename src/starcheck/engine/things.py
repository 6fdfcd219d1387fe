"""Things that several records of an award name: each counts once, or further records count by a share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import polars as pl

from starcheck.engine.exact import NARROW, Int, Q, TooLargeError
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.engine.records import Records
from starcheck.engine.rows import Measured, Rows, Values
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.dictionary import RECORD_LIMIT
from starcheck.rules.schema.score import Award

ONCE = (Fraction(1), Fraction(0))
"""The best record of a thing counts, the others do not."""


def by_thing(sources: Sources, award: Award, rows: Rows, gain: Values, reading: Records) -> Measured:
    """The points of every thing; a record whose thing is unknown may be one of the others, or not."""
    names = award.once_per or ()
    shares = tuple(share.value for share in award.others) or ONCE
    den = lcm(*(share.denominator for share in shares))
    weights = [int(share * den) for share in shares]
    first = weights[0]
    bound = gain.limits[1] * RECORD_LIMIT * den
    if bound > NARROW:
        raise TooLargeError
    low = pl.when(as_expr(surely(rows.inclusion))).then(gain.least.expr).otherwise(0)
    high = pl.when(as_expr(possibly(rows.inclusion))).then(gain.greatest.expr).otherwise(0)
    is_named = pl.all_horizontal([reading.column(name).is_not_null() for name in names])
    per_thing = (
        rows.fold.frame.filter(is_named)
        .select(
            KEY, *(reading.column(name).alias(f"thing{index}") for index, name in enumerate(names)), lo=low, hi=high
        )
        .group_by(KEY, *(f"thing{index}" for index in range(len(names))))
        .agg(_weighed(pl.col(end), weights).alias(end) for end in ("lo", "hi"))
    )
    key = ("once", repr(award), reading.world if reading.differs else None)
    things = sources.folds.setdefault(key, Fold(f"once{len(sources.folds)}", per_thing))

    def added(name: str, aggregate: pl.Expr) -> Int:
        return Int(things.add(name, aggregate.cast(pl.Int64)), bound, 1)

    def aside(name: str, aggregate: pl.Expr) -> Int:
        return Int(rows.fold.add((rows.key, repr(award), name), (aggregate * first).cast(pl.Int64)), bound, 1)

    def where(chosen: pl.Expr, points: pl.Expr) -> pl.Expr:
        return pl.when(chosen).then(points).otherwise(0)

    lo, hi, most = added("lo", pl.col("lo").sum()), added("hi", pl.col("hi").sum()), added("most", pl.col("lo").max())
    alone, nameless = _unnamed(names, reading)
    if alone is not None:
        lo, hi = lo + aside("alone lo", where(alone, low).sum()), hi + aside("alone hi", where(alone, high).sum())
        most = most.most(aside("alone most", where(alone, low).max().fill_null(0)))
    if nameless is not None:
        hi = hi + aside("nameless hi", where(nameless, high).sum())
        if shares == ONCE:
            best = aside("nameless lo", where(nameless, low).max().fill_null(0))
            lo = lo + (best - most).most(Int.of(0))
    hi = hi + rows.extra * Int.of(gain.limits[1] * first)
    return Measured(Interval(Q(lo, Int.of(den)), Q(hi, Int.of(den))))


def _weighed(points: pl.Expr, weights: Sequence[int]) -> pl.Expr:
    """The greatest by the first weight, and so on; everything further by the last."""
    last = weights[-1]
    total = points.sum() * last if last else pl.lit(0)
    for rank, weight in enumerate(weights[:-1]):
        if weight > last:
            of_rank = points.max() if rank == 0 else points.sort(descending=True).get(rank, null_on_oob=True)
            total = total + of_rank.fill_null(0) * (weight - last)
    return total.cast(pl.Int64)


def _unnamed(names: Sequence[str], reading: Records) -> tuple[pl.Expr | None, pl.Expr | None]:
    """Records that are a thing of their own, because a field is none, and those whose thing is unknown."""
    empty = [name for name in names if reading.is_nullable(name)]
    nowhere = [reading.column(name).is_null() for name in empty if reading.unknown_is_none(name)]
    unknown = [reading.column(name).is_null() for name in empty if not reading.unknown_is_none(name)]
    alone = pl.any_horizontal(nowhere) if nowhere else None
    nameless = pl.any_horizontal(unknown) if unknown else None
    if alone is not None and nameless is not None:
        nameless = nameless & ~alone
    return alone, nameless
