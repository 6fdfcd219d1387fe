"""Adjustments as workbooks, text files and databases have them: one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from starcheck.errors import Place
from starcheck.language import t
from starcheck.ledger.adjustments.rows import TABLE, Row
from starcheck.ledger.layout import ADJUSTMENTS, KEY_FIELD, columns
from starcheck.ledger.sheets import ROW, Book
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.checks import check_records
from starcheck.ledger.tabular.columns import Typed, typed
from starcheck.ledger.tabular.gathering import PART, gathered
from starcheck.ledger.tabular.headings import Headed, Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes


def rows_of_books(books: Sequence[Book], notes: Notes) -> Iterator[Row]:
    """The rows of books; what is wrong with them, or was read otherwise than it stands there, is noted."""
    words = Vocabulary.of({ADJUSTMENTS: TABLE})
    parts = parts_of([_named(book) for book in books], words, notes).get(ADJUSTMENTS, ())
    for number in sorted(set(range(len(books))) - {number for number, _ in parts}):
        _tell_no_table(books[number], notes)
    own = [each for _, each in parts if _names_branches(each, notes)]
    if own:
        found = typed(gathered(ADJUSTMENTS, own, list(columns(ADJUSTMENTS, TABLE)), {}), TABLE, notes)
        check_records(found, notes)
        yield from _rows(found)


def _named(book: Book) -> Book:
    """The book, whose only table is that of the adjustments however it is called."""
    filled = [sheet for sheet in book.sheets if any(map(any, sheet.head))]
    return replace(book, sheets=(replace(filled[0], name=ADJUSTMENTS),)) if len(filled) == 1 else book


def _tell_no_table(book: Book, notes: Notes) -> None:
    if not notes.problems.listed:
        message = t("There is no table “{table}”.", table=TABLE.label)
        headings = [field.label for field in columns(ADJUSTMENTS, TABLE).values()]
        hint = t("Write them into the first row: {choices}.", choices=headings)
        notes.problems.add(Place(book.source), message, hint)


def _names_branches(each: Headed, notes: Notes) -> bool:
    if KEY not in each.at:
        message = t("There is no column “{heading}”.", heading=KEY_FIELD.label)
        hint = t("Every adjustment names its branch: add the column.")
        notes.problems.add(each.place(each.heading_row), message, hint)
    return KEY in each.at


def _rows(found: Typed) -> Iterator[Row]:
    wrong = found.tallies.wrong
    listed = found.rows.collect(found.frame.select(PART, ROW, *found.fields, *wrong.values()))
    for row in listed.iter_rows(named=True):
        cells = {name: row[name] for name in found.fields if row[name] is not None}
        place = partial(found.rows.place, row[PART], row[ROW])
        yield Row(cells, place, any(row[mark] for mark in wrong.values()))
