"""Derived fields: their columns, each computed from others of its record."""

from __future__ import annotations

import polars as pl

from starcheck.engine.dates import months_between, part_of_date, working_days_until
from starcheck.engine.exact import Int, Q, call
from starcheck.engine.records import Records, stored
from starcheck.rules import formula
from starcheck.rules.schema.dictionary import NUMERIC, Between, Derived, Field, RecordLookup, Table
from starcheck.rules.schema.numbers import parse_constant


def derived_columns(reading: Records) -> list[list[pl.Expr]]:
    """The columns of the derived fields, in layers: each uses only those before it."""
    return [
        [_derive(reading, name).alias(reading.column_name(name)) for name in layer]
        for layer in _derivation_order(reading.table)
    ]


def _derive(reading: Records, name: str) -> pl.Expr:
    field = reading.table.fields[name]
    derived = field.derived
    assert derived is not None
    if derived.between is not None:
        start, end = _ends(reading, derived.between)
        if derived.days:
            return (end - start).dt.total_days()
        return months_between(start, end) if derived.months else _working_days(reading, derived, start, end)
    if derived.part:
        return part_of_date(derived.part.part, reading.column(derived.part.of))
    if derived.lookup:
        return _look_up(reading, derived.lookup, field)
    assert derived.formula is not None
    return _calculate(reading, derived.formula[1], field)


def _working_days(reading: Records, derived: Derived, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    assert derived.working_days is not None
    named = derived.working_days.calendar
    calendar = next(iter(reading.calendars.values())) if named is None else reading.calendars[named]
    return working_days_until(calendar, end) - working_days_until(calendar, start)


def _ends(reading: Records, between: Between) -> tuple[pl.Expr, pl.Expr]:
    start, end = reading.column(between.from_), reading.column(between.to)
    return start, end.fill_null(reading.clock.period.end) if reading.unknown_is_none(between.to) else end


def _look_up(reading: Records, lookup: RecordLookup, field: Field) -> pl.Expr:
    names = (lookup.by,) if isinstance(lookup.by, str) else lookup.by
    entries: dict[str, object] = {}
    for key, value in lookup.table.items():
        inner = value.items() if isinstance(value, dict) else [(None, value)]
        for second, entry in inner:
            path = key if second is None else f"{key}\t{second}"
            entries[path] = stored(field, parse_constant(entry) if field.type in NUMERIC else entry)
    keys = [reading.column(name).cast(pl.String) for name in names]
    joined = keys[0] if len(keys) == 1 else keys[0] + "\t" + keys[1]
    dtype = pl.Enum(field.choices) if field.type == "choice" else pl.Int64
    return joined.replace_strict(list(entries), list(entries.values()), default=None, return_dtype=dtype)


def _calculate(reading: Records, expression: formula.Expression, field: Field) -> pl.Expr:
    value = _evaluate(reading, expression) * Q.of(10**field.scale)
    known = pl.all_horizontal(
        *[reading.column(name).is_not_null() for name in set(formula.names(expression))], pl.lit(value=True)
    )
    return pl.when(known).then(value.rounded("half_up").expr.cast(pl.Int64))


def _evaluate(reading: Records, expression: formula.Expression) -> Q:
    match expression:
        case formula.NumberLiteral(value):
            return Q.of(value)
        case formula.Reference(name):
            return Q(
                Int(reading.column(name), max(map(abs, reading.table.fields[name].bounds))),
                Int.of(10 ** reading.table.fields[name].scale),
            )
        case formula.Operation("/", left, right):
            return _divide(_evaluate(reading, left), _evaluate(reading, right))
        case formula.Operation(op, left, right):
            a, b = _evaluate(reading, left), _evaluate(reading, right)
            return a + b if op == "+" else a - b if op == "-" else a * b
        case formula.Call(function, arguments):
            return call(function, [_evaluate(reading, argument) for argument in arguments])


def _divide(a: Q, b: Q) -> Q:
    """``a / b`` for a divisor of either sign; null where it is zero."""
    divisor = b.num.expr
    sign = Int(pl.when(divisor > 0).then(1).when(divisor < 0).then(-1), 1)
    return a.over(Q(b.num * sign, b.den)) * Q(sign, Int.of(1))


def _derivation_order(table: Table) -> list[list[str]]:
    """Derived fields in layers, each computed from the ones before; the rule set was checked for cycles."""
    waiting = {name: set(field.derived.sources) for name, field in table.fields.items() if field.derived}
    layers: list[list[str]] = []
    while waiting:
        layer = [name for name, needs in waiting.items() if not needs & waiting.keys()]
        layers.append(layer)
        waiting = {name: needs for name, needs in waiting.items() if name not in layer}
    return layers
