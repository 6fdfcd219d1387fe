"""What is said of one criterion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from starcheck.language import Text, Title
from starcheck.model.adjustments import Adjusted


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
    adjusted: Adjusted | None = None
    """What it was before reviewers changed it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a criterion still lacks, and what that costs.

    Attributes:
        points_lost: lost for good, or lost unless the ledger changes: max − high; of a bonus nothing.
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
