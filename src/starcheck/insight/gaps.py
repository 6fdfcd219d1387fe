"""Gaps: what each criterion still lacks, and what that costs."""

from __future__ import annotations

from starcheck.model import Assessment, Finding, Gap, Outcome


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """The gaps of an assessment, most points at stake first; ties in the order of the rule set."""
    pools = {section.id for section in assessment.sections if section.kind == "pool"}
    found = [_gap(finding) for finding in assessment.findings if _is_gap(finding, in_pool=finding.section in pools)]
    return tuple(sorted(found, key=lambda gap: -(gap.points_lost + gap.points_open)))


def _is_gap(finding: Finding, *, in_pool: bool) -> bool:
    """Whether points are missing; a bonus is missing only while it can still be won, for nobody is owed one."""
    points = finding.points
    if finding.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) or points.max is None:
        return False
    return points.low < (points.high if in_pool else points.max)


def _gap(finding: Finding) -> Gap:
    points = finding.points
    assert points.max is not None
    return Gap(
        criterion=finding.criterion,
        title=finding.title,
        points_lost=points.max - points.high,
        points_open=points.high - points.low,
        shortfall=finding.missing,
        recoverable=points.high > points.low,
        due_by=finding.due_by,
        remedy=finding.remedy,
    )
