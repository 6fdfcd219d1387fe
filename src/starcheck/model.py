"""The vocabulary of an assessment: findings, points, levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from starcheck.language import Text, Title


class Outcome(StrEnum):
    """Result of judging one criterion."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a finding is open."""

    UNKNOWN = "unknown"
    NOT_YET_DUE = "not_yet_due"
    AWAITING_REVIEWER = "awaiting_reviewer"


class Standing(StrEnum):
    """Result of judging a rule without points: a veto, a direct award, the ladder, eligibility, a requirement."""

    CLEAR = "clear"
    TRIGGERED = "triggered"
    OPEN = "open"


State = Literal["none", "not_rated", "not_eligible", "scored_only"]
LevelId = int | str
"""A level's id, or a `State` beside the levels."""


@dataclass(frozen=True, slots=True)
class Points:
    """An interval of points on the rule set's grid; ``max`` is None where nothing limits them."""

    low: Decimal
    high: Decimal
    max: Decimal | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """The measured value behind a finding.

    Attributes:
        part: which number of the measure this is (``value``, ``missing_periods``, …).
        low, high: ends of the interval: numbers exact, dates as dates, other values as they stand; None if unknown.
        kind: how to print it; a ``percent`` of 0.95 is printed as 95 %.
        unit: the unit from the data dictionary, or empty.
        defined: False for a ratio over nothing, None if that is not known.
        detail: e.g. numerator and denominator of a ratio, when both are certain.
    """

    part: str
    low: Fraction | date | str | bool | None
    high: Fraction | date | str | bool | None
    kind: Literal["number", "percent", "date", "choice", "boolean", "text"]
    unit: str = ""
    defined: bool | None = True
    detail: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The clause a criterion rests on: a regulation, or the committee's own standard."""

    text: Title
    kind: Literal["regulation", "committee"]


@dataclass(frozen=True, slots=True)
class PartFinding:
    """Result of one identified part of a criterion's scoring tree."""

    id: str
    title: Title | None
    points: Points


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one criterion for one branch."""

    criterion: str
    section: str
    title: Title
    tags: tuple[str, ...]
    outcome: Outcome
    reason: Reason | None
    points: Points
    standing_high: Decimal
    """The most points possible without any further record: below it, only what is still to come counts."""
    quantities: tuple[Quantity, ...]
    target: Fraction | None
    missing: tuple[Text | str, ...]
    """Names of what is missing: periods that were missed, items, tables or fields not provided."""
    basis: Basis | None
    remedy: Title | None
    evidence: tuple[str, ...]
    parts: tuple[PartFinding, ...] = ()
    due_by: date | None = None
    """The next day by which something has to happen for points not yet lost."""


@dataclass(frozen=True, slots=True)
class Line:
    """What changes a section between its criteria and its points; contributions and lines sum exactly.

    Attributes:
        of: the section whose weight it is, or the veto.
    """

    kind: Literal["weight", "start", "scaling", "cap", "floor", "rounding", "veto"]
    text: Text
    low: Decimal
    high: Decimal
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pass mark of a section that is a sheet of its own, as it is written, and whether it is reached."""

    mark: str
    passed: Standing


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points of a section or pool.

    Attributes:
        counts: whether they are part of the score.
        within: the section that this one is in, None if it is in no other.
        weight: what share of that, or of the score, it counts as; None if it counts as it is.
    """

    id: str
    title: Title
    kind: Literal["section", "pool"]
    points: Points
    lines: tuple[Line, ...]
    counts: bool = True
    within: str | None = None
    weight: Decimal | None = None
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A finding without points: a veto, a direct award, the ladder, an eligibility condition, a requirement of a level.

    Attributes:
        level: the level a requirement belongs to.
        effect: what follows when it is triggered, in words.
    """

    id: str
    title: Title | Text
    outcome: Standing
    effect: Text
    basis: Basis | None = None
    remedy: Title | None = None
    level: LevelId | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a result.

    Attributes:
        outcome: triggered where it follows.
        amount: how much it is worth, if the rule set says that.
    """

    id: str
    title: Title
    outcome: Standing
    amount: Quantity | None
    basis: Basis | None = None


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


@dataclass(frozen=True, slots=True)
class NotSeen:
    """Records that the assessment leaves aside, by number."""

    after_as_of: int
    outside_period: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an assessment rests on."""

    ruleset: str
    edition: str
    ruleset_title: Title
    ruleset_digest: str
    ledger_digest: str
    engine: str
    period: tuple[date, date]
    as_of: date
    branch_id: str
    branch_name: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """A branch judged by a rule set over a period, as of a day.

    At both ends the findings and lines of a section, and the sections within it, add up to its points; the outermost
    sections that count and ``lines`` to the score. Where there is no score, the outermost sections are sheets.
    """

    provenance: Provenance
    score: Points | None
    level: LevelRange
    levels: tuple[LevelInfo, ...]
    sections: tuple[SectionScore, ...]
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    vetoes: tuple[Check, ...]
    eligibility: tuple[Check, ...]
    requires: tuple[Check, ...]
    not_seen: NotSeen
    direct: tuple[Check, ...] = ()
    ladder: Check | None = None
    consequences: tuple[Consequence, ...] = ()

    @property
    def rules(self) -> tuple[Check, ...]:
        """Every check that the rule set gives an id."""
        ladder = () if self.ladder is None else (self.ladder,)
        return (*self.vetoes, *self.direct, *ladder, *self.eligibility)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a criterion still lacks, and what that costs.

    Attributes:
        points_lost: lost for good, or lost unless the ledger changes: max − high.
        points_open: high − low: still to be won or shown.
        shortfall: what is missing, in words.
        recoverable: whether the points can still be won in this period.
        due_by: the last day on which that is possible.
    """

    criterion: str
    title: Title
    points_lost: Decimal
    points_open: Decimal
    shortfall: tuple[Text | str, ...]
    recoverable: bool
    due_by: date | None
    remedy: Title | None
