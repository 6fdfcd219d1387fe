"""One record: the state of its cells, its derived fields, the range of its numbers (semantics §3)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

from . import formulas
from .intervals import UNDEFINED, Interval, exactly, point, round_to_grid
from .literals import Raw, as_list, constant, number
from .periods import DATE_PARTS, whole_months, working_days
from .world import Form, Table, World


class Blank(Enum):
    """Why there is no value."""

    UNKNOWN = "unknown"
    NONE = "none"


UNKNOWN, NONE = Blank.UNKNOWN, Blank.NONE
TEXT: Form = {"type": "text"}
NUMERIC = {"integer", "decimal", "percent"}
VAST = 10**12


def definition_of(table: Table, field: str) -> Form:
    """The declaration of a field; ``id`` and ``name`` are always there."""
    return table.fields.get(field, TEXT)


def unit_of(definition: Form) -> Fraction:
    """One unit of the last decimal place; of a percentage, that of the percentage."""
    if definition["type"] == "integer":
        return Fraction(1)
    places = definition.get("places", 2) + (2 if definition["type"] == "percent" else 0)
    return Fraction(1, 10**places)


def declared_range(definition: Form) -> Interval:
    """``min`` to ``max``, by default 10¹² units either way, or all that a part of a date can be."""
    definition = {**_natural_range(definition), **definition}
    vast = VAST * unit_of(definition)
    return Interval(number(definition.get("min", -vast)), number(definition.get("max", vast)))


def fact(world: World, table: Table, row: Form, field: str) -> Raw:
    """The value of a cell, or `UNKNOWN`, or `NONE`."""
    definition = definition_of(table, field)
    if "derived" in definition:
        return _derived(world, table, row, definition)
    cell = row.get(field)
    if cell is not None:
        return constant(cell)
    if definition.get("blank") != "none":
        return UNKNOWN
    return UNKNOWN if may_stay_none(world, table, row, field) else NONE


def may_stay_none(world: World, table: Table, row: Form, field: str) -> bool:
    """Whether an empty date that means "none" counts as unknown because it may still be filled in."""
    definition = definition_of(table, field)
    empty = row.get(field) is None and definition.get("blank") == "none"
    return empty and definition["type"] == "date" and world.may_still_be_filled(table)


def interval(world: World, table: Table, row: Form, field: str) -> Interval:
    """Where the number of a known or unknown cell lies."""
    value = fact(world, table, row, field)
    if value is not UNKNOWN:
        return point(value)
    definition = definition_of(table, field)
    declared = declared_range(definition)
    least = [declared.low, *_known_below(world, table, row, field)]
    greatest = [declared.high]
    if (limit := definition.get("at_most")) is not None and fact(world, table, row, limit) is not NONE:
        greatest.append(interval(world, table, row, limit).high)
    return Interval(max(least), min(greatest))


def _natural_range(definition: Form) -> Form:
    """The least and greatest of a part of a date."""
    least, greatest = PART_RANGES.get(definition.get("derived", {}).get("part", ""), (None, None))
    return {} if least is None else {"min": least, "max": greatest}


PART_RANGES = {"day": (1, 31), "weekday": (1, 7), "month": (1, 12), "days_left": (0, 30)}


def _known_below(world: World, table: Table, row: Form, field: str) -> list[Fraction]:
    """Known numbers of the record that never exceed this field."""
    below = [name for name, other in table.fields.items() if other.get("at_most") == field]
    return [value for name in below if not isinstance(value := fact(world, table, row, name), Blank)]


def _derived(world: World, table: Table, row: Form, definition: Form) -> Raw:
    rule = definition["derived"]
    form = next(key for key in rule if key != "of")
    if form == "formula":
        return _by_formula(world, table, row, definition, rule[form])
    if form == "part":
        day = fact(world, table, row, rule["of"])
        return UNKNOWN if isinstance(day, Blank) else Fraction(DATE_PARTS[rule[form]](day))
    names = as_list(rule[form]["by"]) if form == "lookup" else [rule[form]["from"], rule[form]["to"]]
    facts = [fact(world, table, row, name) for name in names]
    if UNKNOWN in facts:
        return UNKNOWN
    return _by_lookup(rule[form], facts) if form == "lookup" else _time_between(world, form, rule[form], facts)


def _time_between(world: World, form: str, rule: Form, ends: list[Raw]) -> Raw:
    start, end = ends
    if start is NONE:
        return UNKNOWN
    if end is NONE:
        end = world.case.period.last
    if form == "working_days":
        return _working_days(world, rule, start, end)
    return Fraction((end - start).days if form == "days" else whole_months(start, end))


def _by_lookup(rule: Form, keys: list[Raw]) -> Raw:
    entry: Raw = rule["table"]
    for key in keys:
        entry = entry.get(key, UNKNOWN) if entry is not UNKNOWN else UNKNOWN
    if entry is UNKNOWN and "else" in rule and NONE not in keys:
        entry = rule["else"]
    return entry if entry is UNKNOWN else number(entry)


def _working_days(world: World, rule: Form, start: date, end: date) -> Raw:
    """The working days after one date up to the other; unknown beyond the days that the calendar knows."""
    calendars = world.case.ruleset["calendars"]
    calendar = calendars[rule["calendar"]] if "calendar" in rule else next(iter(calendars.values()))
    if not all(calendar["from"] <= day <= calendar["to"] for day in (start, end)):
        return UNKNOWN
    count = working_days(calendar, min(start, end), max(start, end))
    return Fraction(count if start <= end else -count)


def _by_formula(world: World, table: Table, row: Form, definition: Form, formula: str) -> Raw:
    blanks = []

    def value_of(name: str) -> Raw:
        value = fact(world, table, row, name)
        if isinstance(value, Blank):
            blanks.append(name)
            return UNDEFINED
        return exactly(value)

    result = formulas.evaluate(formula, value_of)
    if blanks or not result.defined:
        return UNKNOWN
    return round_to_grid(result.low, unit_of(definition), "half_up")
