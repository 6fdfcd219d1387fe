"""What is missing, by the points at stake."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.model import Gap
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.request import Report
from starcheck.report.words import remedy


def shortfalls(report: Report, page: Page) -> list[str]:
    """Every gap with what is missing, what to do, whether there is still time."""
    gaps = sorted(report.gaps, key=lambda gap: gap.points_lost + gap.points_open, reverse=True)
    if not gaps:
        return []
    rows = [Row(_lead(gap), (points(gap.points_lost), points(gap.points_open))) for gap in gaps]
    return page.table([t("Gaps, most points first"), t("Lost"), t("Open")], rows)


def _lead(gap: Gap) -> tuple[Entry, ...]:
    details = [
        *([t("Missing: {things}", things=gap.shortfall)] if gap.shortfall else []),
        *remedy(gap.remedy),
        _chance(gap),
    ]
    title = t("{criterion} {title}", criterion=gap.criterion, title=gap.title)
    return Entry(title), *(Entry(words, INDENT) for words in details)


def _chance(gap: Gap) -> Text:
    if not gap.recoverable:
        return t("Cannot be won back in this period.")
    if gap.due_by is None:
        return t("Can still be won.")
    return t("Can still be won, at the latest on {day}.", day=gap.due_by)
