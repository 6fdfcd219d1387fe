"""The shape of a result as JSON: a promise to other programs, apart from the classes inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from typing_extensions import TypedDict

SCHEMA: Final = "starcheck/assessment/1"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a text must look like."""

    regex: str

    def __get_pydantic_json_schema__(
        self, core_schema: object, handler: Callable[[object], dict[str, object]]
    ) -> dict[str, object]:
        return handler(core_schema) | {"pattern": self.regex}


Exact = Annotated[str, Pattern(r"^-?\d+(\.\d+)?$")]
Rational = Annotated[str, Pattern(r"^-?\d+(\.\d+|/\d+)?$")]
Day = Annotated[str, Pattern(r"^\d{4}-\d{2}-\d{2}$")]
OutcomeName = Literal["met", "partly_met", "not_met", "open", "not_applicable"]
StandingName = Literal["clear", "triggered", "open"]


class RuleSet(TypedDict):
    """The rule set that was applied."""

    id: str
    edition: str
    digest: str


class Adjustments(TypedDict):
    """The adjustments of this branch; the digest is taken over them, whatever file they came in."""

    digest: str


class Ledger(TypedDict):
    """The ledger that was judged; the digest is taken over its typed tables, whatever file they came in."""

    digest: str


class Branch(TypedDict):
    """The branch that was judged."""

    id: str
    name: str


class Points(TypedDict):
    """Points with all decimals of the rule set's grid: what stands, what is possible, the most there is."""

    low: Exact
    high: Exact
    max: Exact | None


class Level(TypedDict):
    """The lowest and the highest level possible: the id of a level, or none, not_rated, not_eligible, scored_only."""

    low: int | str
    high: int | str
    title_low: str
    title_high: str
    before_quota: bool
    """True where no ranking among branches has taken place."""


class Publicity(TypedDict):
    """How long a level is made public before it counts."""

    days: int
    of: Literal["working_days", "calendar_days"]


class LevelInfo(TypedDict):
    """A level as the rule set states it."""

    id: int | str
    title: str
    at_least: Rational | None
    """Where it begins; null if its places are filled by rank."""
    label: str | None
    approved_by: str | None
    publicity: Publicity | None
    valid_until: Day | None
    quota: str | None
    """How many branches may hold it, in words."""


class Line(TypedDict):
    """What changes points between criteria, section, total; a summand like any other."""

    kind: Literal["weight", "start", "scaling", "cap", "floor", "rounding", "veto"]
    text: str
    low: Exact
    high: Exact
    of: str | None
    """The section whose weight it is, or the veto."""


class Sheet(TypedDict):
    """The pass mark of a section that is a sheet of its own, in points or as a percentage of its maximum."""

    mark: str
    passed: StandingName
    """Clear where it is passed, triggered where it is not."""


class Section(TypedDict):
    """Points of a section or pool: the sum of its criteria, of the sections within it and of its lines."""

    id: str
    title: str
    kind: Literal["section", "pool"]
    points: Points
    lines: list[Line]
    counts_toward_level: bool
    """Whether the points are part of the score."""
    within: str | None
    """The section around this one, null for the outermost."""
    weight: Exact | None
    """The share of what it is in that it counts as, a share of one; its parent's lines hold what that changes."""
    sheet: Sheet | None


class Basis(TypedDict):
    """The clause behind a criterion."""

    text: str
    kind: Literal["regulation", "committee"]


class Check(TypedDict):
    """A veto, a direct award, the ladder, a condition of eligibility, or a requirement of a level."""

    id: str
    title: str
    outcome: StandingName
    effect: str
    basis: Basis | None
    remedy: str | None
    level: int | str | None
    missing: list[str]


class Quantity(TypedDict):
    """A measured value: numbers as exact decimals or n/d, percentages as shares of one; null where unknown."""

    part: str
    low: str | bool | None
    high: str | bool | None
    kind: Literal["number", "percent", "date", "choice", "boolean", "text"]
    unit: str
    defined: bool | None
    """False for a ratio over nothing, null if that is not known."""
    numerator: Rational | None
    denominator: Rational | None


class Consequence(TypedDict):
    """What follows from the result: triggered where it does."""

    id: str
    title: str
    outcome: StandingName
    amount: Quantity | None
    basis: Basis | None
    missing: list[str]


class Part(TypedDict):
    """Points of one named part of a criterion."""

    id: str
    title: str | None
    points: Points


class Adjustment(TypedDict):
    """A reviewer's change: of the points or the outcome, of a mark, or the result of a rating, which it states."""

    key: str
    """The criterion, criterion/part or rating that it names."""
    kind: Literal["points", "outcome", "mark", "grade", "rating"]
    value: str
    reason: str
    authority: str
    on: Day
    evidence: str | None
    until: Day | None


class Adjusted(TypedDict):
    """What a finding was by the ledger alone, with every adjustment that bears on it."""

    before: Points
    outcome_before: OutcomeName
    by: list[Adjustment]


class SelfAssessed(TypedDict):
    """What the ledger alone gives, where reviewers changed something."""

    score: Points | None
    level: Level


class Finding(TypedDict):
    """How one criterion came out."""

    criterion: str
    section: str
    title: str
    tags: list[str]
    outcome: OutcomeName
    reason: Literal["unknown", "not_yet_due", "awaiting_reviewer"] | None
    """Why the outcome is open; null for every other outcome."""
    adjusted: Adjusted | None
    """Null where no adjustment bears on it."""
    points: Points
    value: Quantity | None
    """The quantity that the target speaks of."""
    quantities: list[Quantity]
    """Everything that was measured, the value included."""
    target: Rational | None
    missing: list[str]
    evidence: list[str]
    basis: Basis | None
    remedy: str | None
    parts: list[Part]


class Gap(TypedDict):
    """What a criterion lacks, with what that costs."""

    criterion: str
    title: str
    points_lost: Exact
    points_open: Exact
    shortfall: list[str]
    recoverable: bool
    due_by: Day | None
    remedy: str | None


class NotSeen(TypedDict):
    """Records left aside because of their date."""

    after_as_of: int
    outside_period: int


class Assessment(TypedDict):
    """One branch judged by one rule set; the outermost sections and lines add up to the score, for both ends."""

    schema: Literal["starcheck/assessment/1"]
    ruleset: RuleSet
    ledger: Ledger
    adjustments: Adjustments | None
    """Null where the ledger alone was judged."""
    engine: str
    period: tuple[Day, Day]
    as_of: Day
    branch: Branch
    score: Points | None
    """Null where there is no total: the outermost sections are sheets, each passed or not."""
    level: Level
    self_assessed: SelfAssessed | None
    """Null where the ledger alone was judged."""
    levels: list[LevelInfo]
    """All levels, highest first."""
    sections: list[Section]
    lines: list[Line]
    eligibility: list[Check]
    requires: list[Check]
    vetoes: list[Check]
    direct: list[Check]
    ladder: Check | None
    consequences: list[Consequence]
    not_seen: NotSeen
    findings: list[Finding]
    gaps: list[Gap]


def json_schema() -> Mapping[str, object]:
    """The JSON Schema of the contract."""
    from pydantic import ConfigDict, TypeAdapter, with_config  # noqa: PLC0415 - reports do without pydantic

    closed = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))(Assessment)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:" + SCHEMA.replace("/", ":"),
        **TypeAdapter(closed).json_schema(),
        "title": "starcheck assessment",
    }
