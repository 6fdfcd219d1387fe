"""Aggregates over rows that are in, out or open, with values that are known or not.

Rows are records of a table, or the keys of an ``each`` measure; the formulas are those of docs/semantics.md, section 4.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from starcheck.engine.exact import Int, Q, pick, pick_q
from starcheck.engine.frames import Fold, Stage
from starcheck.engine.interval import Interval, compare
from starcheck.engine.truth import Certain, Truth, as_expr, between, every, is_known, known, possibly, surely, unknown
from starcheck.rules.schema.dictionary import RECORD_LIMIT

NO_ROWS = Int.of(0)


@dataclass(frozen=True)
class Measured:
    """An interval, whether it is defined, and what is printed beside it."""

    interval: Interval
    defined: Truth = True
    detail: tuple[Q, Q] | None = None


@dataclass(frozen=True)
class Rows:
    """Which rows of a fold count.

    Attributes:
        key: distinguishes these rows from others of the same fold.
        inclusion: true in, false out, unknown open.
        extra: how many further rows there may be.
    """

    fold: Fold
    key: Hashable
    inclusion: Truth
    extra: Int

    @property
    def known(self) -> bool:
        """Whether no row is open."""
        return is_known(self.inclusion)

    def _sum(self, name: str, chosen: Certain, value: Int) -> Int:
        """Sum over chosen rows; of a constant it is so many times their number."""
        if value.constant is not None:
            return self._count(name.split(" ", maxsplit=1)[0], chosen) * value
        if isinstance(chosen, bool):
            summed = value.expr if chosen else pl.lit(0)
        else:
            summed = pl.when(chosen).then(value.expr).otherwise(0)
        column = self.fold.add((self.key, name), summed.sum().cast(pl.Int64))
        return Int(column, value.bound * RECORD_LIMIT, value.sign)

    def _count(self, name: str, chosen: Certain) -> Int:
        if chosen is False:
            return NO_ROWS
        number = pl.len() if chosen is True else chosen.sum()
        return Int(self.fold.add((self.key, f"#{name}"), number.cast(pl.Int64)), RECORD_LIMIT, 1)

    def sure_sum(self, name: str, value: Int) -> Int:
        """Sum over the rows that are in."""
        return self._sum(f"T {name}", surely(self.inclusion), value)

    def open_sum(self, name: str, value: Int) -> Int:
        """Sum over the rows that are open."""
        return NO_ROWS if self.known else self._sum(f"U {name}", unknown(self.inclusion), value)

    def sure(self) -> Int:
        """Number of rows that are in."""
        return self._count("T", surely(self.inclusion))

    def possible(self) -> Int:
        """Number of rows that are in or open."""
        return self.sure() if self.known else self._count("P", possibly(self.inclusion))

    def extreme(self, name: str, which: str, value: Int, *, least: bool) -> pl.Expr:
        """Least or greatest value of the rows that are in (T), possible (P) or open (U); null without any."""
        rows = {"T": surely, "P": possibly, "U": unknown}[which](self.inclusion)
        chosen = pl.when(as_expr(rows)).then(value.expr)
        key = (self.key, which, name, least)
        return self.fold.add(key, chosen.min() if least else chosen.max(), zero=False)


@dataclass(frozen=True)
class Values:
    """The value of each row: its least and greatest possible, and the limits of the field.

    Attributes:
        name: distinguishes it from other values of the same rows.
        limits: least and greatest value a further row may have.
        scale: decimal places of the integers.
    """

    name: str
    least: Int
    greatest: Int
    limits: tuple[int, int]
    scale: int = 0

    @property
    def den(self) -> Int:
        """The common denominator."""
        return Int.of(10**self.scale)

    def interval(self, lo: Int, hi: Int) -> Interval:
        """An interval in units of the last decimal place, as numbers."""
        low = Q(lo, self.den)
        return Interval(low, low if lo is hi else Q(hi, self.den))


def _exact(lo: Int, hi: Int) -> Interval:
    low = Q(lo, Int.of(1))
    return Interval(low, low if lo is hi else Q(hi, Int.of(1)))


def _plus(number: Int, extra: Int, each: int = 1) -> Int:
    return number + extra * Int.of(each)


def count(rows: Rows) -> Measured:
    """Number of rows."""
    sure = rows.sure()
    return Measured(
        _exact(sure, sure if rows.known and rows.extra.constant == 0 else _plus(rows.possible(), rows.extra))
    )


def total(rows: Rows, values: Values) -> Measured:
    """Sum of a field."""
    zero = Int.of(0)
    least = rows.sure_sum(f"{values.name}-", values.least)
    if rows.known and rows.extra.constant == 0 and values.least is values.greatest:
        return Measured(values.interval(least, least))
    lo = _plus(least, rows.extra, min(values.limits[0], 0))
    hi = _plus(rows.sure_sum(f"{values.name}+", values.greatest), rows.extra, max(values.limits[1], 0))
    if values.limits[0] < 0:
        lo = lo + rows.open_sum(f"{values.name}-0", values.least.least(zero))
    if values.limits[1] > 0:
        hi = hi + rows.open_sum(f"{values.name}+0", values.greatest.most(zero))
    return Measured(values.interval(lo, hi))


def is_there(rows: Rows) -> Truth:
    """Whether there is a row at all."""
    sure = rows.sure().positive()
    if rows.known and rows.extra.constant == 0:
        return known(sure)
    return between(sure, _plus(rows.possible(), rows.extra).positive())


def extreme(rows: Rows, values: Values, *, least: bool) -> Measured:
    """Least or greatest value of a field."""
    near, far = (values.least, values.greatest) if least else (values.greatest, values.least)
    near_limit, far_limit = values.limits if least else values.limits[::-1]
    bound = max(abs(values.limits[0]), abs(values.limits[1]), values.least.bound, values.greatest.bound)
    may_come = rows.extra.positive()

    # The end toward the extreme: any possible row, or a further one, may reach it.
    outer = rows.extreme(f"{values.name}>", "P", near, least=least).fill_null(near_limit)
    outermost = pick(may_come, _toward(Int(outer, bound), Int.of(near_limit), least=least), Int(outer, bound))
    # The other end: a sure row settles it, else the least favourable of what is open.
    sure = rows.extreme(f"{values.name}<", "T", far, least=least)
    openly = rows.extreme(f"{values.name}<", "U", far, least=not least).fill_null(far_limit)
    last = pick(may_come, _toward(Int(openly, bound), Int.of(far_limit), least=not least), Int(openly, bound))
    inner = Int(pl.coalesce(sure, last.expr), bound)
    lo, hi = (outermost, inner) if least else (inner, outermost)
    defined = is_there(rows)
    return blank_where_undefined(values.interval(lo, hi), defined)


def sampled(measured: Measured, rows: Rows, least: int | None) -> Measured:
    """Undefined over fewer rows than a sample needs."""
    if least is None:
        return measured
    sure = rows.sure().at_least(Int.of(least))
    possible = _plus(rows.possible(), rows.extra).at_least(Int.of(least))
    enough = known(sure) if rows.known and rows.extra.constant == 0 else between(sure, possible)
    return blank_where_undefined(measured.interval, every([measured.defined, enough]), measured.detail)


def _toward(a: Int, b: Int, *, least: bool) -> Int:
    return a.least(b) if least else a.most(b)


def blank_where_undefined(interval: Interval, defined: Truth, detail: tuple[Q, Q] | None = None) -> Measured:
    """Nothing means nothing: [0, 0] where a measure is certainly undefined."""
    if defined is True:
        return Measured(interval, defined, detail)
    possible = possibly(defined)
    zero = Q.of(0)
    lo = pick_q(possible, interval.lo, zero)
    return Measured(Interval(lo, lo if interval.is_point else pick_q(possible, interval.hi, zero)), defined, detail)


def mean(rows: Rows, values: Values) -> Measured:
    """Mean of a field: that of the sure rows, drawn toward whatever is open."""
    sure, there = rows.sure(), is_there(rows)
    some = sure.positive()
    ends = []
    for least in (True, False):
        value = values.least if least else values.greatest
        own = Q(rows.sure_sum(f"{values.name}{'-' if least else '+'}", value), pick(some, sure, Int.of(1)) * values.den)
        bound = max(value.bound, *map(abs, values.limits))
        pulls: list[tuple[pl.Expr | bool, Q]] = []
        if not rows.known:
            openly = rows.extreme(f"{values.name}<", "U", value, least=least)
            pulls.append((openly.is_not_null(), Q(Int(openly.fill_null(0), bound), values.den)))
        pulls.append((rows.extra.positive(), Q(Int.of(values.limits[0 if least else 1]), values.den)))
        ends.append(_pulled(some, own, pulls, least=least))
    interval = Interval(ends[0], ends[1])
    return blank_where_undefined(interval, there)


def _pulled(some: pl.Expr | bool, own: Q, pulls: list[tuple[pl.Expr | bool, Q]], *, least: bool) -> Q:
    """The mean, or the first pull where there is none, moved by every pull that is at work."""
    result, started = own, some
    for at_work, pull in pulls:
        if at_work is False:
            continue
        moved = result.least(pull) if least else result.most(pull)
        result = pick_q(at_work, pick_q(started, moved, pull), result)
        started = as_expr(started) | as_expr(at_work)
    return result


def part_of_whole(rows: Rows, part: Values, whole: Values) -> Measured:
    """A ratio whose rows each add a part that never exceeds their whole."""
    zero, one = Int.of(0), Int.of(1)
    a0, a1, b0, b1 = part.least, part.greatest, whole.least, whole.greatest
    further = rows.extra * Int.of(whole.limits[1])
    low, high = f"{part.name}-", f"{part.name}{'-' if a0 is a1 else '+'}"
    least_whole, most_whole = f"{whole.name}{'+' if b0 is b1 else '-'}", f"{whole.name}+"
    sure_whole = rows.sure_sum(most_whole, b1)
    least_part = rows.sure_sum(low, a0)
    lo_den = sure_whole + rows.open_sum(f"{most_whole}{low}", b1 - a0) + further
    added = rows.open_sum(high, a1) + further
    hi_num = rows.sure_sum(high, a1) + added
    hi_den = added + (sure_whole if b0 is b1 else rows.sure_sum(f"{least_whole} or {high}", b0.most(a1)))
    lo = Q(pick(lo_den.positive(), least_part, one), pick(lo_den.positive(), lo_den, one))
    hi = Q(pick(hi_den.positive(), hi_num, zero), pick(hi_den.positive(), hi_den, one))
    most = sure_whole + rows.open_sum(most_whole, b1) + further
    certain = rows.known and a0 is a1 and b0 is b1 and rows.extra.constant == 0
    surely_some = rows.sure_sum(least_whole, b0).positive()
    defined = known(surely_some) if certain else between(surely_some, most.positive())
    interval = Interval(lo, lo) if certain else Interval(lo, hi)
    rescale = Q.of(Fraction(10**whole.scale, 10**part.scale))
    interval = interval.each(lambda end: end * rescale)
    return blank_where_undefined(interval, defined, (Q(least_part, part.den), Q(lo_den, whole.den)))


def ratio(a: Measured, b: Measured, unit: Fraction, stage: Stage) -> Measured:
    """One quantity over another, each on its own; ``unit`` is the least positive value of the second."""
    zero, smallest = Q.of(0), Q.of(unit)
    a, b = kept(a, stage), kept(b, stage)
    b0 = pick_q(b.interval.lo.more_than(zero), b.interval.lo, smallest)
    b1 = b0 if b.interval.is_point else b.interval.hi.most(b0)
    divisor = stage.keep(Interval(b0, b1))
    b0, b1 = divisor.lo, divisor.hi
    if b.interval.is_point and a.interval.is_point:
        interval = Interval.point(a.interval.lo.over(b0))
    else:
        # The sign says which divisor takes a number further; comparing the quotients would square their size.
        lo, hi = a.interval.lo, a.interval.hi
        interval = Interval(
            pick_q(lo.at_least(zero), lo.over(b1), lo.over(b0)), pick_q(hi.at_least(zero), hi.over(b0), hi.over(b1))
        )
    positive = compare("more_than", b.interval, Interval.point(0))
    defined = stage.keep_truth(every([positive, a.defined, b.defined]))
    return blank_where_undefined(stage.keep(interval), defined, (a.interval.lo, b.interval.lo))


def kept(measured: Measured, stage: Stage) -> Measured:
    """A quantity whose parts have names, so that using them twice costs nothing."""
    return replace(measured, interval=stage.keep(measured.interval), defined=stage.keep_truth(measured.defined))


def distinct(rows: Rows, name: str, column: pl.Expr) -> Measured:
    """Number of different values; an unknown one may be any."""
    sure, possible = surely(rows.inclusion), as_expr(possibly(rows.inclusion))
    fold, key = rows.fold, rows.key
    among = pl.when(as_expr(sure)).then(column).drop_nulls()
    known_sure = fold.add((key, name, "nT"), among.n_unique().cast(pl.Int64))
    lo = Int(known_sure, RECORD_LIMIT).most(rows.sure().least(Int.of(1)))
    named = fold.add((key, name, "nP"), pl.when(possible).then(column).drop_nulls().n_unique().cast(pl.Int64))
    nameless = fold.add((key, name, "?P"), (possible & column.is_null()).sum().cast(pl.Int64))
    hi = _plus(Int(named, RECORD_LIMIT) + Int(nameless, RECORD_LIMIT), rows.extra)
    return Measured(_exact(lo, hi))
