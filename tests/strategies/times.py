"""Assessed periods and the days on which they are looked at."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ONE_DAY = timedelta(days=1)
Period = tuple[date, date]


def months(year: int, first: int, last: int) -> Period:
    """Whole calendar months of one year."""
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


WHOLE = (
    months(2024, 1, 12),
    months(2023, 1, 12),
    *(months(2024, first, first + 2) for first in (1, 4, 7, 10)),
    months(2024, 1, 6),
    months(2024, 2, 2),
    months(2025, 3, 8),
)
ODD = (
    (date(2024, 3, 15), date(2024, 8, 20)),
    (date(2023, 11, 30), date(2024, 2, 29)),
    (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2024, 5, 31), date(2024, 5, 31)),
    (date(2023, 7, 1), date(2025, 6, 29)),
)


def periods() -> SearchStrategy[Period]:
    """Years, quarters, halves, odd stretches."""
    return st.sampled_from([*WHOLE, *ODD])


def years() -> SearchStrategy[Period]:
    """Whole calendar years."""
    return st.sampled_from([months(2024, 1, 12), months(2023, 1, 12)])


def first_days(period: Period) -> set[date]:
    """The first days of the months that a period touches."""
    first, last = period
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    months_since = [first.year * 12 + first.month - 1 + number for number in range(length)]
    return {date(index // 12, index % 12 + 1, 1) for index in months_since}


def days_around(period: Period) -> SearchStrategy[date]:
    """Days on the edges of a period and of its months, inside, shortly outside."""
    first, last = period
    edges = {first, last, first - ONE_DAY, last + ONE_DAY, date(2024, 2, 29), first - timedelta(days=400)}
    return st.one_of(
        st.dates(first, last),
        st.sampled_from(sorted(edges)),
        st.sampled_from(sorted(first_days(period))),
    )


def days_of_judging(period: Period) -> SearchStrategy[date]:
    """Any day, mostly inside the period or its last."""
    first, last = period
    return st.one_of(st.just(last), st.dates(first, last), days_around(period))
