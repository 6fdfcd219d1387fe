"""Assessed periods, calendar spans inside them, and month arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Span = Literal["month", "quarter", "half_year", "year"]
MONTHS: dict[Span, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAY = timedelta(days=1)

_YEAR = re.compile(r"^(\d{4})(?:(Q[1-4]|H[12])|-(\d{2}))?$")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def label(self) -> str:
        """The name of the month, quarter, half-year or year that it is, or else both its ends."""
        first = (next(spans(span, self.start, self.end)).label for span in MONTHS)
        return next((label for label in first if parse_period(label) == self), str(self))

    @property
    def whole_months(self) -> int | None:
        """How many calendar months it consists of, None if it cuts one."""
        if self.start.day != 1 or (self.end + DAY).day != 1:
            return None
        return month_index(self.end) - month_index(self.start) + 1

    @property
    def previous(self) -> Period:
        """The period of the same length just before."""
        if months := self.whole_months:
            return Period(add_months(self.start, -months), self.start - DAY)
        return Period(self.start - (self.end - self.start) - DAY, self.start - DAY)


def parse_period(text: object) -> Period | None:
    """``2024``, ``2024Q1``, ``2024H1``, ``2024-03`` or ``2024-03-15..2024-08-20``; None for anything else."""
    words = str(text)
    if ".." in words:
        return _between(*words.split("..", 1))
    found = _YEAR.match(words)
    if not found or not 1900 <= int(found[1]) <= 2200:
        return None
    first, months = 1, 12
    if part := found[2]:
        months = 3 if part[0] == "Q" else 6
        first = (int(part[1]) - 1) * months + 1
    elif found[3]:
        first, months = int(found[3]), 1
    if not 1 <= first <= 12:
        return None
    start = date(int(found[1]), first, 1)
    return Period(start, add_months(start, months) - DAY)


def _between(first: str, last: str) -> Period | None:
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError:
        return None
    return Period(start, end) if start <= end else None


def month_index(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def add_months(day: date, months: int) -> date:
    """The same day of another month, clipped to that month's length."""
    year, month = divmod(month_index(day) + months, 12)
    last = 31 if month == 11 else (date(year, month + 2, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """One calendar month, quarter, half-year or year.

    Attributes:
        number: which of its year it is, from 1.
    """

    span: Span
    start: date
    end: date
    number: int

    @property
    def label(self) -> str:
        """``2024-03``, ``2024Q1``, ``2024H1`` or ``2024``."""
        year = self.start.year
        match self.span:
            case "month":
                return f"{year}-{self.number:02}"
            case "quarter":
                return f"{year}Q{self.number}"
            case "half_year":
                return f"{year}H{self.number}"
            case "year":
                return str(year)


def spans(span: Span, start: date, end: date) -> Iterator[CalendarSpan]:
    """The calendar spans that share a day with a stretch, in order."""
    months = MONTHS[span]
    if end < start:
        return
    index = month_index(start) // months
    while (first := date(index * months // 12, index * months % 12 + 1, 1)) <= end:
        yield CalendarSpan(span, first, add_months(first, months) - DAY, index * months % 12 // months + 1)
        index += 1
