"""What is said of the level, of what bears on it, of what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from starcheck.language import Text, Title
from starcheck.model.findings import Basis, Quantity


class Standing(StrEnum):
    """Result of judging a rule without points: a veto, a direct award, the ladder, eligibility, a requirement."""

    CLEAR = "clear"
    TRIGGERED = "triggered"
    OPEN = "open"


State = Literal["none", "not_rated", "not_eligible", "scored_only"]
LevelId = int | str
"""A level's id, or a `State` beside the levels."""


@dataclass(frozen=True, slots=True)
class Check:
    """A finding without points: a veto, a direct award, the ladder, an eligibility condition, a requirement of a level.

    Attributes:
        level: the level a requirement belongs to.
        effect: what follows when it is triggered, in words.
        missing: names of what leaves it open: tables or fields not provided, or not for long enough.
    """

    id: str
    title: Title | Text
    outcome: Standing
    effect: Text
    basis: Basis | None = None
    remedy: Title | None = None
    level: LevelId | None = None
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a result.

    Attributes:
        outcome: triggered where it follows.
        amount: how much it is worth, if the rule set says that.
        missing: names of what leaves it open.
    """

    id: str
    title: Title
    outcome: Standing
    amount: Quantity | None
    basis: Basis | None = None
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRange:
    """The lowest and the highest level (or state) that the facts leave possible."""

    low: LevelId
    high: LevelId
    title_low: Title | Text
    title_high: Title | Text

    @property
    def certain(self) -> bool:
        """Whether only one level is possible."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long a level is made public before it counts."""

    days: int
    of: Literal["working_days", "calendar_days"]


@dataclass(frozen=True, slots=True)
class LevelInfo:
    """A level as the rule set states it; listed highest first.

    Attributes:
        at_least: where it begins, if it has a threshold.
        by_rank: its places are filled by rank among all branches.
        label: another word for whoever has it.
        valid_until: the last day it counts.
        committee_decides: on a score above its end, below the next level.
        quota: how many branches may hold it, in words.
    """

    id: LevelId
    title: Title
    at_least: Decimal | None
    by_rank: bool = False
    label: Title | None = None
    approved_by: Title | None = None
    publicity: Publicity | None = None
    valid_until: date | None = None
    committee_decides: bool = False
    quota: Text | None = None
