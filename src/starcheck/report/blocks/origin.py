"""What the assessment rests on."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.model import Assessment
from starcheck.report.page import Page
from starcheck.report.request import Report

_DIGEST = 12


def left_aside(report: Report, page: Page) -> list[str]:
    """How many records do not count because of their date."""
    return [line for words in _left_aside(report.assessment) for line in page.paragraph(words)]


def origin(report: Report, page: Page) -> list[str]:
    """Rule set, ledger, period, day, version: all that the same result takes."""
    source = report.assessment.provenance
    words = t(
        "By {title} ({ruleset}, edition {edition}, digest {ruleset_digest}); "
        "ledger of {branch_id}, digest {ledger_digest}; period {start} to {end}, as of {as_of}; starcheck {engine}.",
        title=source.ruleset_title,
        ruleset=source.ruleset,
        edition=source.edition,
        ruleset_digest=_short(source.ruleset_digest),
        branch_id=source.branch_id,
        ledger_digest=_short(source.ledger_digest),
        start=source.period[0],
        end=source.period[1],
        as_of=source.as_of,
        engine=source.engine,
    )
    return page.paragraph(words, tone="faint")


def _left_aside(assessment: Assessment) -> list[Text]:
    late, outside = assessment.not_seen.after_as_of, assessment.not_seen.outside_period
    day = assessment.provenance.as_of
    sentences = (
        (late, t("Records dated after {day}, left aside: {count}.", day=day, count=late)),
        (outside, t("Records from outside the period, left aside: {count}.", count=outside)),
    )
    return [text for count, text in sentences if count] or [t("No record was left aside because of its date.")]


def _short(digest: str) -> str:
    return digest.rpartition(":")[2][:_DIGEST]
