"""What each criterion costs all branches together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from starcheck.engine.finding_columns import CRITERION, OUTCOME, POINTS_HIGH, POINTS_LOW
from starcheck.engine.gap_columns import owed
from starcheck.language import Title
from starcheck.model import Outcome
from starcheck.rules.schema.ruleset import RuleSet

_NUMBER, _LOSING, _LOST, _OPEN = "number", "losing", "lost", "open"


@dataclass(frozen=True, slots=True)
class Counted:
    """The findings of one criterion that have one outcome.

    Attributes:
        number: how many there are.
        losing: in how many of them points are certainly lost.
        lost: these points, together.
        open: the points that may still be won or shown, together.
    """

    number: int = 0
    losing: int = 0
    lost: Decimal = Decimal(0)
    open: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Loss:
    """What one criterion costs.

    Attributes:
        outcomes: what was counted of each outcome, in their usual order.
    """

    criterion: str
    title: Title
    section: str
    outcomes: dict[Outcome, Counted]

    @property
    def branches(self) -> int:
        """How many branches it applies to, at least perhaps."""
        return sum(each.number for each in self._applied)

    @property
    def losing(self) -> int:
        """How many branches certainly lose points."""
        return sum(each.losing for each in self._applied)

    @property
    def lost(self) -> Decimal:
        """The points that they lose, together."""
        return sum((each.lost for each in self._applied), Decimal(0))

    @property
    def open(self) -> Decimal:
        """The points that all branches may still win or show, together."""
        return sum((each.open for each in self._applied), Decimal(0))

    @property
    def _applied(self) -> list[Counted]:
        return [each for outcome, each in self.outcomes.items() if outcome is not Outcome.NOT_APPLICABLE]


def losses(findings: pl.LazyFrame, ruleset: RuleSet) -> tuple[Loss, ...]:
    """Sum up findings by criterion: one loss for each, in the order of the rule set.

    In a section, what lies between the greatest number of points and what is possible is lost. Nobody is owed a bonus:
    in a pool, and where a criterion has no greatest number, only what lies below 0 is lost. Points are those of the
    criterion, before sections round, weigh or cap them.

    Args:
        findings: one row for each branch and criterion, as `FindingColumns` gives them.
        ruleset: the rule set by which they were judged.
    """
    low, high = pl.col(POINTS_LOW), pl.col(POINTS_HIGH)
    counted = (
        findings.select(
            CRITERION, OUTCOME, (owed(ruleset) - high).clip(lower_bound=0).alias(_LOST), (high - low).alias(_OPEN)
        )
        .group_by(CRITERION, OUTCOME)
        .agg(pl.len().alias(_NUMBER), (pl.col(_LOST) > 0).sum().alias(_LOSING), pl.col(_LOST, _OPEN).sum())
        .collect(engine="streaming")
    )
    found = {(criterion, Outcome(outcome)): Counted(*figures) for criterion, outcome, *figures in counted.iter_rows()}
    return tuple(
        Loss(
            criterion.id,
            criterion.title,
            group.id,
            {outcome: found.get((criterion.id, outcome), Counted()) for outcome in Outcome},
        )
        for group in ruleset.groups
        for criterion in group.criteria
    )


def costliest(found: Sequence[Loss], number: int) -> list[Loss]:
    """The criteria that cost most: by points lost, then by points open, then as in the rule set."""
    costly = [loss for loss in found if loss.lost or loss.open]
    return sorted(costly, key=lambda loss: (-loss.lost, -loss.open))[:number]
