"""What came of judging many branches, on a terminal."""

from __future__ import annotations

from starcheck.engine.ranks import UNRATED
from starcheck.errors import Problem
from starcheck.insight.losses import costliest
from starcheck.insight.overview import Overview, Spread
from starcheck.language import Text, t
from starcheck.report.batch.places import moved_lines, quota_table, wanted_lines
from starcheck.report.batch.request import Batch
from starcheck.report.batch.reviewed import reviewed_lines, unused_lines
from starcheck.report.batch.units import unit_lines
from starcheck.report.batch.words import judged, judged_by, left_out
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.request import Style
from starcheck.report.wrap import clean, wrap

MOST_COSTLY = 10
"""How many of the criteria that cost most are shown."""


def render(batch: Batch, style: Style) -> str:
    """What was judged, what was left out, how many branches have which level, how the scores spread, what cost most."""
    page = Page(style)
    blocks = [
        _answer(batch, page),
        _left_out(batch, page),
        unused_lines(batch, page),
        _levels(batch.overview, page),
        quota_table(batch.overview, batch.loaded.ruleset, page),
        moved_lines(batch.overview, page),
        [line for words in wanted_lines(batch.overview) for line in page.paragraph(words)],
        _scores(batch.overview, page),
        reviewed_lines(batch, page),
        _losses(batch, page),
        unit_lines(batch, page),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _answer(batch: Batch, page: Page) -> list[str]:
    return [*page.heading(judged(batch)), *page.paragraph(judged_by(batch))]


def _left_out(batch: Batch, page: Page) -> list[str]:
    """The ledgers and branches that were not used, with the first of their problems."""
    listed = batch.listed
    said = [line for words in left_out(batch) for line in page.paragraph(words, tone="bad")]
    said += [line for problem in listed for line in _problem(problem, page)]
    if batch.problems > len(listed):
        said += page.paragraph(t("“starcheck ledger validate” lists the others."))
    return said


def _problem(problem: Problem, page: Page) -> list[str]:
    return wrap(clean(problem.say(page.style.lang)), page.style.width, "", INDENT)


def _levels(found: Overview, page: Page) -> list[str]:
    if not found.levels:
        return []
    rows = [Row((Entry(level.title),), (level.certain or "", level.possible or "")) for level in found.levels]
    level = t("Level after quotas") if found.after_quotas else t("Level")
    return page.table([level, t("Certain"), t("Possible besides")], rows)


def _scores(found: Overview, page: Page) -> list[str]:
    """The spread of both ends, and who is not in it."""
    if found.low is None or found.high is None:
        return []
    heads = [t("Points"), t("Mean"), t("Least"), "25%", t("Median"), "75%", t("Greatest")]
    rows = [_spread(t("Now"), found.low), _spread(t("Possible"), found.high)]
    without = [
        t("{title} {n}", title=level.title, n=level.certain)
        for level in found.levels
        if level.id in UNRATED and level.certain
    ]
    told = page.paragraph(t("Not in these points: {states}.", states=without)) if without else []
    return [*page.table(heads, rows), *(["", *told] if told else [])]


def _spread(title: Text, spread: Spread) -> Row:
    figures = (spread.mean, spread.least, *spread.quartiles, spread.greatest)
    return Row((Entry(title),), tuple(map(points, figures)))


def _losses(batch: Batch, page: Page) -> list[str]:
    """The criteria that cost most, with how many branches lose points there."""
    rows = [
        Row((Entry(t("{criterion} {title}", criterion=loss.criterion, title=loss.title)),), figures)
        for loss in costliest(batch.losses, MOST_COSTLY)
        for figures in [(loss.losing, points(loss.lost), points(loss.open))]
    ]
    return page.table([t("What costs most"), t("Branches"), t("Lost"), t("Open")], rows) if rows else []
