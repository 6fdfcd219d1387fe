"""A result beside what reviewers made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from starcheck.assessing import assess
from starcheck.calendar import Period
from starcheck.errors import InputError
from starcheck.ledger import Ledger
from starcheck.ledger.adjustments import Adjustments
from starcheck.ledger.adjustments.applying import with_adjustments
from starcheck.ledger.adjustments.bearing import Bearing
from starcheck.model import Adjusted, Adjustment, AdjustmentKind, Assessment, Finding, Outcome
from starcheck.rules.load import Loaded


@dataclass(frozen=True, slots=True)
class Review:
    """An assessment by the ledger alone, and one with the adjustments of reviewers.

    Attributes:
        before: self-assessed.
        after: reviewed; its findings say what they were before.
    """

    before: Assessment
    after: Assessment


def review(
    loaded: Loaded, ledger: Ledger, adjustments: Adjustments, *, period: Period, as_of: date | None = None
) -> Review:
    """Judge one branch by its ledger, then with what reviewers changed.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        adjustments: those that hold for the period and the day; those of other branches are left aside.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        InputError: points are more than the criterion gives this branch.
        RuleSetError: as `assess`.
    """
    loaded = loaded.in_force(period.end)
    own = adjustments.of([ledger.branch_id])
    before = assess(loaded, ledger, period=period, as_of=as_of)
    after = assess(loaded, reviewed_ledger(loaded, ledger, own), period=period, as_of=as_of)
    stated = [each.adjustment for each in own.placed]
    bearing = Bearing(loaded.ruleset).on(stated)
    findings = (
        told(was, now, bearing.get(now.criterion, ())) for was, now in zip(before.findings, after.findings, strict=True)
    )
    reviewed = replace(
        after, findings=tuple(findings), provenance=replace(after.provenance, adjustments_digest=own.digest)
    )
    _refuse_beyond(reviewed, own)
    return Review(before, reviewed)


def reviewed_ledger(loaded: Loaded, ledger: Ledger, adjustments: Adjustments) -> Ledger:
    """The ledger with what reviewers changed; its digest stays that of the facts."""
    return replace(ledger, tables=with_adjustments(ledger.tables, adjustments, loaded.ruleset))


def told(was: Finding, now: Finding, by: Iterable[Adjustment]) -> Finding:
    """A finding with what it was and what bears on it."""
    stated = tuple(by)
    return replace(now, adjusted=Adjusted(was.points, was.outcome, stated)) if stated else now


def _refuse_beyond(reviewed: Assessment, adjustments: Adjustments) -> None:
    """Refuse points beyond what a criterion gives this branch, where that is not the same for all."""
    findings = {finding.criterion: finding for finding in reviewed.findings}
    problems = []
    for placed in adjustments.placed:
        stated = placed.adjustment
        if stated.kind is not AdjustmentKind.POINTS:
            continue
        found = findings[stated.key]
        most = None if found.outcome is Outcome.NOT_APPLICABLE else found.points.max
        if most is not None and Decimal(stated.value) > most:
            problems.append(placed.beyond(most))
    if problems:
        raise InputError(problems)
