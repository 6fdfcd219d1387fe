"""How far results have come: who declared what of them, and when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from starcheck.calendar import Period


class Read(BaseModel):
    """Part of a summary; keys that are not asked for may stand there too, for later versions add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class State(StrEnum):
    """How far results have come."""

    PROVISIONAL = "provisional"
    """As the ledgers give them; the committee has not spoken."""
    OBJECTION = "objection"
    """Made public, so that whoever thinks otherwise can say so within a window of days."""
    FINAL = "final"
    """What the committee stands by."""


class Days(Read):
    """A stretch of days, both ends included."""

    start: date
    end: date

    @classmethod
    def of(cls, period: Period) -> Days:
        """The days of a period."""
        return cls(start=period.start, end=period.end)

    @property
    def period(self) -> Period:
        """The same as a period."""
        return Period(self.start, self.end)


class Earlier(Read):
    """The results that stood open to objection before others became final.

    Attributes:
        results: the digest of their `results.parquet`.
        changed: how many branches have another result now.
        gone: how many branches are no longer there.
    """

    results: str
    window: Days
    changed: int
    gone: int


class Declaration(Read):
    """That somebody declared a state of results.

    Attributes:
        on: the day, as it was told.
        by: who.
        results: the digest of the `results.parquet` that it is about.
        window: the days for objections.
        after: what stood open to objection before.
    """

    state: State
    on: date
    by: str
    results: str
    window: Days | None = None
    after: Earlier | None = None
