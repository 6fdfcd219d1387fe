"""What is to be done with many branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starcheck._version import __version__
from starcheck.batching.reviewing import Reviewing
from starcheck.calendar import Period
from starcheck.ledger.adjustments import Adjustments
from starcheck.ledger.adjustments.applying import with_adjustments
from starcheck.ledger.tables import Tables
from starcheck.rules.load import Loaded

BRANCHES_AT_ONCE = 250_000
"""How many branches are judged at a time: enough to be quick, few enough to need little memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """By what branches are judged, for when, and what is wanted of it.

    Attributes:
        loaded: the rule set that is in force.
        day: the day that is looked from.
        summary_only: whether only the results of the branches are wanted, not those of their criteria.
        adjustments: what reviewers changed; None if nobody has said.
        at_once: how many branches are judged at a time; no result depends on it.
    """

    loaded: Loaded
    period: Period
    day: date
    summary_only: bool = False
    at_once: int = BRANCHES_AT_ONCE
    adjustments: Adjustments | None = None

    @property
    def key(self) -> dict[str, str | int | bool | None]:
        """What has to be the same for partitions that were judged earlier to be those of this task."""
        return {
            "engine": __version__,
            "rules": self.loaded.digest,
            "period": self.period.label,
            "as_of": self.day.isoformat(),
            "summary_only": self.summary_only,
            "at_once": self.at_once,
            "adjustments": None if self.adjustments is None else self.adjustments.digest,
        }

    @property
    def reviewing(self) -> Reviewing | None:
        """What reviewers changed, by the rule set."""
        return None if self.adjustments is None else Reviewing(self.adjustments, self.loaded.ruleset)

    def reviewed(self, tables: Tables) -> Tables:
        """Tables with what reviewers changed."""
        if self.adjustments is None:
            return tables
        return with_adjustments(tables, self.adjustments, self.loaded.ruleset)
