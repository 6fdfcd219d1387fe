"""Gaps: what each criterion still lacks, and what that costs."""

from __future__ import annotations

from decimal import Decimal

from starcheck.model import Assessment, Finding, Gap, Outcome


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """The gaps of an assessment, most points at stake first; ties in the order of the rule set."""
    pools = {section.id for section in assessment.sections if section.kind == "pool"}
    placed = ((finding, finding.section in pools) for finding in assessment.findings)
    found = [_gap(finding, in_pool=in_pool) for finding, in_pool in placed if _is_gap(finding, in_pool=in_pool)]
    return tuple(sorted(found, key=lambda gap: -(gap.points_lost + gap.points_open)))


def _is_gap(finding: Finding, *, in_pool: bool) -> bool:
    """Whether points are missing; a bonus is missing only while it can still be won, for nobody is owed one."""
    points = finding.points
    if finding.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) or points.max is None:
        return False
    return points.low < (points.high if in_pool else points.max)


def _gap(finding: Finding, *, in_pool: bool) -> Gap:
    points = finding.points
    assert points.max is not None
    owed = min(points.max, Decimal(0)) if in_pool else points.max
    return Gap(
        criterion=finding.criterion,
        title=finding.title,
        points_lost=max(owed - points.high, Decimal(0)),
        points_open=points.high - points.low,
        shortfall=finding.missing,
        recoverable=points.high > points.low,
        due_by=finding.due_by,
        remedy=finding.remedy,
    )
