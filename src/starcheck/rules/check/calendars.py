"""Calendars: no day is two things, and none lies outside."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.calendars import WorkCalendar, days_written, each_day
from starcheck.rules.schema.ruleset import RuleSet

MOST_YEARS = 100


def check(ruleset: RuleSet) -> Flaws:
    """All calendars."""
    for name, calendar in ruleset.calendars.items():
        yield from _calendar(calendar, ("calendars", name))


def _calendar(calendar: WorkCalendar, at: Path) -> Flaws:
    if calendar.to < calendar.from_:
        message = t("The calendar ends before it begins.")
        yield Flaw((*at, "to"), message, t("“from” says {day}.", day=calendar.from_))
        return
    if calendar.to.year - calendar.from_.year > MOST_YEARS:
        message = t("A calendar spans at most {most} years.", most=MOST_YEARS)
        yield Flaw((*at, "to"), message, t("State the years whose holidays are known."))
        return
    if not any(calendar.week):
        message = t("Every day of the week is a day off.")
        yield Flaw((*at, "weekend"), message, t("Leave the working days of the week out."))
    outside = [
        ((*at, key, index), days)
        for key, listed in (("holidays", calendar.holidays), ("workdays", calendar.workdays))
        for index, days in enumerate(listed)
        if days.start not in calendar.period or days.end not in calendar.period
    ]
    for place, days in outside:
        message = t("{days} lies outside the calendar, {period}.", days=days_written(days), period=str(calendar.period))
        yield Flaw(place, message, t("Correct the day, or widen “from” and “to”."))
    if not outside:
        yield from _both(calendar, at)


def _both(calendar: WorkCalendar, at: Path) -> Flaws:
    holidays = set(each_day(calendar.holidays))
    for index, days in enumerate(calendar.workdays):
        twice = next((day for day in each_day([days]) if day in holidays), None)
        if twice is not None:
            message = t("{day} is a holiday and a working day at once.", day=twice)
            yield Flaw((*at, "workdays", index), message, t("Remove it from one of the two lists."))
