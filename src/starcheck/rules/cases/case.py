"""What a case is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from starcheck.calendar import Period
from starcheck.documents import Document
from starcheck.errors import Place


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case says about one id.

    Attributes:
        id: a criterion, veto, eligibility condition, or the words ``level`` and ``score``.
        outcome: an outcome or a standing, if one is named.
        points: low and high, if points are named.
        level: for ``level``: the ends of the range, mostly the same.
    """

    id: str
    place: Place
    outcome: str | None = None
    points: tuple[Decimal, Decimal] | None = None
    level: tuple[object, object] | None = None

    @property
    def ends(self) -> tuple[object, object] | None:
        """The two ends that are expected, of points or of levels."""
        return self.points if self.points is not None else self.level


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        ledger: what a reader of ledgers reads, with the places it was written at.
        others: the ledgers of further branches that are judged together with the one that is looked at.
        by: the day whose values count; None for the end of the period.
    """

    name: str
    place: Place
    period: Period
    as_of: date | None
    ledger: Document
    expectations: tuple[Expectation, ...]
    by: date | None = None
    others: tuple[Document, ...] = ()
