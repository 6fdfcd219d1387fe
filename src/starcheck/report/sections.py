"""Sections with what their criteria earn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from starcheck.language import t
from starcheck.model import Assessment, Finding, Points, SectionScore
from starcheck.report.numbers import points


def section_title(section: SectionScore) -> object:
    """The title; for a pool also that it stands beside the full score, with its limit."""
    if section.kind == "section":
        return section.title
    if not section.counts:
        return t("{title} (shown only)", title=section.title)
    most = section.points.max
    if not most:
        return t("{title} (extra)", title=section.title)
    return t("{title} (extra, at most {most})", title=section.title, most=points(most))


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
