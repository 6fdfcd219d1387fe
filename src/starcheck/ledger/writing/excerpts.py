"""The rows of a source that something is said of, as sheets of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from starcheck.errors import Problem
from starcheck.language import Lang, Text, say, t
from starcheck.ledger.layout import layout
from starcheck.ledger.sheets import ROW, Book, Sheet
from starcheck.ledger.tabular.headings import Headed, Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.rules.schema.ruleset import RuleSet

MOST_ROWS = 10_000
"""How many rows of a table are copied."""
MOST_LETTERS = 32_000
"""How much fits into a cell."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_TITLE_LETTERS = 31


@dataclass(frozen=True)
class Excerpt:
    """A sheet of a workbook that shows a sheet of a source, or some of its rows.

    Attributes:
        source: as places name it.
        within: the same.
        rows: the row here for each that was copied; None if all are where they were.
        cut: what there is to say if rows are missing.
    """

    source: str
    within: str
    sheet: Worksheet
    rows: Mapping[int, int] | None = None
    cut: Text | None = field(default=None, compare=False)

    def at(self, row: int, column: int | None) -> tuple[int, int] | None:
        """Where a cell of the source is shown; a problem of a whole row is shown at its first cell."""
        if self.rows is None:
            return row, column or 1
        shown = self.rows.get(row)
        return None if shown is None else (shown, 1 + (column or 0))


def excerpts(
    problems: Sequence[Problem], books: Sequence[Book], ruleset: RuleSet, target: Workbook, lang: Lang
) -> Iterator[Excerpt]:
    """The rows that problems are about, each below the headings of its sheet and with its number before it.

    Args:
        problems: what is wrong.
        books: what was read.
        ruleset: the rule set, which knows the headings.
        target: the workbook that gets a sheet for each.
        lang: the language of what is added.
    """
    concerned: dict[tuple[str, str], set[int]] = {}
    for problem in problems:
        if problem.place.line is not None:
            key = (problem.place.source, problem.place.sheet or "")
            concerned.setdefault(key, set()).add(problem.place.line)
    parts = parts_of(books, Vocabulary.of(layout(ruleset)), Notes())
    for headed in (each for own in parts.values() for _, each in own):
        key = (headed.sheet.source, headed.sheet.within or "")
        if rows := concerned.get(key):
            yield _excerpt(headed, sorted(rows), target, lang)


def _excerpt(headed: Headed, rows: Sequence[int], target: Workbook, lang: Lang) -> Excerpt:
    sheet, titles = headed.sheet, [each.casefold() for each in target.sheetnames]
    shown = target.create_sheet(_title(sheet, titles))
    header = headed.above - 1
    for column, heading in enumerate((say(t("Row"), lang), *sheet.head[header]), start=1):
        put(shown, 1, column, heading).font = Font(bold=True)
    shown.freeze_panes = "B2"
    listed = list(rows[:MOST_ROWS])
    found = sheet.body(headed.above).filter(pl.col(ROW).is_in(listed)).collect(engine="streaming").sort(ROW)
    at = {} if headed.heading_row is None else {headed.heading_row: 1}
    for row, cells in enumerate(found.iter_rows(), start=2):
        at[cells[0]] = row
        for column, value in enumerate(cells, start=1):
            put(shown, row, column, value)
    cut = None
    if len(rows) > len(listed):
        cut = t("Of {place}, {most} of {count} rows are shown.", place=sheet.place(), most=MOST_ROWS, count=len(rows))
    return Excerpt(sheet.source, sheet.within or "", shown, at, cut)


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a value; a text is never taken for a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if value is None or isinstance(value, bool | int | float | date):
        cell.value = value
        return cell
    words = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", words[:MOST_LETTERS])
    cell.data_type = "s"
    return cell


def _title(sheet: Sheet, taken: Sequence[str]) -> str:
    """A name that a sheet may have, and no other has."""
    name = _FORBIDDEN.sub(" ", sheet.name).strip()[:_TITLE_LETTERS] or "-"
    for number in range(2, len(taken) + 3):
        if name.casefold() not in taken:
            break
        end = f" {number}"
        name = name[: _TITLE_LETTERS - len(end)] + end
    return name
