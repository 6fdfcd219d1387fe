"""Awards: points for every record, a thing that is named counting once."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import polars as pl

from starcheck.engine import rows as over_rows
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.engine.records import Records
from starcheck.engine.rows import Measured, Rows, Values
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.dictionary import RECORD_LIMIT
from starcheck.rules.schema.measures import RecordMeasure
from starcheck.rules.schema.score import Award, RecordTable


def award(sources: Sources, award: Award, world: World) -> Measured:
    """The points of all records, as a quantity."""
    reading = sources.reading(award.each, world)
    like = RecordMeasure.model_construct(where=award.where, within=award.within, evidence=award.evidence)
    rows = sources.rows(award.each, like, world)
    gain, unit = _gain(award.gain, reading)
    measured = _once(sources, award, rows, gain, reading, world) if award.once_per else over_rows.total(rows, gain)
    points = measured.interval.each(lambda end: end * Q.of(unit))
    if award.up_to:
        cap = Q.of(award.up_to.value)
        points = points.each(lambda end: end.least(cap))
    return Measured(points)


def _gain(gain: Fraction | RecordTable, reading: Records) -> tuple[Values, Fraction]:
    """Least and greatest points of a record as whole numbers, and the points that one of them stands for."""
    if isinstance(gain, Fraction):
        points = Int.of(gain.numerator)
        return Values(f"gain {gain}", points, points, (0, points.bound)), Fraction(1, gain.denominator)
    den = lcm(*(points.denominator for _, points in gain.table))
    entries = [(keys, int(points * den)) for keys, points in gain.table]
    greatest = max(points for _, points in entries)
    absent = [~as_expr(reading.has_value(name)) for name in gain.by]
    open_fields = any(reading.is_nullable(name) and not reading.unknown_is_none(name) for name in gain.by)

    def end(pick: object, otherwise: int | None) -> Int:
        may = [
            pl.when(
                pl.all_horizontal(
                    [reading.says(name, key).fill_null(value=True) for name, key in zip(gain.by, keys, strict=True)]
                )
            )
            .then(points)
            .otherwise(otherwise)
            for keys, points in entries
        ]
        hull = pick(may).fill_null(0)  # type: ignore[operator]
        return Int(pl.when(pl.any_horizontal(absent)).then(0).otherwise(hull).cast(pl.Int64), greatest)

    least = end(pl.min_horizontal, None)
    most = end(pl.max_horizontal, None) if open_fields else least
    return Values(f"gain {gain}", least, most, (0, greatest)), Fraction(1, den)


def _once(sources: Sources, award: Award, rows: Rows, gain: Values, reading: Records, world: World) -> Measured:
    """Each thing at its most; a record whose thing is unknown may be one of the others, or not."""
    field = award.once_per or ""
    thing = reading.column(field)
    sure, possible = as_expr(surely(rows.inclusion)), as_expr(possibly(rows.inclusion))
    per_thing = (
        rows.fold.frame.filter(thing.is_not_null())
        .group_by(KEY, thing.alias("thing"))
        .agg(
            lo=pl.when(sure).then(gain.least.expr).otherwise(0).max().cast(pl.Int64),
            hi=pl.when(possible).then(gain.greatest.expr).otherwise(0).max().cast(pl.Int64),
        )
    )
    key = ("once", repr(award), world if reading.differs else None)
    things = sources.folds.setdefault(key, Fold(f"once{len(sources.folds)}", per_thing))

    def added(name: str, aggregate: pl.Expr) -> Int:
        return Int(things.add(name, aggregate.cast(pl.Int64)), gain.limits[1] * RECORD_LIMIT)

    lo, hi, most = added("lo", pl.col("lo").sum()), added("hi", pl.col("hi").sum()), added("most", pl.col("lo").max())
    if reading.is_nullable(field):
        nameless = thing.is_null()

        def aside(name: str, aggregate: pl.Expr) -> Int:
            column = rows.fold.add((rows.key, repr(award), name), aggregate.cast(pl.Int64))
            return Int(column, gain.limits[1] * RECORD_LIMIT)

        low = pl.when(nameless & sure).then(gain.least.expr).otherwise(0)
        high = pl.when(nameless & possible).then(gain.greatest.expr).otherwise(0)
        hi = hi + aside("hi", high.sum())
        if reading.unknown_is_none(field):
            lo = lo + aside("lo", low.sum())
        else:
            lo = lo + (aside("lo", low.max()) - most).most(Int.of(0))
    hi = hi + rows.extra * Int.of(gain.limits[1])
    one = Int.of(1)
    return Measured(Interval(Q(lo, one), Q(hi, one)))
