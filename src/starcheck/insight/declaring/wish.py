"""What somebody wants to declare of results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starcheck.calendar import Period
from starcheck.errors import Problem
from starcheck.insight.kept import Declaration, Kept, State
from starcheck.language import Text

Told = tuple[Text, Text | None]  # a message, and what to do


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to declare.

    Attributes:
        on: the day on which it is declared.
        by: who declares it.
        window: the days for objections.
        after: the results that stood open to objection, if not the same.
    """

    state: State
    on: date
    by: str
    window: Period | None = None
    after: Kept | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, with what deserves a look before it is made public."""

    declaration: Declaration
    remarks: tuple[Problem, ...]
