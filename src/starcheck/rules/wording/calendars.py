"""Calendars in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starcheck.calendar import Period
from starcheck.language import Text, t
from starcheck.rules.schema.calendars import Weekday, WorkCalendar, days_written
from starcheck.rules.wording.orderings import sentences

WEEKDAYS: Mapping[Weekday, Text] = {
    "monday": t("Monday"),
    "tuesday": t("Tuesday"),
    "wednesday": t("Wednesday"),
    "thursday": t("Thursday"),
    "friday": t("Friday"),
    "saturday": t("Saturday"),
    "sunday": t("Sunday"),
}


def calendar_in_words(calendar: WorkCalendar) -> Text:
    """Which days are working days, as a definition."""
    words = t("from {start} to {end}", start=calendar.from_, end=calendar.to)
    if calendar.weekend:
        words = sentences(words, t("off every {weekdays}", weekdays=[WEEKDAYS[day] for day in calendar.weekend]))
    if calendar.holidays:
        words = sentences(words, t("also off: {days}", days=_written(calendar.holidays)))
    if calendar.workdays:
        words = sentences(words, t("working days nevertheless: {days}", days=_written(calendar.workdays)))
    return words


def _written(days: Iterable[Period]) -> list[str]:
    return [days_written(part) for part in days]
