"""Sections with what their criteria earn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from starcheck.language import Text, t
from starcheck.model import Assessment, Finding, Points, SectionScore, Standing
from starcheck.report.numbers import percent, points
from starcheck.report.words import score


def section_title(section: SectionScore) -> object:
    """The title, for a section with its weight; for a pool that it stands beside the full score, with its limit."""
    if section.kind == "section":
        return _weighted(section)
    if not section.counts:
        return t("{title} (shown only)", title=section.title)
    most = section.points.max
    if not most:
        return t("{title} (extra)", title=section.title)
    return t("{title} (extra, at most {most})", title=section.title, most=points(most))


def _weighted(section: SectionScore) -> object:
    if section.weight is None:
        return section.title
    return t("{title} (weight {weight})", title=section.title, weight=percent(Fraction(section.weight)))


SHEETS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("passed"),
    Standing.TRIGGERED: t("not passed"),
    Standing.OPEN: t("open"),
}


def sheet_in_words(section: SectionScore) -> Text:
    """Whether a section that is a sheet of its own is passed."""
    assert section.sheet is not None
    return t(
        "{title}: {standing}. Pass mark: {mark}. {points}",
        title=section.title,
        standing=SHEETS[section.sheet.passed],
        mark=section.sheet.mark,
        points=score(section.points),
    )


def outermost(assessment: Assessment) -> Sequence[SectionScore]:
    """The sections that are in no other, and the pools."""
    return [section for section in assessment.sections if section.within is None]


def within(assessment: Assessment, section: SectionScore) -> Sequence[SectionScore]:
    """The sections right within a section."""
    return [inner for inner in assessment.sections if inner.within == section.id]


def in_full(section: SectionScore) -> Decimal | None:
    """What the section adds to the full score; a pool adds nothing."""
    return section.points.max if section.kind == "section" else None


def findings_of(assessment: Assessment, section: SectionScore) -> Sequence[Finding]:
    """The criteria of the section, in the order of the rule set."""
    return [finding for finding in assessment.findings if finding.section == section.id]


def earned_by_criteria(assessment: Assessment, section: SectionScore) -> Points:
    """The points of the section before anything changes them."""
    earned = [finding.points for finding in findings_of(assessment, section)]
    low = sum((each.low for each in earned), Decimal(0))
    high = sum((each.high for each in earned), Decimal(0))
    return Points(low, high, in_full(section))
