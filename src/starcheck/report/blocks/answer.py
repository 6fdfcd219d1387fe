"""The answer: which star, how certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starcheck.language import Text, t
from starcheck.model import Assessment, Finding, LevelInfo
from starcheck.report.levels import levels_ahead, requirements_of
from starcheck.report.numbers import points
from starcheck.report.outline import spoken
from starcheck.report.page import Page
from starcheck.report.request import Report
from starcheck.report.sections import outermost, sheet_in_words
from starcheck.report.undecided import by_reason, open_checks, open_findings, open_points
from starcheck.report.words import REASONS, score
from starcheck.rules.wording import publicity_in_words


def answer(report: Report, page: Page) -> list[str]:
    """The level, the points, then why the level is certain or not."""
    assessment = report.assessment
    sentences = [*_points(assessment), *_reasons(assessment), *_what_follows(assessment)]
    return [
        *page.heading(_verdict(assessment)),
        *(line for words in sentences for line in page.paragraph(spoken(words, page))),
    ]


def _points(assessment: Assessment) -> list[Text]:
    """The score, or of every sheet whether it is passed."""
    if assessment.score is not None:
        return [score(assessment.score)]
    return [sheet_in_words(section) for section in outermost(assessment) if section.sheet is not None]


def _verdict(assessment: Assessment) -> Text:
    branch = assessment.provenance.branch_name or assessment.provenance.branch_id
    low, high = assessment.level.title_low, assessment.level.title_high
    if assessment.level.certain and not assessment.levels and assessment.level.low == "none":
        return t("{branch}: points only; the standard states no levels.", branch=branch)
    if assessment.level.certain:
        return t("{branch}: {level}, for certain.", branch=branch, level=low)
    return t("{branch}: between {low} and {high}, not yet certain.", branch=branch, low=low, high=high)


def _reasons(assessment: Assessment) -> list[Text]:
    findings = open_findings(assessment)
    first = _open_criteria(findings) if findings else t("Every criterion is settled.")
    if not assessment.levels:
        return [first]
    if assessment.level.certain:
        return [first, t("However these turn out, the level stays.")] if findings else [first]
    if checks := _open_checks(assessment):
        return [first, t("Also open: {checks}.", checks=checks)]
    return [first] if findings else [first, _undecided(assessment)]


def _undecided(assessment: Assessment) -> Text:
    """Why a branch whose facts are all known may have one of several levels."""
    ids = [info.id for info in assessment.levels]
    top = ids.index(assessment.level.high)
    below = ids.index(assessment.level.low) if assessment.level.low in ids else len(ids)
    if any(info.by_rank for info in assessment.levels[top:below]):
        return t("Which of these levels it is depends on the rank among all branches.")
    if any(info.committee_decides for info in assessment.levels[below : below + 1]):
        return t("The standard leaves scores between these levels to the committee.")
    return t("The standard leaves scores between these levels undecided.")


def _what_follows(assessment: Assessment) -> Iterator[Text]:
    """What is said of every level that the branch may have; then that places are few."""
    ends = {assessment.level.high, assessment.level.low}
    for info in assessment.levels:
        facts = list(_facts(info))
        if info.id in ends and facts:
            yield t("{level}: {facts}.", level=info.title, facts=facts)
    if any(info.quota for info in assessment.levels):
        yield t("This is before quotas: how many may hold a level is settled among all branches.")


def _facts(info: LevelInfo) -> Iterator[Text]:
    if info.label is not None:
        yield t("also called “{label}”", label=info.label)
    if info.approved_by is not None:
        yield t("approved by {body}", body=info.approved_by)
    if info.publicity is not None:
        yield publicity_in_words(info.publicity.days, info.publicity.of)
    if info.valid_until is not None:
        yield t("valid until {day}", day=info.valid_until)
    if info.quota is not None:
        yield t("places: {limits}", limits=info.quota)


def _open_criteria(findings: Sequence[Finding]) -> Text:
    return t(
        "Open criteria: {count}, worth {points}: {shares}.",
        count=len(findings),
        points=points(open_points(findings)),
        shares=[
            t("{points} {reason}", reason=REASONS[reason], points=points(open_points(group)))
            for reason, group in by_reason(findings).items()
        ],
    )


def _open_checks(assessment: Assessment) -> list[Text]:
    requirements = requirements_of(assessment, levels_ahead(assessment))
    ladder = [] if assessment.ladder is None else [assessment.ladder]
    kinds = (assessment.vetoes, assessment.direct, ladder, assessment.eligibility, requirements)
    vetoes, awards, ladders, conditions, required = map(len, map(open_checks, kinds))
    words = (
        (vetoes, t("vetoes {count}", count=vetoes)),
        (awards, t("direct awards {count}", count=awards)),
        (ladders, t("the limit by the last level")),
        (conditions, t("conditions of eligibility {count}", count=conditions)),
        (required, t("requirements of a level {count}", count=required)),
    )
    return [text for count, text in words if count]
