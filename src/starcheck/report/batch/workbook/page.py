"""A sheet of short tables and lines one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.grid import Cell, Column, lines_of, set_up, write_cell

_USUAL = 9
"""How wide a column is whose width nobody set."""
LINE = 20
"""The height of a line in points."""


@dataclass
class Lines:
    """What is written on a sheet, from top to bottom.

    Attributes:
        widths: of the first columns, in characters.
        reach: the last column that a line goes on to.
        row: the next row to write on.
    """

    sheet: Worksheet
    book: Book
    widths: Sequence[int]
    reach: int
    row: int = field(default=0)

    def __post_init__(self) -> None:
        """Lay the page out."""
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)
        self.sheet.hide_gridlines(2)
        set_up(self.sheet, self.book)

    def title(self, words: object) -> None:
        """The title of the sheet."""
        self.sheet.set_row(self.row, 36)
        self._put(words, self.book.looks.styles.title())

    def line(self, words: object, *, warns: bool = False) -> None:
        """A line over all columns, and over as many rows of text as it takes."""
        styles, text = self.book.looks.styles, self.book.say(words)
        room = sum(self.widths) + _USUAL * (self.reach + 1 - len(self.widths))
        self.sheet.set_row(self.row, LINE * lines_of(text, room))
        self.sheet.merge_range(self.row, 0, self.row, self.reach, text, styles.warning() if warns else styles.aside())
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def section(self, words: object) -> None:
        """The heading of a part."""
        self.gap()
        self.sheet.set_row(self.row, 26)
        style = self.book.looks.styles.section()
        for at in range(1, len(self.widths)):
            self.sheet.write_blank(self.row, at, None, style)
        self._put(words, style)

    def stated(self, lead: object, words: object) -> None:
        """What something is called, then what it is, over as many lines as it takes."""
        text, called = self.book.say(words), self.book.say(lead)
        self.sheet.set_row(self.row, LINE * lines_of(text, self.widths[1]))
        style = self.book.looks.styles.text()
        self.sheet.write_string(self.row, 0, called, style)
        self.sheet.write_string(self.row, 1, text, style)
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> tuple[int, int]:
        """A table with its headings.

        Returns:
            the first and the last of its rows below the headings.
        """
        looks = self.book.looks
        for at, column in enumerate(columns):
            self.sheet.write_string(self.row, at, column.heading, looks.heads[column.kind])
        first = self.row + 1
        for self.row, row in enumerate(rows, start=first):
            for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
                write_cell(self.sheet, self.row, at, cell, column.kind, looks)
        self.row += 1
        return first, self.row - 1

    def _put(self, words: object, style: Format) -> None:
        self.sheet.write_string(self.row, 0, self.book.say(words), style)
        self.row += 1
