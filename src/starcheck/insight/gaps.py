"""Gaps: what each criterion still lacks, and what that costs."""

from __future__ import annotations

from starcheck.model import Assessment, Finding, Gap, Outcome


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """The gaps of an assessment, most points at stake first; ties in the order of the rule set."""
    found = [_gap(finding) for finding in assessment.findings if _is_gap(finding)]
    return tuple(sorted(found, key=lambda gap: -(gap.points_lost + gap.points_open)))


def _is_gap(finding: Finding) -> bool:
    """Whether points are missing; bonus that nobody is owed is none."""
    most = finding.points.max
    if finding.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) or most is None:
        return False
    return finding.points.low < most


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
