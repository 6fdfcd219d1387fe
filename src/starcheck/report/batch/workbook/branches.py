"""The sheets with a row for each branch."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from starcheck.engine.results import SCORE
from starcheck.language import t
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.columns import group_points, names, points, standings, table_of
from starcheck.report.batch.workbook.grid import write_table


def write_ranking(sheet: Worksheet, book: Book) -> None:
    """Every branch with its level, the best first."""
    write_table(sheet, *table_of(book.ranked, standings(book.ranked, book), book), book)


def write_sections(sheet: Worksheet, book: Book) -> None:
    """The points of every branch by section and pool."""
    frame = book.ranked
    shown = [*names(frame, book), *points(frame, SCORE, t("Score")), *group_points(frame, book)]
    write_table(sheet, *table_of(frame, shown, book), book)
