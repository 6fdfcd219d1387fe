"""The sheet of what each criterion costs."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from starcheck.insight.losses import Loss, costliest
from starcheck.language import t
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.charts import Drawn, bars
from starcheck.report.batch.workbook.grid import Cell, Column, write_table
from starcheck.report.words import OUTCOMES

LOSSES = t("Losses")
"""What the sheet is called."""
MOST_DRAWN = 15
"""How many of the criteria that cost most are drawn."""
_TITLE, _LOST, _OPEN = 1, 9, 10
"""The columns that the chart is drawn from."""
_WIDTH = 760
_APART = 3
"""How the chart stands: where it is, whatever rows a filter hides."""


def write_losses(sheet: Worksheet, book: Book) -> None:
    """Every criterion with its outcomes and the points it costs, the costliest first; these also drawn."""
    costly = costliest(book.batch.losses, len(book.batch.losses))
    free = [loss for loss in book.batch.losses if loss not in costly]
    columns = _columns(book)
    write_table(sheet, columns, _rows([*costly, *free], book), book)
    sheet.print_area(0, 0, len(book.batch.losses), len(columns) - 1)
    for chart in losses_drawn(book, MOST_DRAWN, _WIDTH):
        sheet.insert_chart(1, len(columns) + 1, chart, {"object_position": _APART})


def losses_drawn(book: Book, most: int, width: int) -> list[Chart]:
    """The criteria that cost most as a chart, from the cells of the sheet; none if none costs anything.

    Args:
        book: the workbook.
        most: how many are drawn at most.
        width: of the chart.
    """
    number = len(costliest(book.batch.losses, most))
    if not number:
        return []
    columns = _columns(book)
    series = {at: columns[at].heading for at in (_LOST, _OPEN)}
    chart = bars(book, t("What costs most"), Drawn(book.sheet(LOSSES), (1, number), _TITLE, series))
    chart.set_size({"width": width, "height": 110 + 32 * number})
    return [chart]


def _columns(book: Book) -> list[Column]:
    said = book.say
    return [
        Column(said(t("Criterion")), "text"),
        Column(said(t("Title")), "words"),
        Column(said(t("Section")), "text"),
        *(Column(said(words), "count") for words in OUTCOMES.values()),
        Column(said(t("Branches that lose points")), "count"),
        Column(said(t("Points lost")), "points"),
        Column(said(t("Points open")), "points"),
        Column(said(t("Lost by branch")), "points"),
    ]


def _rows(losses: list[Loss], book: Book) -> Iterator[tuple[Cell, ...]]:
    titles = {group.id: book.say(group.title) for group in book.ruleset.groups}
    for loss in losses:
        yield (
            loss.criterion,
            book.say(loss.title),
            titles[loss.section],
            *(loss.outcomes[outcome].number for outcome in OUTCOMES),
            loss.losing,
            float(loss.lost),
            float(loss.open),
            float(loss.lost / loss.branches) if loss.branches else None,
        )
