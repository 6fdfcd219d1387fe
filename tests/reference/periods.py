"""Spans of days, calendar periods, windows (semantics §1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

ONE_DAY = timedelta(days=1)
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class Span(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether ``day`` is one of the days."""
        return self.first <= day <= self.last

    def inside(self, other: Span) -> bool:
        """Whether every day of this span is one of ``other``."""
        return other.first <= self.first and self.last <= other.last


def overlap(one: Span, other: Span) -> Span | None:
    """The days that both spans hold."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Span(first, last) if first <= last else None


def month_index(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def first_of_month(index: int) -> date:
    """The first day of the month with this ``month_index``."""
    return date(index // 12, index % 12 + 1, 1)


def minus_months(day: date, months: int) -> date:
    """Calendar arithmetic, the day clipped to the length of the month."""
    index = month_index(day) - months
    length = (first_of_month(index + 1) - first_of_month(index)).days
    return first_of_month(index).replace(day=min(day.day, length))


def whole_months(start: date, end: date) -> int:
    """Number of whole months; a month is whole when the day of the month is reached (§3)."""
    if end < start:
        return -whole_months(end, start)
    return month_index(end) - month_index(start) - (end.day < start.day)


def period_around(day: date, every: str) -> Span:
    """The calendar month, quarter, half year or year that holds ``day``."""
    months = MONTHS_OF[every]
    index = month_index(day) // months * months
    return Span(first_of_month(index), first_of_month(index + months) - ONE_DAY)


def calendar_periods(span: Span, every: str) -> Iterator[Span]:
    """The calendar periods that overlap ``span``, in order."""
    period = period_around(span.first, every)
    while period.first <= span.last:
        yield period
        period = period_around(period.last + ONE_DAY, every)


def number_in_year(period: Span, every: str) -> int:
    """1 for the first month (quarter, half year) of its year."""
    return (period.first.month - 1) // MONTHS_OF[every] + 1


def previous_period(period: Span) -> Span:
    """As many whole months before if the period consists of whole months, else as many days."""
    after = period.last + ONE_DAY
    if period.first.day == 1 and after.day == 1:
        first = minus_months(period.first, month_index(after) - month_index(period.first))
    else:
        first = period.first - (after - period.first)
    return Span(first, period.first - ONE_DAY)


def window(within: str | None, period: Span) -> Span:
    """The window of a measure: the period, the one before, or so much time up to its end."""
    if within is None:
        return period
    if within == "previous period":
        return previous_period(period)
    number, unit = within.split()
    after = period.last + ONE_DAY
    if unit in {"day", "days"}:
        first = after - int(number) * ONE_DAY
    else:
        first = minus_months(after, int(number) * (12 if unit in {"year", "years"} else 1))
    return Span(first, period.last)


DATE_PARTS: dict[str, Callable[[date], int]] = {
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
    "month": lambda day: day.month,
    "days_left": lambda day: (first_of_month(month_index(day) + 1) - day).days - 1,
}
"""What a derived field may take of a date."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def listed_days(entries: list[Any]) -> set[date]:
    """Days written one by one, or as spans ``2024-02-10..2024-02-17``."""
    days = set()
    for entry in entries:
        first, last = (entry, entry) if isinstance(entry, date) else map(date.fromisoformat, entry.split(".."))
        days |= {first + number * ONE_DAY for number in range((last - first).days + 1)}
    return days


def working_days(calendar: Mapping[str, Any], after: date, up_to: date) -> int:
    """Number of working days d with after < d ≤ up_to."""
    weekend = calendar.get("weekend", ["saturday", "sunday"])
    holidays, workdays = (listed_days(calendar.get(key, [])) for key in ("holidays", "workdays"))
    days = (after + number * ONE_DAY for number in range(1, (up_to - after).days + 1))
    return sum(day in workdays or (WEEKDAYS[day.weekday()] not in weekend and day not in holidays) for day in days)
