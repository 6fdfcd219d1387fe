"""Measures that go by keys: first an aggregate per key, then one over the keys."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from starcheck.engine import rows as over_rows
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval, compare
from starcheck.engine.rows import Measured, Rows, Values
from starcheck.engine.sources import Sources
from starcheck.engine.truth import Truth, as_expr, every, possibly, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.conditions import Comparison
from starcheck.rules.schema.dictionary import RECORD_LIMIT
from starcheck.rules.schema.measures import Each, Sum
from starcheck.rules.schema.numbers import Constant

LO, HI, SURE, POSSIBLE = "each lo", "each hi", "each sure", "each possible"
ADD_LO, ADD_HI, ALL_LO, ALL_HI, EXTRA = "each +lo", "each +hi", "each *lo", "each *hi", "each extra"
BY = "each key"
"""Columns beside those of the records; no field has a space in its name."""


@dataclass(frozen=True)
class Taken:
    """What is taken of each record: its least and greatest value, and whether it counts."""

    least: Int
    greatest: Int
    limits: tuple[int, int]
    scale: int
    truth: Truth


def each(sources: Sources, measure: Each, world: World) -> Measured:
    """First per key, then over keys."""
    table, field = measure.each.split(".")
    records = sources.rows(table, measure, world)
    taken = _taken(sources, measure, table, world)
    key_of = sources.reading(table, world).column(field)
    frame = records.fold.frame.with_columns(key_of.alias(BY))
    out = sources.reading(table, world).has_value(field)
    inclusion = every([records.inclusion, out])

    per_key = _per_key(frame.filter(pl.col(BY).is_not_null()), inclusion, taken)
    unknown_key = (as_expr(possibly(inclusion)) & key_of.is_null()).sum().cast(pl.Int64)
    if measure.of:
        keys, extra = _roster(sources, measure, world, per_key)
    else:
        keys = per_key.filter(pl.col(POSSIBLE))
        unknown = Int(records.fold.add((records.key, "unknown key", field), unknown_key), RECORD_LIMIT)
        extra = records.extra + (unknown if sources.reading(table, world).is_nullable(field) else Int.of(0))
    keys = _widened(sources, keys, frame, inclusion, taken, records)

    bound = max(abs(taken.limits[0]), abs(taken.limits[1])) * 2 * RECORD_LIMIT
    limits = (min(taken.limits[0], 0) * RECORD_LIMIT, max(taken.limits[1], 0) * RECORD_LIMIT)
    fold_key = ("each", repr(measure), world if not sources.clock.over else None)
    fold = sources.folds.setdefault(fold_key, Fold(f"each{len(sources.folds)}", keys))
    present = pl.when(pl.col(SURE)).then(pl.lit(value=True)).when(~pl.col(POSSIBLE)).then(pl.lit(value=False))
    rows = Rows(fold, "keys", present, extra=extra)
    values = Values("value", Int(pl.col(LO), bound), Int(pl.col(HI), bound), limits, taken.scale)
    return _then(measure, rows, values)


def _taken(sources: Sources, measure: Each, table: str, world: World) -> Taken:
    reading = sources.reading(table, world)
    truth = sources.inclusion(reading, (measure.take.where,), evidence=False)
    if isinstance(measure.take, Sum):
        field = measure.take.sum.split(".")[1]
        values = sources.values(table, field, world)
        return Taken(
            values.least, values.greatest, values.limits, values.scale, every([truth, reading.has_value(field)])
        )
    one = Int.of(1)
    return Taken(one, one, (0, 1), 0, truth)


def _per_key(frame: pl.LazyFrame, inclusion: Truth, taken: Taken) -> pl.LazyFrame:
    """One row per branch and known key."""
    counted = every([inclusion, taken.truth])
    sure, possible = as_expr(surely(counted)), as_expr(possibly(counted))
    zero = Int.of(0)
    lo = pl.when(sure).then(taken.least.expr).when(possible).then(taken.least.least(zero).expr).otherwise(0)
    hi = pl.when(sure).then(taken.greatest.expr).when(possible).then(taken.greatest.most(zero).expr).otherwise(0)
    named = {LO: lo, HI: hi, SURE: as_expr(surely(inclusion)), POSSIBLE: as_expr(possibly(inclusion))}
    # Columns first: an aggregate over a constant expression would count a group as one row.
    return (
        frame.with_columns(**named)
        .group_by(KEY, BY)
        .agg(pl.col(LO, HI).sum().cast(pl.Int64), pl.col(SURE, POSSIBLE).any())
    )


def _roster(sources: Sources, measure: Each, world: World, per_key: pl.LazyFrame) -> tuple[pl.LazyFrame, Int]:
    """One row per branch and key of the roster; rows whose key is unknown stay apart, their key null."""
    table, field = (measure.of or "").split(".")
    reading = sources.reading(table, world)
    inclusion = sources.inclusion(reading, (measure.of_where,), evidence=False, fields=(field,))
    frame = sources.frame(table, None).with_columns(reading.column(field).alias(BY))
    sure, possible = as_expr(surely(inclusion)), as_expr(possibly(inclusion))
    frame = frame.with_columns(**{SURE: sure, POSSIBLE: possible})
    known = frame.filter(pl.col(BY).is_not_null()).group_by(KEY, BY).agg(pl.col(SURE, POSSIBLE).any())
    values = per_key.select(KEY, pl.col(BY), LO, HI)
    keys = known.join(values, on=[KEY, BY], how="left").with_columns(pl.col(LO, HI).fill_null(0))
    if reading.is_nullable(field) and not reading.unknown_is_none(field):
        nothing = pl.lit(0, dtype=pl.Int64)
        columns = {SURE: pl.lit(value=False), POSSIBLE: pl.lit(value=True), LO: nothing, HI: nothing}
        nameless = frame.filter(pl.col(BY).is_null() & pl.col(POSSIBLE)).select(KEY, BY, **columns)
        keys = pl.concat([keys.select(KEY, BY, *columns), nameless])
    return keys, sources.extra(table, None, world)


def _widened(
    sources: Sources, keys: pl.LazyFrame, frame: pl.LazyFrame, inclusion: Truth, taken: Taken, records: Rows
) -> pl.LazyFrame:
    """Each key may also own the records whose key is unknown, and the further ones; a nameless one may own any."""
    counted = every([inclusion, taken.truth])
    possible, zero = as_expr(possibly(counted)), Int.of(0)
    low = pl.when(possible).then(taken.least.least(zero).expr).otherwise(0)
    high = pl.when(possible).then(taken.greatest.most(zero).expr).otherwise(0)
    nameless = pl.col(BY).is_null()
    added = {ADD_LO: pl.when(nameless).then(low).otherwise(0), ADD_HI: pl.when(nameless).then(high).otherwise(0)}
    columns = frame.with_columns(**added, **{ALL_LO: low, ALL_HI: high})
    per_branch = columns.group_by(KEY).agg(pl.col(ADD_LO, ADD_HI, ALL_LO, ALL_HI).sum().cast(pl.Int64))
    keys = keys.join(per_branch, on=KEY, how="left").with_columns(pl.col(ADD_LO, ADD_HI, ALL_LO, ALL_HI).fill_null(0))
    extra = records.extra
    if not isinstance(extra.value, int):
        keys = keys.join(sources.base().select(KEY, extra.expr.alias(EXTRA)), on=KEY, how="left")
        extra = Int(pl.col(EXTRA), extra.bound)
    least, most = min(taken.limits[0], 0), max(taken.limits[1], 0)
    lo = pl.when(nameless).then(pl.col(ALL_LO)).otherwise(pl.col(LO) + pl.col(ADD_LO)) + (extra * Int.of(least)).expr
    hi = pl.when(nameless).then(pl.col(ALL_HI)).otherwise(pl.col(HI) + pl.col(ADD_HI)) + (extra * Int.of(most)).expr
    return keys.select(KEY, SURE, POSSIBLE, lo.alias(LO), hi.alias(HI))


def _then(measure: Each, rows: Rows, values: Values) -> Measured:
    match measure.then.aggregate:
        case "sum":
            return over_rows.total(rows, values)
        case "mean":
            return over_rows.mean(rows, values)
        case "min" | "max" as which:
            return over_rows.extreme(rows, values, least=which == "min")
        case "count":
            truth = _passes(values, measure.then.comparisons)
            passing = Rows(rows.fold, "passing", every([rows.inclusion, truth]), extra=rows.extra)
            return over_rows.count(passing)
        case "share":
            truth = _passes(values, measure.then.comparisons)
            one = Int.of(1)
            passed = Int.one_where(surely(truth)), Int.one_where(possibly(truth))
            return over_rows.part_of_whole(rows, Values("passed", *passed, (0, 1)), Values("one", one, one, (1, 1)))


def _passes(values: Values, comparisons: tuple[Comparison, ...]) -> Truth:
    """Whether the value of a key passes all comparisons."""
    value = Interval(Q(values.least, values.den), Q(values.greatest, values.den))
    return every(_holds(value, comparison) for comparison in comparisons)


def _holds(value: Interval, comparison: Comparison) -> Truth:
    def bound(operand: object) -> Interval:
        assert isinstance(operand, Constant)
        return Interval.point(operand.value)

    if comparison.op == "between":
        low, high = comparison.operand  # type: ignore[misc, str-unpack]
        return every([compare("at_least", value, bound(low)), compare("at_most", value, bound(high))])
    return compare(comparison.op, value, bound(comparison.operand))
