"""Measures over calendar spans: coverage and streaks, as masks with one bit for each span."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_

import polars as pl

from starcheck.calendar import CalendarSpan, Period, spans
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval
from starcheck.engine.rows import Measured, Rows
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.rules.schema.dictionary import RECORD_LIMIT, bare_name
from starcheck.rules.schema.measures import Coverage, Streak

NONE = pl.lit(0, dtype=pl.UInt64)


@dataclass(frozen=True)
class Periods:
    """What a coverage measure knows of every span, as masks (bit i for span i)."""

    spans: tuple[CalendarSpan, ...]
    owed_surely: pl.Expr
    owed_possibly: pl.Expr
    covered: pl.Expr
    coverable: pl.Expr


def coverage(sources: Sources, measure: Coverage, world: World) -> tuple[dict[str, Measured], Periods]:
    """Calendar spans with enough matching records."""
    clock, table = sources.clock, measure.coverage
    parts = tuple(spans(measure.every, clock.period.start, clock.period.end))
    rows = sources.rows(table, measure, world)
    rooms = _rooms(sources, table, parts, clock.period, world)
    owed_surely, owed_possibly = _owed(sources, measure, parts)
    sure, possible = _counts(sources, rows, table, measure, parts)
    times = measure.times
    covered = (
        _mask(len(parts), lambda i: sure[i].at_least(Int.of(times)))
        if times > 1
        else _hit(sources, rows, table, measure, parts, sure=True)
    )
    if times > 1:
        coverable = _mask(len(parts), lambda i: (possible[i] + rooms[i]).at_least(Int.of(times)))
    else:
        coverable = _hit_or_room(sources, rows, table, measure, parts, rooms, covered)
    if coverable is not covered:
        covered, coverable = sources.stage.keep_expr(covered), sources.stage.keep_expr(coverable)
    found = Periods(parts, owed_surely, owed_possibly, covered, coverable)
    certain = owed_possibly is owed_surely and coverable is covered
    wanting, met = owed_possibly & ~covered, owed_surely & covered
    missing = _count(wanting if certain else owed_surely & ~coverable, wanting, len(parts))
    if times > 1:
        low = _shortfall(owed_surely, [possible[i] + rooms[i] for i in range(len(parts))], times)
        missing_times = _interval(low, _shortfall(owed_possibly, sure, times))
    else:
        missing_times = missing
    value = Measured(_count(met, met if certain else owed_possibly & coverable, len(parts)))
    return {
        "value": value,
        "covered": value,
        "owed": Measured(_count(owed_surely, owed_possibly, len(parts))),
        "missing_periods": Measured(missing),
        "missing_times": Measured(missing_times),
    }, found


def streak(sources: Sources, measure: Streak, world: World) -> Measured:
    """Longest or current run of spans with a matching record."""
    table = measure.streak
    window = sources.clock.window(measure.within)
    parts = tuple(spans(measure.every, window.start, window.end))
    rows = sources.rows(table, measure, world)
    rooms = _rooms(sources, table, parts, window, world)
    surely_hit = _hit(sources, rows, table, measure, parts, sure=True)
    possibly_hit = _hit_or_room(sources, rows, table, measure, parts, rooms, surely_hit)
    run = _current_run if measure.run == "current" else _longest_run
    shortest = run(surely_hit, len(parts))
    return Measured(_interval(shortest, shortest if possibly_hit is surely_hit else run(possibly_hit, len(parts))))


def narrow(n: int) -> pl.DataType:
    """The narrowest type of a mask of so many bits; wherever there is one for each record, that saves time."""
    return next(dtype for width, dtype in ((16, pl.UInt16()), (32, pl.UInt32()), (64, pl.UInt64())) if n <= width)


def united(chosen: pl.Expr, bit: pl.Expr, n: int) -> pl.Expr:
    """An aggregate: the mask of the bits that chosen rows have, of so many."""
    return pl.when(chosen).then(bit).otherwise(pl.lit(0, dtype=narrow(n))).bitwise_or().cast(pl.UInt64)


@cache
def bit_of(index: int) -> pl.Expr:
    """The mask with one bit."""
    return pl.lit(1 << index, dtype=pl.UInt64)


def _mask(n: int, holds: Callable[[int], pl.Expr | bool]) -> pl.Expr:
    """The bits for which a condition holds; constants are folded."""
    constant, moving = 0, []
    for index in range(n):
        truth = holds(index)
        if isinstance(truth, bool):
            constant |= truth << index
        else:
            moving.append(pl.when(truth).then(bit_of(index)).otherwise(NONE))
    return reduce(or_, moving, pl.lit(constant, dtype=pl.UInt64))


def _bit(
    sources: Sources, rows: Rows, table: str, measure: Coverage | Streak, parts: Sequence[CalendarSpan]
) -> pl.Expr:
    """The bit of the span in which a record lies; comparing days takes less than reading months off them."""
    day, dtype = pl.col(sources.table(table).date or ""), narrow(len(parts))
    bit = pl.lit(1 << (len(parts) - 1), dtype=dtype)
    for index in reversed(range(len(parts) - 1)):
        bit = pl.when(day < parts[index + 1].start).then(pl.lit(1 << index, dtype=dtype)).otherwise(bit)
    return rows.fold.column(f"bit of {measure.every}", bit)


def _hit(
    sources: Sources, rows: Rows, table: str, measure: Coverage | Streak, parts: Sequence[CalendarSpan], *, sure: bool
) -> pl.Expr:
    """The spans in which a record certainly, or possibly, lies."""
    sure = sure or rows.known
    chosen = as_expr((surely if sure else possibly)(rows.inclusion))
    mask = united(chosen, _bit(sources, rows, table, measure, parts), len(parts))
    return rows.fold.add((rows.key, "mask", measure.every, sure), mask)


def _hit_or_room(
    sources: Sources,
    rows: Rows,
    table: str,
    measure: Coverage | Streak,
    parts: Sequence[CalendarSpan],
    rooms: Sequence[Int],
    surely_hit: pl.Expr,
) -> pl.Expr:
    """The spans in which a record possibly lies, or may still come."""
    hit = surely_hit if rows.known else _hit(sources, rows, table, measure, parts, sure=False)
    if all(room.constant == 0 for room in rooms):
        return hit
    return hit | _mask(len(parts), lambda i: rooms[i].positive())


def _counts(
    sources: Sources, rows: Rows, table: str, measure: Coverage, parts: Sequence[CalendarSpan]
) -> tuple[list[Int], list[Int]]:
    """Records in each span: those that are in, and those that may be; asked for only where one is not enough."""
    if measure.times == 1:
        return [], []
    bit = _bit(sources, rows, table, measure, parts)

    def counted(kind: str, chosen: pl.Expr) -> list[Int]:
        return [
            Int(
                rows.fold.add((rows.key, kind, measure.every, i), (chosen & (bit == 1 << i)).sum().cast(pl.Int64)),
                RECORD_LIMIT,
            )
            for i in range(len(parts))
        ]

    sure = counted("span T", as_expr(surely(rows.inclusion)))
    return sure, sure if rows.known else counted("span P", as_expr(possibly(rows.inclusion)))


def _rooms(sources: Sources, table: str, parts: Sequence[CalendarSpan], within: Period, world: World) -> list[Int]:
    """How many further records each span may hold."""
    return [_room(sources, table, part, within, world) for part in parts]


def _room(sources: Sources, table: str, part: CalendarSpan, within: Period, world: World) -> Int:
    clock = sources.clock
    start, end = max(part.start, within.start), min(part.end, within.end)
    seen_until = min(end, clock.as_of)
    unknown = sources.uncovered(table, start, seen_until)
    room = 0 if world is World.STANDING else clock.future(sources.table(table), start, end)
    if isinstance(unknown, bool):
        return Int.of(RECORD_LIMIT if unknown else room)
    return Int(pl.when(unknown).then(RECORD_LIMIT).otherwise(room).cast(pl.Int64), RECORD_LIMIT)


def _owed(sources: Sources, measure: Coverage, parts: Sequence[CalendarSpan]) -> tuple[pl.Expr, pl.Expr]:
    """The spans owed for certain and possibly, by the life of the branch."""
    period = sources.clock.period
    whole = measure.partial == "skip"
    bounds = life(sources, measure.from_, measure.until)

    def owed(index: int, *, sure: bool) -> pl.Expr | bool:
        part = parts[index]
        if part.number in measure.except_ or (whole and not (period.start <= part.start and part.end <= period.end)):
            return False
        first = part.start if whole else min(part.end, period.end)
        last = part.end if whole else max(part.start, period.start)
        begun = bounds.begun_by(first, sure=sure)
        ended = bounds.alive_at(last, sure=sure)
        return _both(begun, ended, bounds.not_reversed())

    def named(*, sure: bool) -> pl.Expr:
        terms = (measure.every, measure.from_, measure.until, measure.partial, measure.except_, sure)
        return sources.stage.shared(f"owed {terms}", lambda: _mask(len(parts), lambda i: owed(i, sure=sure)))

    surely_owed = named(sure=True)
    return surely_owed, surely_owed if bounds.known else named(sure=False)


def _both(*truths: pl.Expr | bool) -> pl.Expr | bool:
    moving = [truth for truth in truths if not isinstance(truth, bool)]
    if not all(truth for truth in truths if isinstance(truth, bool)):
        return False
    return reduce(lambda a, b: a & b, moving) if moving else True


@dataclass(frozen=True)
class Life:
    """When a branch began and ended: columns of dates (null where absent), and where that is unknown."""

    start: pl.Expr | None
    end: pl.Expr | None
    start_unknown: pl.Expr | bool
    end_unknown: pl.Expr | bool

    @property
    def known(self) -> bool:
        """Whether it is known of every branch when it began and ended."""
        return isinstance(self.start_unknown, bool) and isinstance(self.end_unknown, bool)

    def begun_by(self, day: date | pl.Expr, *, sure: bool) -> pl.Expr | bool:
        """Whether it had begun; an unknown beginning counts for possibly, not for surely."""
        return _compared(self.start, self.start_unknown, lambda start: start <= day, sure=sure)

    def alive_at(self, day: date | pl.Expr, *, sure: bool) -> pl.Expr | bool:
        """Whether it had not ended."""
        return _compared(self.end, self.end_unknown, lambda end: end >= day, sure=sure)

    def not_reversed(self) -> pl.Expr | bool:
        """Whether it ended after it began; unknown or absent ends raise no doubt of their own."""
        if self.start is None or self.end is None:
            return True
        return (self.start <= self.end).fill_null(value=True)


def _compared(
    day: pl.Expr | None, unknown: pl.Expr | bool, holds: Callable[[pl.Expr], pl.Expr], *, sure: bool
) -> pl.Expr | bool:
    if day is None:
        return True
    answer = holds(day).fill_null(value=True)
    if isinstance(unknown, bool):
        return answer
    return answer & ~unknown if sure else answer | unknown


def life(sources: Sources, start: str | None, end: str | None) -> Life:
    """The life of the branch by two date fields of it."""
    branch = sources.branch()

    def bound(name: str | None) -> tuple[pl.Expr | None, pl.Expr | bool]:
        if name is None:
            return None, False
        field = bare_name(name)
        column = branch.column(field)
        unknown = branch.is_nullable(field) and not branch.unknown_is_none(field)
        return column, column.is_null() if unknown else False

    first, first_unknown = bound(start)
    last, last_unknown = bound(end)
    return Life(first, last, first_unknown, last_unknown)


def popcount(mask: pl.Expr, n: int) -> Int:
    """How many of the ``n`` bits are set."""
    return Int(mask.bitwise_count_ones().cast(pl.Int64), n, 1)


def _interval(lo: Int, hi: Int) -> Interval:
    least = Q(lo, Int.of(1))
    return Interval(least, least if lo is hi else Q(hi, Int.of(1)))


def _count(surely_in: pl.Expr, possibly_in: pl.Expr, n: int) -> Interval:
    least = popcount(surely_in, n)
    return _interval(least, least if surely_in is possibly_in else popcount(possibly_in, n))


def _shortfall(owed: pl.Expr, counts: Sequence[Int], times: int) -> Int:
    """How many records are wanting in all owed spans together."""
    wanting = [
        pl.when((owed & bit_of(i)) != 0).then((Int.of(times) - count).most(Int.of(0)).expr).otherwise(0)
        for i, count in enumerate(counts)
    ]
    return Int(pl.sum_horizontal(wanting).cast(pl.Int64), times * len(counts), 1)


def _longest_run(mask: pl.Expr, n: int) -> Int:
    """The run that ends with each span is one longer than the one before, or nothing."""
    run, runs = pl.lit(0, dtype=pl.Int64), []
    for index in range(n):
        run = pl.when((mask & bit_of(index)) != 0).then(run + 1).otherwise(0)
        runs.append(run)
    return Int(pl.max_horizontal(runs), n, 1)


def _current_run(mask: pl.Expr, n: int) -> Int:
    """Ones from the last span backwards: shift the last bit to the top, then count the leading ones."""
    shifted = mask * pl.lit(1 << (64 - n), dtype=pl.UInt64)
    return Int(shifted.bitwise_leading_ones().cast(pl.Int64), n, 1)
