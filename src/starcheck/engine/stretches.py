"""Longest gaps between records, which need the records in order."""

from __future__ import annotations

from datetime import date

import polars as pl

from starcheck.calendar import DAY
from starcheck.engine.clock import World
from starcheck.engine.dates import months_between
from starcheck.engine.exact import Int, Q, pick
from starcheck.engine.interval import Interval
from starcheck.engine.rows import Measured
from starcheck.engine.sources import Sources
from starcheck.engine.spans import Life, life
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.measures import LongestGap

LIFE_START, LIFE_END = "life start", "life end"


def longest_gap(sources: Sources, measure: LongestGap, world: World) -> Measured:
    """Longest stretch without a record, the ends of the period and of the branch's life included."""
    table, clock = measure.longest_gap, sources.clock
    rows = sources.rows(table, measure, world)
    bounds = life(sources, measure.from_, measure.until)
    start = _within(bounds.start, clock.period.start, first=True)
    end = _within(bounds.end, clock.period.end, first=False)

    sure = _dates(sources, measure, world, bounds, sure=True)
    hi = _gap(measure.unit, sure, start, end)
    possible = sure if rows.known else _dates(sources, measure, world, bounds, sure=False)
    until = end
    if world is World.REACHABLE and clock.future(sources.table(table)) > 0:
        until = pl.min_horizontal(end, pl.lit(clock.as_of + DAY))
    lo = hi if possible is sure and until is end else _gap(measure.unit, possible, start, until)

    missing = sources.extra(table, clock.period, World.STANDING).positive()
    unsure = [truth for truth in (missing, bounds.start_unknown, bounds.end_unknown) if truth is not False]
    for truth in unsure:
        lo = pick(truth, Int.of(0), lo)
    one = Int.of(1)
    return Measured(Interval.point(Q(hi, one)) if lo is hi else Interval(Q(lo, one), Q(hi, one)))


def _within(day: pl.Expr | None, edge: date, *, first: bool) -> pl.Expr:
    """A bound of the branch's life, drawn into the assessed period."""
    if day is None:
        return pl.lit(edge)
    return pl.max_horizontal(day, pl.lit(edge)) if first else pl.min_horizontal(day, pl.lit(edge))


def _dates(
    sources: Sources, measure: LongestGap, world: World, bounds: Life, *, sure: bool
) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """First and last day of the records, and the longest gap between two of them; null without records."""
    table, clock = measure.longest_gap, sources.clock
    rows = sources.rows(table, measure, world)
    key = ("gap", table, rows.key, measure.unit, measure.from_, measure.until, sure)
    name = f"gap{len(sources.joins)}"
    if key in sources.joins:
        name = sources.joins[key].collect_schema().names()[1].split(".")[0]
    else:
        day = pl.col(sources.table(table).date or "")
        chosen = sources.frame(table, clock.period).filter(as_expr((surely if sure else possibly)(rows.inclusion)))
        chosen = _alive(sources, chosen, day, bounds).select(KEY, day=day).sort(KEY, "day")
        before = pl.when(pl.col(KEY) == pl.col(KEY).shift()).then(pl.col("day").shift())
        gaps = chosen.with_columns(before=before).with_columns(
            gap=_distance(measure.unit, pl.col("before"), pl.col("day"))
        )
        sources.joins[key] = gaps.group_by(KEY).agg(
            pl.col("day").min().alias(f"{name}.first"),
            pl.col("day").max().alias(f"{name}.last"),
            pl.col("gap").max().alias(f"{name}.mid"),
        )
    return pl.col(f"{name}.first"), pl.col(f"{name}.last"), pl.col(f"{name}.mid")


def _alive(sources: Sources, frame: pl.LazyFrame, day: pl.Expr, bounds: Life) -> pl.LazyFrame:
    """Only records from the life of the branch."""
    columns = [
        column.alias(name)
        for name, column in ((LIFE_START, bounds.start), (LIFE_END, bounds.end))
        if column is not None
    ]
    if not columns:
        return frame
    frame = frame.join(sources.base().select(KEY, *columns), on=KEY, how="left")
    if bounds.start is not None:
        frame = frame.filter((day >= pl.col(LIFE_START)).fill_null(value=True))
    if bounds.end is not None:
        frame = frame.filter((day <= pl.col(LIFE_END)).fill_null(value=True))
    return frame


def _distance(unit: str, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    return (end - start).dt.total_days() if unit == "days" else months_between(start, end)


def _gap(unit: str, dates: tuple[pl.Expr, pl.Expr, pl.Expr], start: pl.Expr, end: pl.Expr) -> Int:
    first, last, mid = dates
    inside = pl.max_horizontal(_distance(unit, start, first), mid, _distance(unit, last, end))
    gap = pl.when(first.is_null()).then(_distance(unit, start, end)).otherwise(inside)
    return Int(pl.when(end < start).then(0).otherwise(gap).cast(pl.Int64), 10**6)
