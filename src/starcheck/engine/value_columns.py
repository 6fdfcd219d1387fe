"""The measured value behind each finding as columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q, as_text
from starcheck.engine.interval import Interval
from starcheck.engine.judge import Judged
from starcheck.engine.program import Program
from starcheck.engine.rows import Measured
from starcheck.engine.told import FAR, Kind, kind_of, kind_of_fact, own_measure
from starcheck.engine.truth import Truth, as_expr, every, known, possibly, some

VALUE_LOW, VALUE_HIGH, VALUE_KIND, VALUE_DEFINED = "value_low", "value_high", "value_kind", "value_defined"
VALUE_COLUMNS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    VALUE_LOW: pl.String,
    VALUE_HIGH: pl.String,
    VALUE_KIND: pl.Enum(get_args(Kind)),
    VALUE_DEFINED: pl.Boolean,
}


def value_columns(program: Program, judged: Judged) -> Mapping[str, pl.Expr]:
    """The first of the quantities that `Told` tells of a criterion, as things stand; null where it measures nothing."""
    reading = judged.reading[World.STANDING]
    if reading is None:
        return dict.fromkeys(VALUE_COLUMNS, pl.lit(None))
    if reading.column is not None:
        return _fact(program, reading.column)
    measure = own_measure(program, judged)
    part = measure.told[0]
    return _quantity(reading.parts[part], kind_of(measure, part, program))


def _quantity(measured: Measured, kind: Kind) -> Mapping[str, pl.Expr]:
    interval, defined = measured.interval, possibly(measured.defined)
    low, high = (
        pl.when(as_expr(every([known(defined), _is_told(end, interval)]))).then(as_text(end))
        for end in (interval.lo, interval.hi)
    )
    return _columns(low, high, kind, measured.defined)


def _fact(program: Program, name: str) -> Mapping[str, pl.Expr]:
    branch = program.sources.branch()
    value = branch.column(name)
    defined = known(value.is_not_null()) if branch.unknown_is_none(name) else True
    text = value.cast(pl.String)
    return _columns(text, text, kind_of_fact(branch.table.fields[name]), defined)


def _columns(low: pl.Expr, high: pl.Expr, kind: Kind, defined: Truth) -> Mapping[str, pl.Expr]:
    return {VALUE_LOW: low, VALUE_HIGH: high, VALUE_KIND: pl.lit(kind), VALUE_DEFINED: as_expr(defined)}


def _is_told(end: Q, interval: Interval) -> Truth:
    """Whether an end says anything: it is the value itself, or not only as far out as tables may reach."""
    if interval.is_point:
        return True
    far = Int.of(FAR)
    near = every([known(far.more_than(end.num // end.den)), known(far.more_than(-end.num // end.den))])
    return some([near, _is_exact(interval)])


def _is_exact(interval: Interval) -> Truth:
    """Whether both ends are one number; equal numbers stand there alike, for both come from the same facts."""
    lo, hi = interval.lo, interval.hi
    return every([_alike(lo.num, hi.num), _alike(lo.den, hi.den)])


def _alike(one: Int, other: Int) -> Truth:
    if one.constant is not None and other.constant is not None:
        return one.constant == other.constant
    return known(one.expr == other.expr)
