"""The result of running the cases of a rule set, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from starcheck.insight.bands import BandCount
from starcheck.insight.casework import CaseRun, Mismatch
from starcheck.language import Lang, Text, say, t
from starcheck.report.numbers import points
from starcheck.report.outline import spoken
from starcheck.report.page import INDENT, Page
from starcheck.report.request import Style
from starcheck.report.words import OUTCOMES, VETO_STANDINGS
from starcheck.rules.lint.untested import untested_in_words
from starcheck.rules.wording import STATES


def render_case_run(run: CaseRun, style: Style) -> str:
    """Every expectation that did not hold, what the cases leave unshown, then the counts."""
    lines = [line for mismatch in run.mismatches for line in _mismatch(mismatch, style.lang)]
    if run.cases == 0:
        return say(t("There are no cases: nothing shows that this rule set means what it should."), style.lang) + "\n"
    if run.mismatches:
        summary = t(
            "{failed} of {n} expectations in {cases} cases did not hold.",
            failed=len(run.mismatches),
            n=run.expectations,
            cases=run.cases,
        )
    else:
        summary = t("All {n} expectations in {cases} cases hold.", n=run.expectations, cases=run.cases)
    counts = [say(words, style.lang) for words in (summary, _touched(run.bands))]
    return "\n".join([*lines, *_unshown(run, style.lang), *_untouched(run.bands, Page(style)), *counts]) + "\n"


def _unshown(run: CaseRun, lang: Lang) -> list[str]:
    """What cases lack; not where one did not hold, because that comes first."""
    failed = {mismatch.expectation.id for mismatch in run.mismatches}
    lacking = {name: outcomes for name, outcomes in run.unshown.items() if name not in failed}
    return [say(untested_in_words(name, outcomes), lang) for name, outcomes in lacking.items()]


def _untouched(bands: BandCount, page: Page) -> list[str]:
    """What no case has touched, under the part that it belongs to."""
    lines = []
    for (_, name), together in groupby(bands.untouched, lambda band: (band.owner, band.id)):
        first, *others = together
        lines += page.paragraph(t("{id} {title}, touched by no case:", id=name, title=first.title))
        lines += [line for band in (first, *others) for line in page.paragraph(spoken(band.words, page), indent=INDENT)]
    return lines


def _touched(bands: BandCount) -> Text:
    return t("Bands touched: {n} of {m}.", n=len(bands.touched), m=len(bands.all))


def _mismatch(mismatch: Mismatch, lang: Lang) -> list[str]:
    expectation = mismatch.expectation
    message = t(
        "{id}: expected {expected}, got {got}.",
        id=_SUBJECTS.get(expectation.id, expectation.id),
        expected=_result(expectation.outcome, expectation.ends),
        got=_result(mismatch.outcome, mismatch.ends),
    )
    return [f"{expectation.place}: {mismatch.case.name}", f"    {say(message, lang)}"]


_SUBJECTS = {"level": t("Level"), "score": t("Total")}
_OUTCOMES: Mapping[str, Text] = {
    **{outcome.value: words for outcome, words in OUTCOMES.items()},
    **{standing.value: words for standing, words in VETO_STANDINGS.items()},
}


def _result(outcome: str | None, ends: tuple[object, object] | None) -> list[Text | str]:
    """An outcome and the ends of an interval, in words."""
    words: list[Text | str] = [] if outcome is None else [_OUTCOMES.get(outcome, outcome)]
    if ends is not None:
        low, high = (_number(end) for end in ends)
        words.append(low if low == high else t("{low} to {high}", low=low, high=high))
    return words


def _number(end: object) -> Text | str:
    if isinstance(end, Decimal):
        return points(end)
    return STATES.get(str(end), str(end))
