"""What follows from the result."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.model import Consequence, Standing
from starcheck.report.page import INDENT, Page
from starcheck.report.quantities import value_in_words
from starcheck.report.request import Report
from starcheck.report.words import AWARD_TONES, CONSEQUENCE_STANDINGS, basis, missing


def consequences(report: Report, page: Page) -> list[str]:
    """Each consequence that follows, or may; one line where none does."""
    found = report.assessment.consequences
    following = [each for each in found if each.outcome is not Standing.CLEAR]
    if not following:
        return page.paragraph(t("Consequences: {count}, none follows.", count=len(found))) if found else []
    lines = page.heading(t("Consequences:"))
    for each in following:
        standing = CONSEQUENCE_STANDINGS[each.outcome]
        headline = t("{id} {title} ({standing})", id=each.id, title=each.title, standing=standing)
        lines += page.paragraph(headline, indent=INDENT, tone=AWARD_TONES[each.outcome])
        for words in (*_amount(each), *missing(each.missing), *basis(each.basis)):
            lines += page.paragraph(words, indent=INDENT * 2)
    return lines


def _amount(each: Consequence) -> list[Text]:
    return [] if each.amount is None else [t("Amount: {amount}.", amount=value_in_words(each.amount))]
