"""Calendars: which days are working days, as somebody publishes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from starcheck.calendar import DAY, Period
from starcheck.language import t
from starcheck.rules.schema.atoms import AnyTitle, Mistake, Model, ParsedBy, Raw, spelled

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_DAYS = re.compile(r"^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")


def _parse_days(raw: Raw) -> Period:
    """One day, or the days from one to another."""
    if isinstance(raw, date):
        return Period(raw, raw)
    found = _DAYS.match(raw) if isinstance(raw, str) else None
    try:
        days = Period(date.fromisoformat(found[1]), date.fromisoformat(found[2])) if found else None
    except ValueError:
        days = None
    if days is None:
        message = t(
            "Days are written as 2024-05-01, or 2024-05-01..2024-05-05 for several, not “{read}”.", read=spelled(raw)
        )
        raise Mistake(message)
    if days.end < days.start:
        raise Mistake(t("{days} ends before it begins.", days=str(days)), hint=t("Exchange the two."))
    return days


_PARSED = ParsedBy(_parse_days, {"type": "string"})
Days = tuple[Annotated[Period, _PARSED], ...]


class WorkCalendar(Model):
    """Which days between two are working days."""

    label: AnyTitle
    from_: date = Field(alias="from")
    to: date
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    holidays: Days = ()
    workdays: Days = ()

    @property
    def period(self) -> Period:
        """The days it speaks of."""
        return Period(self.from_, self.to)

    @property
    def days_off(self) -> tuple[date, ...]:
        """The holidays, day by day."""
        return tuple(each_day(self.holidays))

    @property
    def made_up(self) -> tuple[date, ...]:
        """The working days that the weekend would make days off."""
        return tuple(day for day in each_day(self.workdays) if WEEKDAYS[day.weekday()] in self.weekend)

    @property
    def week(self) -> tuple[bool, ...]:
        """Whether each day of the week is a working day, Monday first."""
        return tuple(day not in self.weekend for day in WEEKDAYS)


def each_day(days: Iterable[Period]) -> Iterator[date]:
    """All days of some stretches, each once, in order."""
    yield from sorted({part.start + DAY * n for part in days for n in range((part.end - part.start).days + 1)})


def days_written(days: Period) -> str:
    """One day, or several, as a calendar lists them."""
    return str(days.start) if days.start == days.end else str(days)
