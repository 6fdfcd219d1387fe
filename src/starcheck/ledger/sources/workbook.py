"""Workbooks as spreadsheet programs keep them: .xlsx, .xlsm, .xls, .ods."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from starcheck.documents.files import read_bytes
from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger.listing import Listing
from starcheck.ledger.sheets import HEAD_ROWS, MIDNIGHT, Book, Held, Sheet
from starcheck.ledger.sources.spreadsheets.archive import REPAIR, damaged, refusal
from starcheck.ledger.sources.spreadsheets.examining import examine
from starcheck.ledger.sources.spreadsheets.notes import BookNotes, Cell, SheetNotes

MOST_BYTES = 256 * 2**20
MOST_SHEETS = 1_000
MOST_COLUMNS = 4_000
MOST_CELLS = 10_000_000
"""Of a sheet, counted as the rectangle that its cells span: so much memory its reader takes."""

MOST_HELD = 4 * MOST_CELLS
"""Of all sheets together."""

logging.getLogger("calamine").addHandler(logging.NullHandler())  # it tells of oddities that are dealt with here

_NOTHING = SheetNotes()
_STUMBLES = (fastexcel.FastExcelError, IndexError, pl.exceptions.PolarsError)
"""What goes wrong in a reader, or where it found other cells than the notes speak of."""


def read_workbook(path: Path) -> Book:
    """Every sheet of a workbook, its cells as texts; what cannot be read is among the problems of the book."""
    source = str(path)
    try:
        content = read_bytes(path, MOST_BYTES)
        return _Reading(content, source, examine(content, source)).book()
    except InputError as error:
        return Book(source, (), problems=error.problems)


@dataclass(slots=True)
class _Reading:
    """One workbook while it is read."""

    content: bytes
    source: str
    notes: BookNotes
    listing: Listing = field(default_factory=Listing)
    held: int = 0

    def book(self) -> Book:
        """The workbook with what is wrong in it."""
        sheets = tuple(self._sheets())
        place = Place(self.source)
        warnings = tuple(Problem(place, message, hint) for message, hint in self.notes.warnings)
        return Book(self.source, sheets, problems=tuple(self.listing.all()), warnings=warnings)

    def _sheets(self) -> Iterator[Sheet]:
        with _refusing(damaged(self.source)):
            reader = fastexcel.read_excel(self.content)
        names = reader.sheet_names
        if len(names) > MOST_SHEETS:
            message = t("The workbook has {count} sheets; at most {most} are read.", count=len(names), most=MOST_SHEETS)
            raise refusal(self.source, message, t("Check that it is the right file."))
        for number, name in enumerate(names):
            notes = self.notes.sheets.get(number, _NOTHING)
            if not notes.chart and (sheet := self._sheet(reader, number, name, notes)):
                yield sheet

    def _sheet(self, reader: fastexcel.ExcelReader, number: int, name: str, notes: SheetNotes) -> Sheet | None:
        place = Place(self.source, sheet=name, tab=number + 1)
        if notes.height * notes.width > MOST_CELLS or notes.width > MOST_COLUMNS:
            message = t(
                "The sheet spans {rows} rows and {columns} columns; at most {most} cells in {widest} columns are read.",
                rows=notes.height,
                columns=notes.width,
                most=MOST_CELLS,
                widest=MOST_COLUMNS,
            )
            self.listing.add(place, message, t("Delete the rows and columns beyond the table, or keep it as CSV."))
            return None
        try:
            with _refusing(damaged(self.source)):
                cells, is_hidden = _load(reader, number, notes)
        except InputError:
            self.listing.add(place, t("The sheet is damaged."), REPAIR)
            return None
        self.held += cells.height * cells.width
        if self.held > MOST_HELD:
            message = t(
                "The sheets up to this one span {count} cells; at most {most} are read.",
                count=self.held,
                most=MOST_HELD,
            )
            raise InputError(
                [Problem(place, message, t("Delete the rows and columns beyond the tables, or split it."))]
            )
        sheet = Sheet(self.source, name, _head(cells), Held(cells), within=name, hidden=is_hidden, tab=number + 1)
        for (row, column), message, hint in notes.problems():
            self.listing.add(sheet.place(row, column), message, hint)
        return sheet


@contextmanager
def _refusing(refused: InputError) -> Iterator[None]:
    """Whatever the reader stumbles over, the file is refused; its panics are no exceptions of Python's kind."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, _STUMBLES) or type(error).__name__ == "PanicException":
            raise refused from error
        raise


def _load(reader: fastexcel.ExcelReader, number: int, notes: SheetNotes) -> tuple[pl.DataFrame, bool]:
    loaded = reader.load_sheet(
        number, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True, whitespace_as_null=True
    )
    if not loaded.width:
        return pl.DataFrame(), loaded.visible != "visible"
    cells = loaded.to_polars()
    first = loaded.available_columns()[0].absolute_index
    cells.columns = [str(column) for column in range(first, first + cells.width)]
    if first:
        before = [pl.lit(None, pl.String).alias(str(column)) for column in range(first)]
        cells = cells.select(*before, pl.all())
    return _corrected(cells, notes), loaded.visible != "visible"


def _corrected(cells: pl.DataFrame, notes: SheetNotes) -> pl.DataFrame:
    columns: dict[int, list[Cell]] = {}
    seen = notes.numbers | notes.texts
    for cell in seen:
        columns.setdefault(cell[1], []).append(cell)
    for column, noted in columns.items():
        values = cells[str(column)].to_list()
        for cell in noted:
            if cell in notes.texts or not _is_date(values[cell[0] - 1]):
                values[cell[0] - 1] = seen[cell]
        cells.replace_column(column, pl.Series(str(column), values, pl.String))
    return cells


def _is_date(text: str | None) -> bool:
    """Whether the reader took a number for a date or a time, as its format asks for."""
    return text is not None and ":" in text


def _head(cells: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    rows = cells.head(HEAD_ROWS).rows()
    return tuple([tuple(["" if text is None else text.removesuffix(MIDNIGHT) for text in row]) for row in rows])
