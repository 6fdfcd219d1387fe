"""Which criteria are open."""

from __future__ import annotations

from starcheck.language import t
from starcheck.model import Finding, Reason
from starcheck.report.numbers import points
from starcheck.report.page import Entry, Page, Row
from starcheck.report.request import Report
from starcheck.report.undecided import by_reason, open_findings, open_points
from starcheck.report.words import REASONS


def pending(report: Report, page: Page) -> list[str]:
    """Open criteria with why they are open."""
    findings = open_findings(report.assessment)
    if not findings:
        return []
    rows = [_row(finding, reason) for reason, group in by_reason(findings).items() for finding in group]
    total = Row((Entry(t("Total")),), ("", points(open_points(findings))))
    return page.table([t("Open criteria"), t("Why"), t("Open")], rows, total=total, worded=1)


def _row(finding: Finding, reason: Reason) -> Row:
    title = t("{criterion} {title}", criterion=finding.criterion, title=finding.title)
    return Row((Entry(title),), (REASONS[reason], points(open_points([finding]))))
