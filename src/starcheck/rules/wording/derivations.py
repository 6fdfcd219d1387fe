"""How a field is computed from others of its record, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t
from starcheck.rules.formula import Expression
from starcheck.rules.schema.dictionary import Between, DatePart, Derived, Part, RecordLookup, WorkingDays
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.numbers import formula_in_words, yes_or_no
from starcheck.rules.wording.scope import Scope, Words


def derivation_in_words(table: str, derived: Derived, ruleset: RuleSet) -> Words:
    """How the value of a cell comes about that nobody fills in."""
    return DERIVATIONS[derived.kind](getattr(derived, derived.kind), Scope(ruleset).on_records(table))


def _days(between: Between, scope: Scope) -> Words:
    start, end = _ends(between, scope)
    return t("the days from {start} to {end}", start=start, end=end)


def _months(between: Between, scope: Scope) -> Words:
    start, end = _ends(between, scope)
    return t("the whole months from {start} to {end}", start=start, end=end)


def _working_days(days: WorkingDays, scope: Scope) -> Words:
    start, end = _ends(days, scope)
    calendars = scope.ruleset.calendars
    calendar = next(iter(calendars.values())) if days.calendar is None else calendars[days.calendar]
    return t("the working days after {start} up to {end}, by {calendar}", start=start, end=end, calendar=calendar.label)


def _part(part: DatePart, scope: Scope) -> Words:
    return PARTS[part.part](scope.quantity(part.of).words)


PARTS: Mapping[Part, Callable[[Words], Text]] = {
    "day": lambda date: t("the day of the month of {date}", date=date),
    "weekday": lambda date: t("the day of the week of {date} (1: Monday)", date=date),
    "month": lambda date: t("the month of {date}", date=date),
    "days_left": lambda date: t("the days left in the month after {date}", date=date),
}
"""Every part of a date."""


def _ends(between: Between, scope: Scope) -> tuple[Words, Words]:
    """What it runs from, then to; an end that is not there yet is the end of the period."""
    end = scope.quantity(between.to).words
    if scope.field(f"{scope.table}.{between.to}").blank == "none":
        end = t("{end} (if empty, the period's end)", end=end)
    return scope.quantity(between.from_).words, end


def _formula(formula: tuple[str, Expression], scope: Scope) -> Words:
    return formula_in_words(formula[1], scope)


def _lookup(lookup: RecordLookup, scope: Scope) -> Words:
    names = (lookup.by,) if isinstance(lookup.by, str) else lookup.by
    entries = [entry for case, row in lookup.table.items() for entry in _entries(case, row)]
    return t("(by {name}: {entries})", name=[scope.quantity(name).words for name in names], entries=entries)


def _entries(case: str, row: object) -> list[Text]:
    """What one key gives, or every pair of keys that begins with it."""
    if not isinstance(row, dict):
        return [t("{value} for {case}", value=_stated(row), case=case)]
    return [
        t("{value} for {case}", value=_stated(value), case=t("{case}, {inner}", case=case, inner=inner))
        for inner, value in row.items()
    ]


def _stated(value: object) -> Words:
    return yes_or_no(value) if isinstance(value, bool) else str(value)


DERIVATIONS: Mapping[str, Callable[..., Words]] = {
    "days": _days,
    "months": _months,
    "working_days": _working_days,
    "part": _part,
    "formula": _formula,
    "lookup": _lookup,
}
"""Every way to compute a field."""
