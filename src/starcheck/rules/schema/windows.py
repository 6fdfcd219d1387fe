"""Stretches of time: the windows that records are dated in, the calendar spans that a period is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from starcheck.calendar import DAY, Period, add_months
from starcheck.language import t
from starcheck.rules.schema.atoms import Mistake, ParsedBy, Raw, spelled

Span = Literal["month", "quarter", "half_year", "year"]
_STRETCH = re.compile(r"^(\d{1,4}) (day|month|year)s?$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many days, months or years up to the end of the period."""

    number: int
    unit: Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class PreviousPeriod:
    """The period of the same length just before the assessed one."""


Window = Stretch | PreviousPeriod


def days_of(window: Window | None, period: Period) -> Period:
    """The days that a window spans in an assessed period; without a window, those of the period."""
    match window:
        case None:
            return period
        case PreviousPeriod():
            return period.previous
        case Stretch(number, "day"):
            return Period(period.end - number * DAY + DAY, period.end)
        case Stretch(number, unit):
            months = number * (12 if unit == "year" else 1)
            return Period(add_months(period.end + DAY, -months), period.end)


def parse_window(raw: Raw) -> Window:
    """``6 months``, ``5 years``, ``90 days`` or ``previous period``."""
    if raw == "previous period":
        return PreviousPeriod()
    found = _STRETCH.match(raw) if isinstance(raw, str) else None
    if not found or int(found[1]) == 0:
        raise Mistake(
            t(
                "A window is written as “6 months”, “5 years”, “90 days” or “previous period”, not “{read}”.",
                read=spelled(raw),
            )
        )
    return Stretch(int(found[1]), found[2])  # type: ignore[arg-type]


_VALIDATE = ParsedBy(parse_window, {"type": "string", "pattern": rf"{_STRETCH.pattern}|^previous period$"})
AnyWindow = Annotated[Window, _VALIDATE]
