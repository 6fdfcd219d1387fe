"""What the stages of a rating made of the marks, as tables."""

from __future__ import annotations

from starcheck.insight.cells import Cell
from starcheck.insight.ratings import RatingRow, RatingTable
from starcheck.insight.results import Result
from starcheck.language import t
from starcheck.report.explained.cells import cell_in_words
from starcheck.report.numbers import number, percent
from starcheck.report.page import Entry, Page, Row


def ratings(result: Result, page: Page) -> list[list[str]]:
    """The values before every stage."""
    return [_table(table, page) for table in result.ratings if table.rows]


def _table(table: RatingTable, page: Page) -> list[str]:
    key, *others = table.headers
    rows = [_row(row, table) for row in table.rows]
    heading = page.heading(t("Combined over {key}", key=key))
    return [*heading, *page.table([key, *others, t("Value")], rows, worded=len(others))]


def _row(row: RatingRow, table: RatingTable) -> Row:
    first, *others = (cell_in_words(Cell(key)) for key in row.keys)
    write = percent if table.percent else number
    value: object = write(row.low)
    if row.low < row.high:
        value = t("{low} to {high}", low=value, high=write(row.high))
    return Row((Entry(first),), (*others, value))
