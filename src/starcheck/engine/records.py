"""One record: its cells, its derived fields, its conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

import polars as pl

from starcheck.engine.clock import Clock, World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval, compare
from starcheck.engine.truth import Known, Truth, every, negate, some
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.conditions import Comparison, Condition, Every, Negation, OtherField, Some, Test
from starcheck.rules.schema.dictionary import NUMERIC, Field, Table
from starcheck.rules.schema.numbers import Constant
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


def stored(field: Field, value: object) -> object:
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
    if isinstance(stored(field, value), Constant):
        return column != column  # noqa: PLR0124 - false where known, null where unknown
    return column == _literal(field, value)


def _literal(field: Field, value: object) -> pl.Expr:
    constant = stored(field, value)
    return _choice(str(constant), field.allowed) if field.allowed else pl.lit(constant)


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
