"""What an assessment leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from starcheck.model import Assessment, Check, Finding, Outcome, Reason, Standing


def open_findings(assessment: Assessment) -> Sequence[Finding]:
    """Findings that further facts may still change."""
    return [finding for finding in assessment.findings if finding.outcome is Outcome.OPEN]


def by_reason(findings: Iterable[Finding]) -> Mapping[Reason, Sequence[Finding]]:
    """Open findings by what they wait for; one that does not say has not been shown what decides it."""
    groups: dict[Reason, list[Finding]] = {reason: [] for reason in Reason}
    for finding in findings:
        groups[finding.reason or Reason.UNKNOWN].append(finding)
    return {reason: group for reason, group in groups.items() if group}


def open_points(findings: Iterable[Finding]) -> Decimal:
    """Points between what stands and what is possible."""
    return sum((finding.points.high - finding.points.low for finding in findings), Decimal(0))


def open_checks(checks: Iterable[Check]) -> Sequence[Check]:
    """Checks that further facts may still change."""
    return [check for check in checks if check.outcome is Standing.OPEN]


def unclear(checks: Iterable[Check]) -> Sequence[Check]:
    """Checks that stand in the way, or may."""
    return [check for check in checks if check.outcome is not Standing.CLEAR]
