"""What reviewers changed of a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starcheck.model.findings import Outcome, Points


class AdjustmentKind(StrEnum):
    """What an adjustment states."""

    POINTS = "points"
    OUTCOME = "outcome"
    MARK = "mark"
    GRADE = "grade"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A reviewer's change with reason and authority.

    Attributes:
        branch: id of the branch.
        key: what it is about: a criterion, a criterion/part that is marked, or a rating by its name.
        kind: what it states.
        value: the points, the result of the rating, the id of an outcome, or the grade.
        authority: who decided it.
        on: the day on which it was decided.
        evidence: what shows it, in words.
        until: the last day on which it holds, if it ends.
    """

    branch: str
    key: str
    kind: AdjustmentKind
    value: Decimal | str
    reason: str
    authority: str
    on: date
    evidence: str | None = None
    until: date | None = None

    @property
    def criterion(self) -> str:
        """The criterion, unless it is about a rating."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a finding was before reviewers changed it, with every change that bears on it."""

    before: Points
    outcome_before: Outcome
    by: tuple[Adjustment, ...]
