"""Measures: from each form of the language to its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

import polars as pl

from starcheck.engine import rows as over_rows
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval
from starcheck.engine.keys import each
from starcheck.engine.ratings import rating
from starcheck.engine.rows import Measured, Values
from starcheck.engine.scales import on_scale
from starcheck.engine.sources import Sources
from starcheck.engine.spans import Periods, coverage, narrow, popcount, streak, united
from starcheck.engine.stated_ratings import or_stated
from starcheck.engine.stretches import longest_gap
from starcheck.engine.truth import Truth, as_expr, every, is_known, possibly, surely
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.conditions import Every
from starcheck.rules.schema.dictionary import BRANCH, NUMERIC, RECORD_LIMIT, bare_name
from starcheck.rules.schema.windows import PreviousPeriod, Window

Part = TypeVar("Part", bound=schema.MeasureModel)
LEAST_RATIO = Fraction(1, 1_000_000)
"""The least positive value taken for a ratio that a percent change is measured against."""


@dataclass(frozen=True)
class Reading:
    """What a measure says in one world: its named numbers, and for some forms what is missing by name.

    Attributes:
        column: the raw column of a choice, boolean, text or date field, whose value is not a number.
        items: for a checklist, the items and a mask of those that are there for certain and possibly.
        silent: for a rating, the names of those who had to mark and did not; null where there are none.
    """

    parts: Mapping[str, Measured]
    periods: Periods | None = None
    column: str | None = None
    items: tuple[tuple[str, ...], pl.Expr] | None = None
    silent: pl.Expr | None = None


def read(sources: Sources, measure: schema.MeasureModel, world: World) -> Reading:
    """The measure in a world."""
    return _FORMS[type(measure)](sources, measure, world)


def _value(measured: Measured) -> Reading:
    return Reading({"value": measured})


def _field(sources: Sources, measure: schema.FieldMeasure, _world: World) -> Reading:
    return branch_field(sources, bare_name(measure.field))


def branch_field(sources: Sources, name: str) -> Reading:
    """A field of the branch; only numbers have an interval."""
    branch = sources.branch()
    field = branch.table.fields[name]
    if field.type not in NUMERIC:
        return Reading({}, column=name)
    values = sources.values(BRANCH, name, World.STANDING)
    defined = branch.has_value(name)
    least, greatest = (Int(end.expr.fill_null(0), end.bound) for end in (values.least, values.greatest))
    interval = values.interval(least, least if values.least is values.greatest else greatest)
    return _value(Measured(interval, defined))


def _imported(sources: Sources, measure: schema.Imported, _world: World) -> Reading:
    name = bare_name(measure.imported)
    if measure.scale is not None:
        branch = sources.branch()
        values = on_scale(branch, name, measure.scale)
        return _value(
            over_rows.blank_where_undefined(values.interval(values.least, values.greatest), branch.has_value(name))
        )
    read_off = branch_field(sources, name).parts["value"]
    times = Q.of(1 if measure.times is None else measure.times.value)
    return _value(Measured(read_off.interval.each(lambda end: end * times), read_off.defined))


def _count(sources: Sources, measure: schema.Count, world: World, within: Window | None = None) -> Measured:
    return over_rows.count(sources.rows(measure.count, measure, world, within=within))


def _over_field(
    sources: Sources, named: str, measure: schema.RecordMeasure, world: World, within: Window | None = None
) -> tuple[over_rows.Rows, Values]:
    table, field = named.split(".")
    return sources.rows(table, measure, world, fields=(field,), within=within), sources.values(table, field, world)


def _sum(sources: Sources, measure: schema.Sum, world: World, within: Window | None = None) -> Measured:
    return over_rows.total(*_over_field(sources, measure.sum, measure, world, within))


def _distinct(sources: Sources, measure: schema.Distinct, world: World, within: Window | None = None) -> Measured:
    table, field = measure.distinct.split(".")
    rows = sources.rows(table, measure, world, fields=(field,), within=within)
    return over_rows.distinct(rows, field, sources.reading(table, world).column(field))


def _mean(sources: Sources, measure: schema.Mean, world: World) -> Reading:
    rows, values = _over_field(sources, measure.mean, measure, world)
    return _value(over_rows.sampled(over_rows.mean(rows, values), rows, measure.sample))


def _min(sources: Sources, measure: schema.Min, world: World) -> Reading:
    rows, values = _over_field(sources, measure.min, measure, world)
    return _value(over_rows.sampled(over_rows.extreme(rows, values, least=True), rows, measure.sample))


def _max(sources: Sources, measure: schema.Max, world: World) -> Reading:
    rows, values = _over_field(sources, measure.max, measure, world)
    return _value(over_rows.sampled(over_rows.extreme(rows, values, least=False), rows, measure.sample))


def _share(sources: Sources, measure: schema.Share, world: World) -> Reading:
    rows = sources.rows(measure.share, measure, world)
    reading = sources.reading(measure.share, world)
    matching = sources.inclusion(reading, (measure.matching,), evidence=False)
    low = Int.one_where(surely(matching))
    high = low if is_known(matching) else Int.one_where(possibly(matching))
    one = Int.of(1)
    part = Values(f"share {measure.matching!r}", low, high, (0, 1))
    share = over_rows.part_of_whole(rows, part, Values("1", one, one, (1, 1)))
    return _value(over_rows.sampled(share, rows, measure.sample))


def _ratio(sources: Sources, measure: schema.Ratio, world: World, within: Window | None = None) -> Measured:
    a, b = measure.ratio, measure.over
    if isinstance(a, schema.Sum) and isinstance(b, schema.Sum) and is_part_of_whole(sources, a, b):
        table, part = a.sum.split(".")
        whole = b.sum.split(".")[1]
        rows = sources.rows(table, measure, world, fields=(part, whole), within=within)
        values = sources.values(table, part, world), sources.values(table, whole, world)
        return over_rows.sampled(over_rows.part_of_whole(rows, *values), rows, measure.sample)
    above = _aggregate(sources, a, measure, world, within)
    below = _aggregate(sources, b, measure, world, within)
    quotient = over_rows.ratio(above, below, _unit(sources, b), sources.stage)
    if measure.sample is None:
        return quotient
    return over_rows.sampled(quotient, _rows_below(sources, measure, world, within), measure.sample)


def _rows_below(sources: Sources, measure: schema.Ratio, world: World, within: Window | None) -> over_rows.Rows:
    """The records that a ratio goes by: those below the line, or above it where a field of the branch stands below."""
    side = measure.ratio if isinstance(measure.over, schema.FieldMeasure) else measure.over
    both = _inside(side, measure)
    assert isinstance(both, schema.RecordMeasure)
    table, _, field = getattr(both, schema.form_of(both)).partition(".")
    fields = (field,) if field else ()
    return sources.rows(table, both, world, fields=fields, within=within or both.within or measure.within)


def is_part_of_whole(sources: Sources, a: schema.Sum, b: schema.Sum) -> bool:
    """Whether every record adds to the first sum at most what it adds to the second."""
    (table, part), (other, whole) = a.sum.split("."), b.sum.split(".")
    fields = sources.table(table).fields
    return (
        table == other
        and a.where is b.where is None
        and fields[part].at_most == whole
        and all(fields[name].min is not None and fields[name].bounds[0] >= 0 for name in (part, whole))
    )


def _aggregate(
    sources: Sources, measure: schema.Aggregate, outer: schema.RecordMeasure, world: World, within: Window | None
) -> Measured:
    """One side of a ratio: its own condition and that of the ratio."""
    if isinstance(measure, schema.FieldMeasure):
        return _field(sources, measure, world).parts["value"]
    both = _inside(measure, outer)
    return _AGGREGATES[type(both)](sources, both, world, within or measure.within or outer.within)


def _inside(inner: Part, outer: schema.RecordMeasure) -> Part:
    """A part of a measure with the condition and the evidence that the whole asks for besides."""
    if not isinstance(inner, schema.RecordMeasure):
        return inner
    where = _both(outer.where, inner.where)
    return inner.model_copy(update={"where": where, "evidence": outer.evidence or inner.evidence})


def _both(a: object, b: object) -> object:
    return b if a is None else a if b is None else Every((a, b))  # type: ignore[arg-type]


def _unit(sources: Sources, measure: schema.MeasureModel) -> Fraction:
    """The least positive value an aggregate can have."""
    match measure:
        case schema.Sum(sum=named):
            table, field = named.split(".")
            return Fraction(1, 10 ** sources.table(table).fields[field].scale)
        case schema.FieldMeasure(field=named):
            return Fraction(1, 10 ** sources.table(BRANCH).fields[bare_name(named)].scale)
        case schema.Ratio():
            return LEAST_RATIO
        case _:
            return Fraction(1)


def _change(sources: Sources, measure: schema.Change, world: World) -> Reading:
    inner = _inside(measure.change, measure)
    take = _AGGREGATES[type(inner)]
    now, before = take(sources, inner, world, None), take(sources, inner, world, PreviousPeriod())
    if measure.as_ == "absolute":
        defined: Truth = every([now.defined, before.defined])
        return _value(over_rows.blank_where_undefined(now.interval - before.interval, defined))
    quotient = over_rows.kept(over_rows.ratio(now, before, _unit(sources, inner), sources.stage), sources.stage)
    change = quotient.interval - Interval.point(1)
    return _value(over_rows.blank_where_undefined(change, quotient.defined, (now.interval.lo, before.interval.lo)))


def _checklist(sources: Sources, measure: schema.Checklist, world: World) -> Reading:
    table, field = measure.checklist.split(".")
    rows = sources.rows(table, measure, world, fields=(field,))
    reading = sources.reading(table, world)
    n = len(measure.items)
    bit = pl.lit(0, dtype=narrow(n))
    for index, item in enumerate(measure.items):
        bit = pl.when(reading.says(field, item)).then(pl.lit(1 << index, dtype=narrow(n))).otherwise(bit)

    def mask(kind: str, chosen: Truth) -> pl.Expr:
        key = (rows.key, "items", field, measure.items, kind)
        return rows.fold.add(key, united(as_expr(chosen), bit, n))

    sure = mask("T", surely(rows.inclusion))
    lo = hi = popcount(sure, n)
    if not rows.known:
        hi = popcount(mask("P", possibly(rows.inclusion)), n)
    if reading.is_nullable(field):
        nameless = as_expr(possibly(rows.inclusion)) & reading.column(field).is_null()
        unnamed = rows.fold.add((rows.key, "nameless", field), nameless.sum().cast(pl.Int64))
        hi = hi + Int(unnamed, RECORD_LIMIT, 1)
    hi = hi + rows.extra
    one = Int.of(1)
    least = Q(lo, one)
    present = Measured(Interval(least, least if hi is lo else Q(hi.least(Int.of(n)), one)))
    owed = Measured(Interval.point(n))
    missing = Measured(owed.interval - present.interval)
    return Reading(
        {"value": present, "present": present, "owed": owed, "missing_items": missing}, items=(measure.items, sure)
    )


def _rating(sources: Sources, measure: schema.Rating, world: World) -> Reading:
    measured, silent = rating(sources, measure, world)
    return replace(_value(or_stated(measured, measure, sources)), silent=silent)


def _coverage(sources: Sources, measure: schema.Coverage, world: World) -> Reading:
    parts, periods = coverage(sources, measure, world)
    return Reading(parts, periods=periods)


def _plain(form: Callable[..., Measured]) -> Callable[..., Reading]:
    return lambda sources, measure, world: _value(form(sources, measure, world))


_AGGREGATES: dict[type, Callable[..., Measured]] = {
    schema.Count: _count, schema.Sum: _sum, schema.Distinct: _distinct, schema.Ratio: _ratio,
}  # fmt: skip

_FORMS: dict[type, Callable[..., Reading]] = {
    schema.FieldMeasure: _field,
    schema.Imported: _imported,
    **{form: _plain(function) for form, function in _AGGREGATES.items()},
    schema.Mean: _mean,
    schema.Min: _min,
    schema.Max: _max,
    schema.Share: _share,
    schema.Coverage: _coverage,
    schema.LongestGap: _plain(longest_gap),
    schema.Streak: _plain(streak),
    schema.Change: _change,
    schema.Checklist: _checklist,
    schema.Each: _plain(each),
    schema.Rating: _rating,
}

__all__ = ["Reading", "branch_field", "partial", "read"]
