"""The assessed period, the day it is looked at from, and the windows of measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from starcheck.calendar import DAY, CalendarSpan, Period, spans
from starcheck.rules.schema.dictionary import RECORD_LIMIT, Future, Table
from starcheck.rules.schema.windows import Window, days_of


class World(Enum):
    """Which further records are thought of: none, or all that the table's future allows."""

    STANDING = "standing"
    REACHABLE = "reachable"


@dataclass(frozen=True)
class Clock:
    """A period and a day: inside it or, for a span of the assessed period, perhaps before it.

    Attributes:
        around: the clock of the assessed period, where this is that of one span of it.
    """

    period: Period
    as_of: date
    around: Clock | None = None

    @staticmethod
    def at(period: Period, as_of: date | None) -> Clock:
        """A day outside the period is moved to its nearer end; no day means the end."""
        day = as_of or period.end
        return Clock(period, min(max(day, period.start), period.end))

    def inside(self, span: CalendarSpan) -> Clock:
        """The clock of a span of the assessed period, seen from the same day."""
        return Clock(Period(span.start, span.end), min(self.as_of, span.end), self)

    @property
    def whole(self) -> Clock:
        """The clock of the assessed period."""
        return self.around or self

    @property
    def over(self) -> bool:
        """Whether nothing can be added any more."""
        return self.whole.as_of == self.whole.period.end

    def window(self, window: Window | None) -> Period:
        """The days whose records count."""
        return days_of(window, self.period)

    def future(self, table: Table, start: date | None = None, end: date | None = None) -> int:
        """How many further records a table allows between two days (by default: till the period's end)."""
        first, last = max(start or self.period.start, self.as_of + DAY), end or self.period.end
        if first > last or table.future == "closed":
            return 0
        if isinstance(table.future, Future):
            return table.future.at_most * sum(1 for _ in spans(table.future.per, first, last))
        return RECORD_LIMIT

    def may_be_filled_in(self, table: Table) -> bool:
        """Whether an empty date of a record may still be given a value."""
        return not self.over and table.future != "closed"
