"""What reviewers changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starcheck.language import Text, t
from starcheck.model import Adjustment, AdjustmentKind, Assessment, Finding, LevelRange, Outcome, Points
from starcheck.report.numbers import points
from starcheck.report.outline import spoken
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.request import Report
from starcheck.report.words import OUTCOMES


def reviewed(report: Report, page: Page) -> list[str]:
    """Level, score and every criterion that was changed, before and after, with who changed it, when and why."""
    before, after = report.before, report.assessment
    if before is None:
        return []
    changed = [finding for finding in after.findings if finding.adjusted is not None]
    if not changed:
        return page.paragraph(t("Reviewers changed nothing."))
    rows = [_spoken(row, page) for row in (*_whole(before, after), *map(_row, changed))]
    return page.table([t("Reviewers' changes"), t("Self-assessed"), t("Reviewed")], rows, worded=2)


def _whole(before: Assessment, after: Assessment) -> Iterator[Row]:
    if after.levels:
        yield Row((Entry(t("Level")),), (_level(before.level), _level(after.level)))
    if before.score is not None and after.score is not None:
        yield Row((Entry(t("Score")),), (_points(before.score), _points(after.score)))


def _spoken(row: Row, page: Page) -> Row:
    return replace(row, cells=tuple(spoken(cell, page) for cell in row.cells))


def _level(level: LevelRange) -> object:
    if level.certain:
        return level.title_low
    return t("{low} to {high}", low=level.title_low, high=level.title_high)


def _points(earned: Points) -> object:
    if earned.low == earned.high:
        return points(earned.low)
    return t("{low} to {high}", low=points(earned.low), high=points(earned.high))


def _row(finding: Finding) -> Row:
    was = finding.adjusted
    assert was is not None
    title = t("{criterion} {title}", criterion=finding.criterion, title=finding.title)
    lead = (Entry(title), *(Entry(words, INDENT) for each in was.by for words in adjustment_in_words(each)))
    return Row(lead, (_result(was.outcome_before, was.before), _result(finding.outcome, finding.points)))


def _result(outcome: Outcome, earned: Points) -> object:
    return OUTCOMES[outcome] if outcome is Outcome.NOT_APPLICABLE else _points(earned)


def changes(finding: Finding, page: Page) -> list[str]:
    """What reviewers changed of one criterion; nothing if they did not."""
    was = finding.adjusted
    if was is None:
        return []
    before, now = _result(was.outcome_before, was.before), _result(finding.outcome, finding.points)
    heading = t("Reviewers: {before} before, {now} now.", before=before, now=now)
    said = (words for each in was.by for words in adjustment_in_words(each))
    return [*page.heading(heading), *(line for words in said for line in page.paragraph(words, indent=INDENT))]


def adjustment_in_words(stated: Adjustment) -> Iterator[Text]:
    """Who changed what, when and why; what shows it, and how long it holds."""
    what = stated_in_words(stated)
    yield t("{authority}, {day}: {what}. {reason}", authority=stated.authority, day=stated.on, what=what,
            reason=stated.reason)  # fmt: skip
    if stated.evidence is not None:
        yield t("Evidence: {documents}.", documents=stated.evidence)
    if stated.until is not None:
        yield t("Holds until {day}.", day=stated.until)


def stated_in_words(stated: Adjustment) -> Text:
    """What an adjustment states."""
    value = stated.value if isinstance(stated.value, str) else points(stated.value)
    match stated.kind:
        case AdjustmentKind.POINTS:
            return t("{points} points", points=value)
        case AdjustmentKind.OUTCOME:
            return OUTCOMES[Outcome(value)]
        case AdjustmentKind.MARK:
            return t("{key} marked with {points} points", key=stated.key, points=value)
        case AdjustmentKind.GRADE:
            return t("{key} graded {grade}", key=stated.key, grade=value)
        case AdjustmentKind.RATING:
            return t("result of the rating {name}: {value}", name=stated.key, value=value)
