"""Measures over calendar periods: their tables are dated, their periods exist."""

from __future__ import annotations

from starcheck.calendar import MONTHS
from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.references import branch_field, offer, record_table
from starcheck.rules.check.selection import has_date
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.measures import Coverage, LifeMeasure, LongestGap, Streak
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.windows import Stretch, Window

MAX_SPANS = 60
"""Most months, quarters and so on that a streak can look back over."""
_MONTHS_OF = {"day": 1 / 30, "month": 1, "year": 12}


def coverage(ruleset: RuleSet, measure: Coverage, at: Path) -> Flaws:
    """Periods with records."""
    yield from _dated(ruleset, measure.coverage, (*at, "coverage"))
    yield from _life(ruleset, measure, at)
    in_a_year = 12 // MONTHS[measure.every]
    for index, number in enumerate(measure.except_):
        if not 1 <= number <= in_a_year:
            message = t("A year has {most} of these periods; {number} is none of them.", most=in_a_year, number=number)
            yield Flaw((*at, "except", index), message, t("Allowed: 1 to {most}.", most=in_a_year))
    if set(measure.except_) >= set(range(1, in_a_year + 1)):
        message = t("Every period of a year is excepted, so nothing is ever owed.")
        yield Flaw((*at, "except"), message, t("Except fewer, or leave the criterion out."))


def longest_gap(ruleset: RuleSet, measure: LongestGap, at: Path) -> Flaws:
    """The longest stretch without a record."""
    yield from _dated(ruleset, measure.longest_gap, (*at, "longest_gap"))
    yield from _life(ruleset, measure, at)


def streak(ruleset: RuleSet, measure: Streak, at: Path) -> Flaws:
    """Consecutive periods with records."""
    yield from _dated(ruleset, measure.streak, (*at, "streak"))
    if _months(measure.within) / MONTHS[measure.every] > MAX_SPANS:
        message = t("This window has more than {most} periods of this length.", most=MAX_SPANS)
        yield Flaw((*at, "within"), message, t("Shorten the window, or take longer periods in “every”."))


def _dated(ruleset: RuleSet, name: str, at: Path) -> Flaws:
    table = yield from record_table(ruleset.tables, name, at)
    yield from has_date(name, table, at)


def _life(ruleset: RuleSet, measure: LifeMeasure, at: Path) -> Flaws:
    for key, named in (("from", measure.from_), ("until", measure.until)):
        if named is None:
            continue
        field = yield from branch_field(ruleset.tables, named, (*at, key))
        if field is not None and field.type != "date":
            fields = ruleset.tables[BRANCH].fields
            dates = [f"{BRANCH}.{name}" for name, other in fields.items() if other.type == "date"]
            message = t("“{name}” is {kind}; a date is needed.", name=named, kind=of_field(field).words)
            yield Flaw((*at, key), message, offer(named, dates))


def _months(window: Window | None) -> float:
    match window:
        case Stretch(number, unit):
            return number * _MONTHS_OF[unit]
        case _:
            return 0
