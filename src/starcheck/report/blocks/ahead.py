"""What stands between a branch and its next level."""

from __future__ import annotations

from decimal import Decimal

from starcheck.language import Text, t
from starcheck.model import Assessment, Check, LevelInfo, Points, Standing
from starcheck.report.levels import levels_ahead, out_of_reach, requirements_of
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Page
from starcheck.report.request import Report
from starcheck.report.undecided import unclear
from starcheck.report.words import CONDITION_STANDINGS, LADDER_STANDINGS, VETO_STANDINGS, missing, remedy


def ahead(report: Report, page: Page) -> list[str]:
    """For each level still to be won: points, requirements; then what bars every level."""
    assessment = report.assessment
    levels = levels_ahead(assessment)
    lines = [line for level in levels for line in _level(assessment, level, page)]
    lines += [line for level in out_of_reach(assessment) for line in _beyond(assessment, level, page)]
    return [*lines, *(line for words in _barriers(assessment) for line in page.paragraph(words))]


def _beyond(assessment: Assessment, level: LevelInfo, page: Page) -> list[str]:
    """Why a level above all that are possible is not."""
    failed = [check for check in requirements_of(assessment, [level]) if check.outcome is Standing.TRIGGERED]
    sentences = [sentence for check in failed for sentence in _requirement(check)]
    score = assessment.score
    if level.at_least is not None and score is not None and score.high < level.at_least:
        values = {"needed": points(level.at_least), "possible": points(score.high)}
        sentences.insert(0, t("Points: {needed} needed, {possible} at best.", **values))
    body = [line for words in sentences for line in page.paragraph(words, indent=INDENT)]
    return [*page.heading(t("Out of reach, {level}:", level=level.title)), *body] if body else []


def _level(assessment: Assessment, level: LevelInfo, page: Page) -> list[str]:
    by_rank = [t("Its places are filled by rank among all branches.")] if level.by_rank else []
    sentences = [*by_rank, *_distance(assessment.score, level.at_least), *_requirements(assessment, level)]
    body = [line for words in sentences for line in page.paragraph(words, indent=INDENT)]
    return [*page.heading(t("To {level}:", level=level.title)), *body]


def _distance(score: Points | None, needed: Decimal | None) -> list[Text]:
    if needed is None or score is None:
        return []
    values = {
        "needed": points(needed),
        "now": points(score.low),
        "possible": points(score.high),
        "short": points(needed - score.low),
        "still_short": points(needed - score.high),
    }
    if score.low >= needed:
        return [t("Points: {needed} needed, {now} now: enough.", **values)]
    if score.high >= needed:
        return [t("Points: {needed} needed, now {short} short; {possible} possible: enough.", **values)]
    if score.low < score.high:
        return [t("Points: {needed} needed, now {short} short, {still_short} short at best.", **values)]
    return [t("Points: {needed} needed, {short} short.", **values)]


def _requirements(assessment: Assessment, level: LevelInfo) -> list[Text]:
    required = requirements_of(assessment, [level])
    if required and not unclear(required):
        return [t("Requirements: all met.")]
    return [sentence for check in unclear(required) for sentence in _requirement(check)]


def _requirement(check: Check) -> list[Text]:
    standing = CONDITION_STANDINGS[check.outcome]
    return [
        t("Requirement: {title} ({standing}).", title=check.title, standing=standing),
        *missing(check.missing),
        *remedy(check.remedy),
    ]


def _barriers(assessment: Assessment) -> list[Text]:
    vetoes = [
        t("Veto: {title} ({standing}).", title=check.title, standing=VETO_STANDINGS[check.outcome])
        for check in unclear(assessment.vetoes)
    ]
    conditions = [
        t("Eligibility: {title} ({standing}).", title=check.title, standing=CONDITION_STANDINGS[check.outcome])
        for check in unclear(assessment.eligibility)
    ]
    limits = [
        t("Ladder: {effect} ({standing}).", effect=check.effect, standing=LADDER_STANDINGS[check.outcome])
        for check in unclear([] if assessment.ladder is None else [assessment.ladder])
    ]
    return [*vetoes, *limits, *conditions]
