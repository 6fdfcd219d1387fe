"""What reviewers changed of many results, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starcheck.insight.reviewed import Moved
from starcheck.language import t
from starcheck.report.batch.request import MOST_LISTED, Batch
from starcheck.report.numbers import points
from starcheck.report.outline import spoken
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.wrap import clean, wrap
from starcheck.rules.wording import STATES


def reviewed_lines(batch: Batch, page: Page) -> list[str]:
    """How many adjustments of how many branches; who moved most, before and after."""
    found = batch.reviewed
    if found is None:
        return []
    words = t(
        "Reviewers' adjustments: {adjustments}, of branches: {branches}. Points rise: {higher}, fall: {lower}; another"
        " level: {levels}.",
        adjustments=found.adjustments, branches=found.branches,
        higher=found.higher, lower=found.lower, levels=found.levels,
    )  # fmt: skip
    titles = {str(level.id): level.title for level in batch.loaded.ruleset.levels} | dict(STATES)
    rows = [_row(moved, titles, page) for moved in found.moved]
    heads = [t("Moved most by reviewers"), t("Self-assessed"), t("Reviewed")]
    return [*page.paragraph(words), *(["", *page.table(heads, rows, worded=2)] if rows else [])]


def unused_lines(batch: Batch, page: Page) -> list[str]:
    """The first of the adjustments that changed nothing."""
    if not batch.idle:
        return []
    told = page.paragraph(t("Adjustments that change nothing: {count}.", count=len(batch.idle)), tone="bad")
    for problem in batch.idle[:MOST_LISTED]:
        told += wrap(clean(problem.say(page.style.lang)), page.style.width, "", INDENT)
    if len(batch.idle) > MOST_LISTED:
        told += page.paragraph(t("“review” in {name} lists the others.", name="summary.json"))
    return told


def _row(moved: Moved, titles: Mapping[str, object], page: Page) -> Row:
    title = t("{criterion} {title}", criterion=moved.branch, title=moved.name)
    before, after = (page.say(list(_side(moved, side, titles, page))) for side in (0, 1))
    return Row((Entry(title),), (before, after))


def _side(moved: Moved, side: int, titles: Mapping[str, object], page: Page) -> Iterator[str]:
    if moved.scores is not None:
        low, high = map(points, moved.scores[side])
        yield _ends(low, high, page)
    if moved.levels is not None:
        low, high = (page.say(titles[name]) for name in moved.levels[side])
        yield _ends(low, high, page)


def _ends(low: str, high: str, page: Page) -> str:
    return low if low == high else spoken(t("{low} to {high}", low=low, high=high), page)
