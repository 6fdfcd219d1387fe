"""Tables as somebody keeps them: cells that nobody has read yet, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from starcheck.errors import Place, Problem

ROW = "row"
"""The column of a body that numbers its rows as the source counts them, from 1."""
MIDNIGHT = " 00:00:00"
HEAD_ROWS = 30
"""How many rows are looked at to find the headings."""


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of a sheet that is in memory, as a body.

    Attributes:
        cells: all rows of the sheet as texts, the columns called "0", "1" and so on; a day may be followed by midnight.
    """

    cells: pl.DataFrame

    def __call__(self, skip: int) -> pl.LazyFrame:
        """The rows below so many."""
        return days_alone(self.cells.lazy().slice(skip)).with_row_index(ROW, skip + 1)


def days_alone(cells: pl.LazyFrame) -> pl.LazyFrame:
    """Texts without the midnight that readers of workbooks write behind a day."""
    return cells.with_columns(pl.all().str.strip_suffix(MIDNIGHT))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook, file or database.

    Attributes:
        source: the file or address, as messages name it.
        name: what the table is called: a sheet, the stem of a file, a table of a database.
        head: the first rows, at most `HEAD_ROWS`, as texts; a table with named columns has them as its only row.
        body: for a number of rows to leave out, the rows below: `ROW`, then the columns by their number from "0" on;
            texts for cells that were typed, empty ones null; typed columns where the source has types. Collecting
            them raises `InputError` where the source turns out to be damaged further down.
        within: the name that a place repeats, None if the source is this table alone.
        lettered: whether a cell is found by letter and row, as in a spreadsheet.
        titled: whether the head holds the names of the columns and nothing else can be above the rows.
        hidden: whether its keeper does not see it.
        rows: how many rows it has, exactly or about; None if only reading them tells.
        tab: its number in its workbook, from 1.
        piece: gives the sheet with only some of its rows, from the first of them (from 0) and so many; None where that
            would not take less time than to read all.
        is_piece: whether it is such a piece.
    """

    source: str
    name: str
    head: tuple[tuple[str, ...], ...]
    body: Callable[[int], pl.LazyFrame]
    within: str | None = None
    lettered: bool = True
    titled: bool = False
    hidden: bool = False
    rows: int | None = None
    tab: int = 0
    piece: Callable[[int, int], Sheet] | None = None
    is_piece: bool = False

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Where a cell stands; the row counts from 1, the column from 0."""
        letter = None if column is None or not self.lettered else column + 1
        return Place(self.source, row, letter, sheet=self.within or "", tab=self.tab)


@dataclass(frozen=True, slots=True)
class Book:
    """Tables that belong together: a workbook, a folder of tables, a database.

    Attributes:
        problems: what cannot be used, such as a cell with an error, a sheet that is damaged.
        warnings: what was left aside or deserves a look, such as macros that are never run.
    """

    source: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
