"""Books read each by itself, many in one go where that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from starcheck.errors import Problem
from starcheck.ledger.layout import layout
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import KEY, Tables
from starcheck.ledger.tabular.headings import Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.reading import Reading, read_books
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

AT_ONCE = 200
"""How many books are read in one go: reading has a cost for each time, and next to none for each small book."""
SMALL_RECORDS = 200_000
"""So many records are held in memory, since one query over thousands of books is slow."""
_MANY = 10_000
"""How many problems of a kind are listed where they only tell which books have any."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a book holds that can be used by itself.

    Attributes:
        tables: those of its branches, perhaps among others.
        branches: the ids of those that can be used.
    """

    book: Book
    tables: Tables
    branches: Sequence[str]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Bad:
    """What cannot be used of a book: all of it, or some of its branches.

    Attributes:
        branches: how many branches these may be; None if nobody knows.
        ids: theirs, where the rest of the book is used.
    """

    book: Book
    problems: tuple[Problem, ...]
    branches: int | None
    ids: pl.Series | None = None


def read_apart(books: Sequence[Book], ruleset: RuleSet) -> Iterator[Own | Bad]:
    """Read each of some books, whatever is wrong with the others, or with some branches of its own.

    Args:
        books: workbooks, folders of tables, databases, all kept up to the same day.
        ruleset: the rule set.
    """
    words = Vocabulary.of(layout(ruleset))
    alike = [book for book in books if _names_no_owner(book, words)]
    for start in range(0, len(alike), AT_ONCE):
        yield from _together(alike[start : start + AT_ONCE], ruleset)
    others = {id(book) for book in books} - {id(book) for book in alike}
    for book in books:
        if id(book) in others:
            yield from _alone(book, ruleset, of_one=False)


def _names_no_owner(book: Book, words: Vocabulary) -> bool:
    """Whether all its records are of its own branch; a record that names one could name that of another book."""
    parts = parts_of([book], words, Notes())
    return all(KEY not in each.at for name, own in parts.items() if name != BRANCH for _, each in own)


def _together(books: Sequence[Book], ruleset: RuleSet) -> Iterator[Own | Bad]:
    """Read books of single branches in one go; if there are problems, those that have them alone, the rest again."""
    if len(books) < 2:
        for book in books:
            yield from _alone(book, ruleset, of_one=True)
        return
    reading = read_books(books, ruleset, most=_MANY)
    if not reading.problems:
        tables, ids = _held(reading)
        if len(ids) == len(books):
            for book, branch in zip(books, ids, strict=True):
                own = tuple(each for each in reading.warnings if each.place.source in _sources(book))
                yield Own(book, tables, [branch], own)
            return
    concerned = {problem.place.source for problem in reading.problems}
    named = [book for book in books if concerned & _sources(book)] or books
    for book in named:
        yield from _alone(book, ruleset, of_one=True)
    yield from _together([book for book in books if not concerned & _sources(book)] if named != books else [], ruleset)


def _alone(book: Book, ruleset: RuleSet, *, of_one: bool) -> Iterator[Own | Bad]:
    """Read a book; what is wrong in the rows of a branch leaves out that branch.

    Args:
        book: a workbook, a folder of tables, a database.
        ruleset: the rule set.
        of_one: whether none of its records names its branch, so that it is of one branch if it is good.
    """
    reading = read_books([book], ruleset, notes=Notes(apart=True))
    if not reading.is_usable:
        is_of_one = of_one and bool(book.sheets) and reading.counts[BRANCH] == 1
        yield Bad(book, reading.problems, 1 if is_of_one else None)
        return
    tables, ids = _held(reading)
    if reading.problems:
        yield Bad(book, reading.problems, reading.left_out.len(), reading.left_out if ids else None)
    if ids:
        yield Own(book, tables, ids, reading.warnings)


def _held(reading: Reading) -> tuple[Tables, Sequence[str]]:
    """The tables, in memory if they are small, and the ids of the branches in the order of books."""
    is_small = sum(reading.counts.values()) <= SMALL_RECORDS
    tables = reading.tables.held() if is_small else reading.tables
    return tables, tables.branches.select(pl.col(KEY)).collect().to_series().to_list()


def _sources(book: Book) -> set[str]:
    return {book.source, *(sheet.source for sheet in book.sheets)}
