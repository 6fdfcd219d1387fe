"""What is computed from dates: months, working days, parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from starcheck.calendar import DAY
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.dictionary import Part


def months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whole calendar months between two dates, negative if the second is before the first."""

    def forward(a: pl.Expr, b: pl.Expr) -> pl.Expr:
        months = (b.dt.year() - a.dt.year()).cast(pl.Int64) * 12 + (
            b.dt.month().cast(pl.Int64) - a.dt.month().cast(pl.Int64)
        )
        return months - (b.dt.day() < a.dt.day()).cast(pl.Int64)

    return pl.when(end >= start).then(forward(start, end)).otherwise(-forward(end, start))


def working_days_until(calendar: WorkCalendar, day: pl.Expr) -> pl.Expr:
    """The working days of a calendar up to a day; null for a day that it does not speak of."""
    after = pl.when(day.is_between(calendar.from_, calendar.to)).then(day) + DAY
    first = pl.lit(calendar.from_)
    regular = pl.business_day_count(first, after, week_mask=calendar.week, holidays=calendar.days_off)
    return regular.cast(pl.Int64) + pl.sum_horizontal(
        0, *[(after > made_up).cast(pl.Int64) for made_up in calendar.made_up]
    )


def part_of_date(part: Part, day: pl.Expr) -> pl.Expr:
    """A part of a date, as a whole number."""
    return _PARTS[part](day).cast(pl.Int64)


_PARTS: Mapping[Part, Callable[[pl.Expr], pl.Expr]] = {
    "day": lambda day: day.dt.day(),
    "weekday": lambda day: day.dt.weekday(),
    "month": lambda day: day.dt.month(),
    "days_left": lambda day: day.dt.days_in_month() - day.dt.day(),
}
