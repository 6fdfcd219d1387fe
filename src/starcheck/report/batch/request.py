"""What there is to tell about many branches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import polars as pl

from starcheck.calendar import Period
from starcheck.errors import Problem
from starcheck.insight.losses import Loss
from starcheck.insight.overview import Overview
from starcheck.insight.reviewed import Reviewed
from starcheck.insight.units import Units
from starcheck.ledger.collected import Refused
from starcheck.ledger.listing import number_of
from starcheck.ledger.tables import in_all
from starcheck.rules.load import Loaded

MOST_LISTED = 20
"""How many problems of what was left out a summary lists."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of judging many branches.

    Attributes:
        loaded: the rule set that was in force.
        day: the day that was looked from.
        digest: of everything that the branches provided; None where only the results of branches were wanted.
        ledgers: how many were used.
        refused: those that were not, or not with all of their branches.
        losses: what each criterion costs, in the order of the rule set; empty if that was not asked.
        sources: the digests of the files that were read, by their names.
        units: those that the branches belong to.
        reviewed: what reviewers changed; None where nobody has said.
        adjustments: the digest of the adjustments.
        idle: the adjustments that changed nothing.
    """

    loaded: Loaded
    period: Period
    day: date
    digest: str | None
    ledgers: int
    refused: tuple[Refused, ...]
    overview: Overview
    losses: tuple[Loss, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    units: Units = field(default_factory=Units)
    reviewed: Reviewed | None = None
    adjustments: str = ""
    idle: tuple[Problem, ...] = ()

    @property
    def problems(self) -> int:
        """How many problems there are in what was left out."""
        return sum(number_of(each.problems) for each in self.refused)

    @property
    def left_out(self) -> int | None:
        """How many branches these are at most; None if nobody knows."""
        return in_all(each.branches for each in self.refused)

    @property
    def unused(self) -> list[str]:
        """The ledgers of which nothing was used."""
        return [each.source for each in self.refused if each.is_whole]

    @property
    def named(self) -> list[str]:
        """The ids of the branches that were left out of ledgers that are used, each once, in their order."""
        ids = [each.ids for each in self.refused if each.ids is not None]
        return pl.concat(ids).unique().sort().to_list() if ids else []

    @property
    def listed(self) -> list[Problem]:
        """The first of these problems."""
        return list(islice((problem for each in self.refused for problem in each.problems), MOST_LISTED))
