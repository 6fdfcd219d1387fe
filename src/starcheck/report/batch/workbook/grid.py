"""A table on a sheet of its own: headings that stay, filters, widths, a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from wcwidth import wcswidth
from xlsxwriter.worksheet import Worksheet

from starcheck.ledger.writing.limits import MOST_CHARACTERS
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.looks import Kind, Looks

A4 = 9
_LOOKED_AT = 1_000
"""So many rows decide how wide a column is."""
_NARROWEST, _WIDE = 9, 44
_WIDEST: Mapping[Kind, int] = {"words": 50, "number": 18}
"""How wide a column becomes at most, of whose kind some cells are much longer than most."""
_HEADING = 14
"""A heading longer than this takes several lines."""
_PADDING = 3
_WRAPPED: frozenset[Kind] = frozenset({"words", "number"})
"""What goes on to the next line."""
_HEADING_LINES = 2
_LINE = 18
"""The height of a line in points."""
_CUT = "…"


class Percent(float):
    """A share of one that is shown as a percentage."""

    __slots__ = ()


Cell = str | int | float | Percent | date | None
"""What can stand in a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    kind: Kind


def write_table(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], book: Book) -> None:
    """Write a table from the first row on.

    Args:
        sheet: an empty sheet.
        columns: what stands in each.
        rows: the cells of each.
        book: what the sheet belongs to.
    """
    looks, left = book.looks, iter(rows)
    first = list(islice(left, _LOOKED_AT))
    widths = [_width(column, [row[at] for row in first]) for at, column in enumerate(columns)]
    sheet.set_default_row(_LINE)
    sheet.set_row(0, _LINE * max(_HEADING_LINES, *map(lines_of, (each.heading for each in columns), widths)))
    for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, column.heading, looks.heads[column.kind])
    worded = [at for at, column in enumerate(columns) if column.kind in _WRAPPED]
    count = 0
    for count, row in enumerate((*first, *left), start=1):
        if (lines := max((lines_of(row[at], widths[at]) for at in worded), default=1)) > 1:
            sheet.set_row(count, lines * _LINE)
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            write_cell(sheet, count, at, cell, column.kind, looks)
    set_up(sheet, book)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, count), len(columns) - 1)
    sheet.repeat_rows(0)


def write_cell(sheet: Worksheet, row: int, at: int, cell: Cell, kind: Kind, looks: Looks) -> None:
    """Write a cell: numbers as numbers, texts never as formulas."""
    match cell:
        case None | "":
            sheet.write_blank(row, at, None, looks.cells[kind])
        case str():
            sheet.write_string(row, at, _fitting(cell), looks.cells[kind])
        case Percent():
            sheet.write_number(row, at, float(cell), looks.cells["percent"])
        case date():
            sheet.write_datetime(row, at, datetime.combine(cell, time()), looks.cells["date"])
        case _:
            sheet.write_number(row, at, cell, looks.cells[kind])


def lines_of(cell: Cell, width: int) -> int:
    """How many lines a cell needs in a column whose words go on to the next."""
    if not isinstance(cell, str):
        return 1
    room = max(1, width - _PADDING)
    return sum(max(1, -(-_columns(part) // room)) for part in cell.split("\n"))


def set_up(sheet: Worksheet, book: Book) -> None:
    """A page to print: A4, lying, as wide as the table."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{_plain(book.say(book.ruleset.title))} {book.batch.period.label}&C&A&R&P / &N")


def _plain(words: str) -> str:
    """Words of a footer, where an ampersand begins a command."""
    return words.replace("&", "&&")[:100]


def _fitting(text: str) -> str:
    """A text as far as a cell holds it; that it goes on is visible."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _width(column: Column, cells: Iterable[Cell]) -> int:
    heading = max(map(_columns, column.heading.split("\n")))
    heading = heading if heading <= _HEADING else max(_HEADING, heading // 2 + 2)
    widest = max((_columns(_shown(cell)) for cell in cells), default=0)
    return min(_WIDEST.get(column.kind, _WIDE), max(_NARROWEST, max(heading, widest) + _PADDING))


def _shown(cell: Cell) -> str:
    """About what a cell shows."""
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:,.2f}"
        case _:
            return str(cell)


def _columns(text: str) -> int:
    return max(0, wcswidth(text))
