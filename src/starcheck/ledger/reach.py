"""The days that an empty ledger is made for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from starcheck.calendar import Period
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.windows import days_of
from starcheck.rules.uses import Uses


def first_period(ruleset: RuleSet) -> Period:
    """The year in which a rule set takes effect."""
    year = ruleset.effective_from.year
    return Period(date(year, 1, 1), date(year, 12, 31))


def reaching_back(ruleset: RuleSet, period: Period) -> Mapping[str, Period]:
    """The tables of which records before the period count, each with the days it has to cover."""
    first: dict[str, date] = {}
    for name, window in Uses.of(ruleset, ruleset).windows():
        if ruleset.tables[name].date is not None:
            first[name] = min(first.get(name, period.start), days_of(window, period).start)
    return {name: Period(day, period.end) for name, day in first.items() if day < period.start}
