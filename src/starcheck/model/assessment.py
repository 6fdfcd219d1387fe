"""All that is said of one branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starcheck.language import Title
from starcheck.model.findings import Finding, Points
from starcheck.model.levels import Check, Consequence, LevelInfo, LevelRange
from starcheck.model.scores import Line, SectionScore


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
    adjustments_digest: str | None = None
    """That of reviewers' adjustments, None of what was judged without any."""


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
