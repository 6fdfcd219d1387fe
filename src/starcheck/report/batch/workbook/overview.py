"""The first sheet: how many branches have which level, how their points spread, drawn as well."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from starcheck.engine.results import BEST, HIGH, LOW
from starcheck.insight.distribution import distribution
from starcheck.insight.overview import Spread
from starcheck.language import Text, t
from starcheck.report.batch.places import wanted_lines
from starcheck.report.batch.words import judged, judged_then, left_out
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.charts import Drawn, columns
from starcheck.report.batch.workbook.columns import group_title
from starcheck.report.batch.workbook.grid import Column
from starcheck.report.batch.workbook.looks import Kind
from starcheck.report.batch.workbook.losses import losses_drawn
from starcheck.report.batch.workbook.page import Lines
from starcheck.report.numbers import points

OVERVIEW = t("Overview")
"""What the sheet is called."""
_MOST_DRAWN = 10
_WIDTHS = (32, 18, 18, 3)
_BESIDE = len(_WIDTHS)
"""The column at which the charts begin."""
_SIZE = {"width": 620, "height": 320}
_LINES_OF_A_CHART = 17


def write_overview(sheet: Worksheet, book: Book) -> None:
    """What was judged, the levels, the points, how they are distributed, the sections."""
    lines = Lines(sheet, book, _WIDTHS, _BESIDE + 9)
    lines.title(book.ruleset.title)
    lines.line(judged(book.batch))
    lines.line(judged_then(book.batch))
    for words in left_out(book.batch):
        lines.line(words, warns=True)
    top = lines.row + 1
    charts = [*_levels(lines), *_points(lines), *_distribution(lines)]
    _sections(lines)
    for chart in charts:
        chart.set_size(_SIZE)
    for at, chart in enumerate([*charts, *losses_drawn(book, _MOST_DRAWN, _SIZE["width"])]):
        sheet.insert_chart(top + at * _LINES_OF_A_CHART, _BESIDE, chart)
    sheet.fit_to_pages(1, 1)


def _levels(lines: Lines) -> list[Chart]:
    """How many branches have which level."""
    book, found = lines.book, lines.book.batch.overview
    if not found.levels:
        return []
    heading, certain, possible = map(
        book.say, (t("Level after quotas") if found.after_quotas else t("Level"), t("Certain"), t("Possible besides"))
    )
    lines.gap()
    rows = lines.table(
        [Column(heading, "text"), Column(certain, "count"), Column(possible, "count")],
        [(book.say(level.title), level.certain, level.possible) for level in found.levels],
    )
    for words in wanted_lines(found):
        lines.line(words)
    most = max(level.certain + level.possible for level in found.levels)
    drawn = Drawn(book.sheet(OVERVIEW), rows, 0, {1: certain, 2: possible})
    return [columns(book, t("Branches by level"), drawn, "stacked", most)]


def _points(lines: Lines) -> list[Chart]:
    """The mean and the quartiles of both ends."""
    book, found = lines.book, lines.book.batch.overview
    if found.low is None or found.high is None:
        return []
    names = [t("Mean"), t("Least"), "25%", t("Median"), "75%", t("Greatest")]
    lines.gap()
    lines.table(
        _ends(book, t("Points")),
        [
            (book.say(name), float(low), float(high))
            for name, low, high in zip(names, _figures(found.low), _figures(found.high), strict=True)
        ],
    )
    return []


def _figures(spread: Spread) -> tuple[Decimal, ...]:
    return (spread.mean, spread.least, *spread.quartiles, spread.greatest)


def _distribution(lines: Lines) -> list[Chart]:
    """How many branches have so many points."""
    book, found = lines.book, distribution(lines.book.result.results)
    if not found:
        return []
    stretches = [(f"[{points(each.start)}, {points(each.end)})", each.low, each.high) for each in found]
    heads = _ends(book, t("Branches with so many points"), "count")
    lines.gap()
    rows = lines.table(heads, stretches)
    drawn = Drawn(book.sheet(OVERVIEW), rows, 0, {at: head.heading for at, head in enumerate(heads) if at})
    return [columns(book, t("Branches by points"), drawn, "clustered", max(max(each.low, each.high) for each in found))]


def _sections(lines: Lines) -> None:
    """The mean of every section and pool, of the branches that are rated, at least perhaps."""
    book, results = lines.book, lines.book.result.results
    rated = results.filter(pl.col(BEST).is_not_null()) if BEST in results.columns else results
    groups = book.ruleset.groups
    means = rated.select(pl.col(f"{group.id}_{end}").cast(pl.Float64).mean() for group in groups for end in (LOW, HIGH))
    ends = means.row(0)
    lines.gap()
    lines.table(
        _ends(book, t("Mean of each section")),
        [(book.say(group_title(group)), *ends[2 * at : 2 * at + 2]) for at, group in enumerate(groups)],
    )


def _ends(book: Book, title: Text, kind: Kind = "points") -> list[Column]:
    """The headings of a table with a column for each end."""
    return [
        Column(book.say(title), "text"), Column(book.say(t("Now")), kind), Column(book.say(t("Possible")), kind)
    ]  # fmt: skip
