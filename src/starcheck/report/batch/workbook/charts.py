"""Native charts of a workbook of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.chart import Chart

from starcheck.ledger.writing.styles import ACCENT, GRID, LINE
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.looks import PALE

_COLOURS = (ACCENT, PALE)
_FEW = 8
"""With fewer of something than this, the axis would have fractions of one."""
_LINES: Mapping[str, object] = {"visible": True, "line": {"color": GRID, "width": 0.75}}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cells that a chart is drawn from.

    Attributes:
        sheet: the name of the sheet that holds them.
        rows: the first and the last.
        labels: the column that names the rows.
        series: the columns of numbers, each by what the legend calls it.
    """

    sheet: str
    rows: tuple[int, int]
    labels: int
    series: Mapping[int, str]


def bars(book: Book, title: object, drawn: Drawn) -> Chart:
    """Lying bars, the first row on top, each series going on where the one before ends."""
    chart = _chart(book, title, drawn, {"type": "bar", "subtype": "stacked"})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": book.looks.font(), "line": {"color": LINE}})
    chart.set_x_axis({"num_font": book.looks.font(), "major_gridlines": _LINES, "line": {"none": True}})
    return chart


def columns(book: Book, title: object, drawn: Drawn, form: Literal["stacked", "clustered"], most: int) -> Chart:
    """Standing bars, from left to right as the rows from top to bottom, the series on each other or side by side.

    Args:
        book: the workbook.
        title: what stands above.
        drawn: what is drawn: whole numbers.
        form: on each other, or side by side.
        most: the greatest of the numbers.
    """
    chart = _chart(book, title, drawn, {"type": "column"} | ({"subtype": form} if form == "stacked" else {}))
    chart.set_x_axis({"num_font": book.looks.font(), "line": {"color": LINE}})
    steps = {"major_unit": 1} if most < _FEW else {}
    chart.set_y_axis({"num_font": book.looks.font(), "major_gridlines": _LINES, "line": {"none": True}} | steps)
    return chart


def _chart(book: Book, title: object, drawn: Drawn, form: dict[str, str]) -> Chart:
    chart = book.workbook.add_chart(form)
    assert isinstance(chart, Chart)
    name, (first, last) = drawn.sheet, drawn.rows
    for colour, (column, called) in zip(_COLOURS, drawn.series.items(), strict=True):
        chart.add_series(
            {
                "name": called,
                "categories": [name, first, drawn.labels, last, drawn.labels],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_title({"name": book.say(title), "name_font": book.looks.font(12, bold=True), "overlay": False})
    chart.set_legend({"position": "bottom", "font": book.looks.font()})
    chart.set_chartarea({"border": {"color": GRID}})
    return chart
