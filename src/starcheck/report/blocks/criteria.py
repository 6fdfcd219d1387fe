"""Every criterion, section by section."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from starcheck.language import Text, t
from starcheck.model import Assessment, Finding, PartFinding, SectionScore
from starcheck.report.columns import PointColumns
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.quantities import quantities
from starcheck.report.request import Report
from starcheck.report.sections import findings_of, in_full, section_title
from starcheck.report.words import OUTCOMES, TONES, basis, score


def criteria(report: Report, page: Page) -> list[str]:
    """A table per section: outcome, points, measured values, basis."""
    if not page.style.verbose:
        return []
    sections = (_section(report.assessment, section, page) for section in report.assessment.sections)
    return list(chain.from_iterable(["", *lines] for lines in sections))[1:]


def _section(assessment: Assessment, section: SectionScore, page: Page) -> list[str]:
    findings = findings_of(assessment, section)
    earned = score(replace(section.points, max=in_full(section)))
    parts = (part for finding in findings for part in finding.parts)
    columns = PointColumns.fitting(each.points for each in chain[Finding | PartFinding](findings, parts))
    headers = [t("Criterion"), t("Outcome"), *columns.headers]
    rows = [row for finding in findings for row in _rows(finding, columns)]
    head = [*page.heading(section_title(section)), *page.paragraph(earned)]
    if not rows:
        return head
    table = page.table(headers, rows, worded=1)
    return [*head, "", *table]


def _rows(finding: Finding, columns: PointColumns) -> list[Row]:
    title = t("{criterion} {title}", criterion=finding.criterion, title=finding.title)
    lead = Entry(title), *(Entry(words, INDENT) for words in _details(finding))
    own = Row(lead, (OUTCOMES[finding.outcome], *columns.cells(finding.points)), (TONES[finding.outcome],))
    return [
        own,
        *(Row((Entry(part.title or part.id, INDENT),), ("", *columns.cells(part.points))) for part in finding.parts),
    ]


def _details(finding: Finding) -> list[Text]:
    figures = quantities(finding)
    return [
        *([t("Figures: {figures}.", figures=figures)] if figures else []),
        *([t("Evidence: {documents}.", documents=finding.evidence)] if finding.evidence else []),
        *basis(finding.basis),
    ]
