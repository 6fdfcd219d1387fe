"""How the score adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from starcheck.language import Text, t
from starcheck.model import Assessment, Line, Outcome, Points, SectionScore
from starcheck.report.columns import PointColumns
from starcheck.report.numbers import points, signed
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.request import Report
from starcheck.report.sections import earned_by_criteria, outermost, section_title, within
from starcheck.report.words import OUTCOMES
from starcheck.report.words import score as score_in_words


@dataclass(frozen=True, slots=True)
class Summand:
    """One row of the sum."""

    lead: Entry
    earned: Points
    show: Callable[[Decimal], str] = points


def sums(report: Report, page: Page) -> list[str]:
    """A table whose rows add up to the score, or to each sheet; then a count of all criteria."""
    assessment = report.assessment
    parts = list(summands(assessment))
    score = assessment.score
    columns = PointColumns.fitting([*([score] if score else []), *(part.earned for part in parts)])
    table = page.table(
        [t("Section"), *columns.headers],
        [Row((part.lead,), columns.cells(part.earned, part.show)) for part in parts],
        total=Row((Entry(t("Total")),), columns.cells(score)) if score else None,
    )
    aside = [line for words in _aside(assessment) for line in page.paragraph(words)]
    return [*table, "", *aside, *page.paragraph(_count(assessment))]


def summands(assessment: Assessment) -> Iterator[Summand]:
    """What adds up to the score: the criteria of each section, whatever changes them, whatever changes the whole."""
    for section in outermost(assessment):
        if section.counts:
            yield from _of_section(assessment, section, "")
    yield from (_line(line) for line in assessment.lines)


def _of_section(assessment: Assessment, section: SectionScore, indent: str) -> Iterator[Summand]:
    """The sections within it, its own criteria, whatever changes them."""
    inner = within(assessment, section)
    show = unsaid if inner else points
    yield Summand(Entry(section_title(section), indent), earned_by_criteria(assessment, section), show)
    for each in inner:
        yield from _of_section(assessment, each, indent + INDENT)
    yield from (_line(line, indent + INDENT) for line in section.lines)


def unsaid(_: Decimal) -> str:
    """The points of what only has others beneath it."""
    return ""


def _aside(assessment: Assessment) -> Iterator[Text]:
    """What is shown beside the score without being part of it."""
    for section in assessment.sections:
        if not section.counts:
            earned = score_in_words(replace(section.points, max=None))
            yield t("Beside the score: {section}. {points}", section=section.title, points=earned)


def _line(line: Line, indent: str = "") -> Summand:
    return Summand(Entry(line.text, indent), Points(line.low, line.high, None), signed)


def _count(assessment: Assessment) -> Text:
    outcomes = Counter(finding.outcome for finding in assessment.findings)
    shares = [t("{count} {outcome}", outcome=OUTCOMES[outcome], count=outcomes[outcome]) for outcome in Outcome]
    return t("Criteria: {count}, namely {shares}.", count=len(assessment.findings), shares=shares)
