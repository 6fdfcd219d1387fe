"""What is missing, by the points at stake."""

from __future__ import annotations

from collections.abc import Sequence

from starcheck.language import Text, t
from starcheck.model import Finding, Gap
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.quantities import quantities
from starcheck.report.request import Report
from starcheck.report.words import remedy


def shortfalls(report: Report, page: Page) -> list[str]:
    """Every gap with what is missing, what to do: first what can still be won or shown, then what is lost."""
    findings = {finding.criterion: finding for finding in report.assessment.findings}
    gaps = sorted(report.gaps, key=lambda gap: gap.points_lost + gap.points_open, reverse=True)
    closable = [gap for gap in gaps if gap.recoverable]
    lost = [gap for gap in gaps if not gap.recoverable]
    tables = [_closable(closable, findings, page), _lost(lost, findings, page)]
    return [line for table in tables if table for line in ("", *table)][1:]


def _closable(gaps: Sequence[Gap], findings: dict[str, Finding], page: Page) -> list[str]:
    rows = [
        Row(_lead(gap, findings[gap.criterion]), (points(gap.points_lost), points(gap.points_open))) for gap in gaps
    ]
    return page.table([t("Gaps that can still be closed"), t("Lost"), t("Open")], rows) if rows else []


def _lost(gaps: Sequence[Gap], findings: dict[str, Finding], page: Page) -> list[str]:
    rows = [Row(_lead(gap, findings[gap.criterion]), (points(gap.points_lost),)) for gap in gaps]
    heading = t("Gaps that stay in this period (remedies: for the next)")
    return page.table([heading, t("Lost")], rows) if rows else []


def _lead(gap: Gap, finding: Finding) -> tuple[Entry, ...]:
    title = t("{criterion} {title}", criterion=gap.criterion, title=gap.title)
    details = [*_missing(gap, finding), *remedy(gap.remedy), *_deadline(gap)]
    return Entry(title), *(Entry(words, INDENT) for words in details)


def _missing(gap: Gap, finding: Finding) -> list[Text]:
    """What is missing by name, else the figures that fell short."""
    if gap.shortfall:
        return [t("Missing: {things}", things=gap.shortfall)]
    figures = quantities(finding)
    return [t("Figures: {figures}.", figures=figures)] if figures else []


def _deadline(gap: Gap) -> list[Text]:
    return [t("At the latest on {day}.", day=gap.due_by)] if gap.recoverable and gap.due_by else []
