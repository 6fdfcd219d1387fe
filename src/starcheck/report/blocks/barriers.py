"""Rules without points that give, deny or open a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starcheck.language import Text, t
from starcheck.model import Check, Standing
from starcheck.report.page import INDENT, Page, Tone
from starcheck.report.request import Report
from starcheck.report.undecided import unclear
from starcheck.report.words import (
    AWARD_STANDINGS,
    AWARD_TONES,
    CONDITION_STANDINGS,
    LADDER_STANDINGS,
    STANDING_TONES,
    VETO_STANDINGS,
    basis,
    missing,
    remedy,
)


def vetoes(report: Report, page: Page) -> list[str]:
    """Each veto that is not clear, in full; one line where all are."""
    checks = report.assessment.vetoes
    all_clear = t("Vetoes: {count}, none triggered.", count=len(checks))
    return _checks(page, checks, t("Vetoes:"), all_clear, VETO_STANDINGS)


def direct(report: Report, page: Page) -> list[str]:
    """Each direct award that applies, or may; one line where none does."""
    checks = report.assessment.direct
    none_applies = t("Direct awards: {count}, none applies.", count=len(checks))
    return _checks(page, checks, t("Direct awards:"), none_applies, AWARD_STANDINGS, AWARD_TONES)


def ladder(report: Report, page: Page) -> list[str]:
    """How far the last level lets the branch rise; one line where it limits nothing."""
    check = report.assessment.ladder
    if check is None:
        return []
    if check.outcome is Standing.CLEAR:
        return page.paragraph(t("Ladder: no level is out of reach."))
    headline = t("{title} ({standing}):", title=check.title, standing=LADDER_STANDINGS[check.outcome])
    return [*page.heading(headline), *_explained(page, check, INDENT)]


def eligibility(report: Report, page: Page) -> list[str]:
    """Each condition of eligibility that is not met for certain, in full; one line where all are."""
    checks = report.assessment.eligibility
    all_clear = t("Conditions of eligibility: {count}, all met.", count=len(checks))
    return _checks(page, checks, t("Conditions of eligibility:"), all_clear, CONDITION_STANDINGS)


def _checks(
    page: Page,
    checks: Sequence[Check],
    heading: Text,
    all_clear: Text,
    standings: Mapping[Standing, Text],
    tones: Mapping[Standing, Tone] = STANDING_TONES,
) -> list[str]:
    if not checks:
        return []
    if not unclear(checks):
        return page.paragraph(all_clear)
    lines = page.heading(heading)
    for check in unclear(checks):
        headline = t("{id} {title} ({standing})", id=check.id, title=check.title, standing=standings[check.outcome])
        lines += page.paragraph(headline, indent=INDENT, tone=tones[check.outcome])
        lines += _explained(page, check, INDENT * 2)
    return lines


def _explained(page: Page, check: Check, indent: str) -> list[str]:
    """What follows from a check, what keeps it open, what it rests on, what to do about it."""
    effect = t("Effect: {effect}", effect=check.effect)
    sentences = (effect, *missing(check.missing), *basis(check.basis), *remedy(check.remedy))
    return [line for words in sentences for line in page.paragraph(words, indent=indent)]
