"""One record: its cells, its derived fields, its conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

import polars as pl

from starcheck.engine.clock import Clock, World
from starcheck.engine.dates import months_between, part_of_date, working_days_until
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval, compare
from starcheck.engine.truth import Known, Truth, every, negate, some
from starcheck.rules import formula
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.conditions import Comparison, Condition, Every, Negation, OtherField, Some, Test
from starcheck.rules.schema.dictionary import NUMERIC, Between, Derived, Field, RecordLookup, Table
from starcheck.rules.schema.numbers import Constant, parse_constant
from starcheck.rules.schema.windows import Window

_ORDER = {"at_least": pl.Expr.ge, "more_than": pl.Expr.gt, "at_most": pl.Expr.le, "less_than": pl.Expr.lt}
_ABSENT_IS_TRUE = ("not", "none_of")


@dataclass(frozen=True)
class Records:
    """How the records of one table are read in one world.

    Attributes:
        nullable: stored fields that hold an empty cell somewhere; all others are taken as known without asking.
    """

    name: str
    table: Table
    nullable: frozenset[str]
    clock: Clock
    world: World
    calendars: Mapping[str, WorkCalendar]

    @property
    def differs(self) -> bool:
        """Whether the worlds read these records differently: some empty date may still be filled in."""
        return any(self._may_be_filled_in(name) for name in self.nullable if name in self.table.fields)

    def column(self, name: str) -> pl.Expr:
        """The value of a field; null where it is unknown, or where there is none."""
        return pl.col(self.column_name(name))

    def column_name(self, name: str) -> str:
        """The column of a field: derived fields may have one for each world."""
        if self.table.fields[name].derived and self.world is World.REACHABLE and self.differs:
            return f"{name}@{self.world.value}"
        return name

    def derived_columns(self) -> list[list[pl.Expr]]:
        """The columns of the derived fields, in layers: each uses only those before it."""
        return [
            [self._derive(name).alias(self.column_name(name)) for name in layer]
            for layer in derivation_order(self.table)
        ]

    def says(self, name: str, key: str) -> pl.Expr:
        """Whether a field has the value that the key of a table in the rule set names."""
        field = self.table.fields[name]
        if field.allowed:
            return self.column(name) == _choice(key, field.allowed)
        return self.column(name).cast(pl.String) == key

    def is_nullable(self, name: str) -> bool:
        """Whether a cell may be empty."""
        field = self.table.fields[name]
        if field.derived is None:
            return name in self.nullable
        if field.derived.part is not None:
            return self.is_nullable(field.derived.part.of)
        days = field.derived.days
        if days is None:
            return True
        start, end = days.from_, days.to
        return self.is_nullable(start) or (self.is_nullable(end) and not self.unknown_is_none(end))

    def unknown_is_none(self, name: str) -> bool:
        """Whether an empty cell is a fact in this world."""
        return self.table.fields[name].blank == "none" and not (
            self.world is World.REACHABLE and self._may_be_filled_in(name)
        )

    def _may_be_filled_in(self, name: str) -> bool:
        field = self.table.fields[name]
        return field.type == "date" and field.blank == "none" and self.clock.may_be_filled_in(self.table)

    def has_value(self, name: str) -> Truth:
        """False where there is none; an unknown cell has a value nobody knows; one to be filled in may stay empty."""
        if not self.is_nullable(name) or self.table.fields[name].blank == "unknown":
            return True
        present = self.column(name).is_not_null()
        return Known(present) if self.unknown_is_none(name) else pl.when(present).then(pl.lit(value=True))

    def least(self, name: str) -> Int:
        """The least value a numeric cell may have."""
        low, bound = self._limits(name)
        sign = 1 if low[0] >= 0 else 0
        if not self.is_nullable(name):
            return Int(self.column(name), bound, sign)
        parts = [other for other, field in self.table.fields.items() if field.at_most == name]
        floor = pl.max_horizontal(pl.lit(low[0]), *[self.column(part) for part in parts]) if parts else pl.lit(low[0])
        return Int(self.column(name).fill_null(floor), bound, sign)

    def greatest(self, name: str) -> Int:
        """The greatest value a numeric cell may have."""
        limits, bound = self._limits(name)
        sign = 1 if limits[0] >= 0 else 0
        if not self.is_nullable(name):
            return Int(self.column(name), bound, sign)
        whole = self.table.fields[name].at_most
        cap = Int.of(limits[1])
        if whole is not None:
            greatest = self.greatest(whole)
            if self.is_nullable(whole) and self.table.fields[whole].blank == "none":
                greatest = Int(self.column(whole).fill_null(limits[1]), max(bound, greatest.bound))
            cap = greatest if self._limits(whole)[0][1] <= limits[1] else cap.least(greatest)
        return Int(self.column(name).fill_null(cap.expr), bound, sign)

    def interval(self, name: str) -> Interval:
        """The values a numeric cell may have, as numbers."""
        den = Int.of(10 ** self.table.fields[name].scale)
        least = Q(self.least(name), den)
        uncertain = self.is_nullable(name) and not self.unknown_is_none(name)
        return Interval(least, Q(self.greatest(name), den) if uncertain else least)

    def _limits(self, name: str) -> tuple[tuple[int, int], int]:
        limits = self.table.fields[name].bounds
        return limits, max(abs(limits[0]), abs(limits[1]))

    def condition(self, condition: Condition | None) -> Truth:
        """A condition on the record, three-valued."""
        match condition:
            case None:
                return True
            case Every(parts):
                return every(self.condition(part) for part in parts)
            case Some(parts):
                return some(self.condition(part) for part in parts)
            case Negation(part):
                return negate(self.condition(part))
            case Test(name, comparisons):
                return every(self._compare(name, comparison) for comparison in comparisons)
            case _:
                raise TypeError(condition)

    def _compare(self, name: str, comparison: Comparison) -> Truth:
        if isinstance(comparison.operand, OtherField):
            return self._compare_fields(name, comparison.op, comparison.operand)
        column = self.column(name)
        if comparison.op == "exists":
            there: Truth = True
            if self.is_nullable(name):
                present = column.is_not_null()
                there = Known(present) if self.unknown_is_none(name) else pl.when(present).then(pl.lit(value=True))
            return there if comparison.operand else negate(there)
        answer = self._answer(column, self.table.fields[name], comparison)
        if not self.is_nullable(name):
            return Known(answer)
        return Known(answer.fill_null(value=comparison.op in _ABSENT_IS_TRUE)) if self.unknown_is_none(name) else answer

    def _compare_fields(self, name: str, op: str, other: OtherField) -> Truth:
        """One field against another, each anywhere in its interval; false where either is none."""
        if self.table.fields[name].type in NUMERIC:
            share = Q.of(1 if other.share is None else other.share.value)
            answer = compare(op, self.interval(name), self.interval(other.field).each(lambda end: end * share))
        else:
            dates = _ORDER.get(op, pl.Expr.eq)(self.column(name), self.column(other.field))
            known = not (self.is_nullable(name) or self.is_nullable(other.field))
            answer = Known(dates) if known else dates
        return every([self.has_value(name), self.has_value(other.field), answer])

    def _answer(self, column: pl.Expr, field: Field, comparison: Comparison) -> pl.Expr:
        op, operand = comparison.op, comparison.operand
        match op:
            case "between":
                low, high = operand  # type: ignore[misc, str-unpack]
                return _ordered(column, field, "at_least", low) & _ordered(column, field, "at_most", high)
            case "one_of" | "none_of":
                found = reduce(or_, [_equal(column, field, item) for item in operand])  # type: ignore[union-attr]
                return ~found if op == "none_of" else found
            case "within":
                window: Window = operand  # type: ignore[assignment]
                days = self.clock.window(window)
                return column.is_between(days.start, days.end)
            case "equals" | "not":
                equal = _equal(column, field, operand)
                return ~equal if op == "not" else equal
            case _:
                return _ordered(column, field, op, operand)

    def _derive(self, name: str) -> pl.Expr:
        field = self.table.fields[name]
        derived = field.derived
        assert derived is not None
        if derived.between is not None:
            start, end = self._ends(derived.between)
            if derived.days:
                return (end - start).dt.total_days()
            return months_between(start, end) if derived.months else self._working_days(derived, start, end)
        if derived.part:
            return part_of_date(derived.part.part, self.column(derived.part.of))
        if derived.lookup:
            return self._look_up(derived.lookup, field)
        assert derived.formula is not None
        return self._calculate(derived.formula[1], field)

    def _working_days(self, derived: Derived, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        assert derived.working_days is not None
        named = derived.working_days.calendar
        calendar = next(iter(self.calendars.values())) if named is None else self.calendars[named]
        return working_days_until(calendar, end) - working_days_until(calendar, start)

    def _ends(self, between: Between) -> tuple[pl.Expr, pl.Expr]:
        end = self.column(between.to)
        return self.column(between.from_), end.fill_null(self.clock.period.end) if self.unknown_is_none(
            between.to
        ) else end

    def _look_up(self, lookup: RecordLookup, field: Field) -> pl.Expr:
        names = (lookup.by,) if isinstance(lookup.by, str) else lookup.by
        entries: dict[str, object] = {}
        for key, value in lookup.table.items():
            inner = value.items() if isinstance(value, dict) else [(None, value)]
            for second, entry in inner:
                path = key if second is None else f"{key}\t{second}"
                entries[path] = _stored(field, parse_constant(entry) if field.type in NUMERIC else entry)
        keys = [self.column(name).cast(pl.String) for name in names]
        joined = keys[0] if len(keys) == 1 else keys[0] + "\t" + keys[1]
        dtype = pl.Enum(field.choices) if field.type == "choice" else pl.Int64
        return joined.replace_strict(list(entries), list(entries.values()), default=None, return_dtype=dtype)

    def _calculate(self, expression: formula.Expression, field: Field) -> pl.Expr:
        value = self._evaluate(expression) * Q.of(10**field.scale)
        known = pl.all_horizontal(
            *[self.column(name).is_not_null() for name in set(formula.names(expression))], pl.lit(value=True)
        )
        return pl.when(known).then(value.rounded("half_up").expr.cast(pl.Int64))

    def _evaluate(self, expression: formula.Expression) -> Q:
        match expression:
            case formula.NumberLiteral(value):
                return Q.of(value)
            case formula.Reference(name):
                return Q(Int(self.column(name), self._limits(name)[1]), Int.of(10 ** self.table.fields[name].scale))
            case formula.Operation("/", left, right):
                return _divide(self._evaluate(left), self._evaluate(right))
            case formula.Operation(op, left, right):
                a, b = self._evaluate(left), self._evaluate(right)
                return a + b if op == "+" else a - b if op == "-" else a * b
            case formula.Call(function, arguments):
                return call(function, [self._evaluate(argument) for argument in arguments])


def call(function: str, arguments: list[Q]) -> Q:
    """A function of formulas on exact numbers."""
    first, *rest = arguments
    match function:
        case "min" | "max":
            for other in rest:
                first = first.least(other) if function == "min" else first.most(other)
            return first
        case "abs":
            return first.most(-first)
        case "round":
            return Q(first.rounded("half_up"), Int.of(1))
        case _:
            return Q(first.rounded(function), Int.of(1))


def _divide(a: Q, b: Q) -> Q:
    """``a / b`` for a divisor of either sign; null where it is zero."""
    divisor = b.num.expr
    sign = Int(pl.when(divisor > 0).then(1).when(divisor < 0).then(-1), 1)
    return a.over(Q(b.num * sign, b.den)) * Q(sign, Int.of(1))


def derivation_order(table: Table) -> list[list[str]]:
    """Derived fields in layers, each computed from the ones before; the rule set was checked for cycles."""
    waiting = {name: set(field.derived.sources) for name, field in table.fields.items() if field.derived}
    layers: list[list[str]] = []
    while waiting:
        layer = [name for name, needs in waiting.items() if not needs & waiting.keys()]
        layers.append(layer)
        waiting = {name: needs for name, needs in waiting.items() if name not in layer}
    return layers


def _stored(field: Field, value: object) -> object:
    """A constant of the rule set as the tables store it."""
    return (
        int(value.value * 10**field.scale)
        if isinstance(value, Constant) and (value.value * 10**field.scale).denominator == 1
        else value
    )


def _equal(column: pl.Expr, field: Field, value: object) -> pl.Expr:
    """Equality; a number between two steps of the field's grid equals none of its values."""
    if isinstance(value, bool):
        return column if value else ~column
    if isinstance(_stored(field, value), Constant):
        return column != column  # noqa: PLR0124 - false where known, null where unknown
    return column == _literal(field, value)


def _literal(field: Field, value: object) -> pl.Expr:
    stored = _stored(field, value)
    if field.allowed:
        return _choice(str(stored), field.allowed)
    return pl.lit(stored)


@lru_cache(maxsize=4096)
def _choice(value: str, allowed: tuple[str, ...]) -> pl.Expr:
    """A constant of a choice field; conditions repeat few of them often."""
    return pl.lit(value, dtype=pl.Enum(allowed))


def _ordered(column: pl.Expr, field: Field, op: str, operand: object) -> pl.Expr:
    if isinstance(operand, Constant) and field.type in NUMERIC:
        scaled = operand.value * 10**field.scale
        whole = column if scaled.denominator == 1 else column * scaled.denominator
        return _ORDER[op](whole, pl.lit(scaled.numerator))
    return _ORDER[op](column, _literal(field, operand))
