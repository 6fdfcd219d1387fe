"""Ledgers by the names of files, folders, patterns, databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from starcheck.documents import Document
from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.addresses import is_address, shown
from starcheck.ledger.sources.finding import Finds, find
from starcheck.ledger.sources.kinds import LEDGERS, TABLES, ending, read_by_address, readable

SMALL_BYTES = 8 * 1024 * 1024
MOST_NAMED = 5
"""How many files that were left aside a warning names."""

_Named = TypeVar("_Named")


def open_ledgers(names: Sequence[str]) -> list[Book | Document]:
    """Open what is named, in the order of paths whatever the order of names.

    Args:
        names: files, folders with all that is in them, patterns such as ``2024/*.xlsx``, addresses of databases.

    Returns:
        A document for each YAML or JSON file; a book for each workbook, for each database, for the tables of each
        folder. A book without sheets only says what could not be opened or was left aside.

    Raises:
        InputError: if nothing can be opened.
    """
    addresses = sorted({name for name in names if is_address(name)})
    finds = find(name for name in names if not is_address(name))
    opened = [*_opened(finds), *(_attempt(read_by_address, address, shown(address)) for address in addresses)]
    problems = [*finds.problems, *(problem for book in opened if isinstance(book, Book) for problem in book.problems)]
    if problems and not any(isinstance(each, Document) or each.sheets for each in opened):
        raise InputError(problems)
    return opened + [_refused(problem) for problem in finds.problems]


def shown_name(name: str) -> str:
    """What messages call something that is to be opened."""
    return shown(name) if is_address(name) else name


def _opened(finds: Finds) -> Iterator[Book | Document]:
    for path in finds.ledgers:
        yield _attempt(LEDGERS[ending(path)], path, str(path))
    for folder, tables in finds.tables.items():
        yield _book(folder, tables)
    for folder, files in finds.aside.items():
        yield Book(str(folder), (), warnings=(_left_aside(folder, files),))
    for folder in sorted(finds.results):
        message = t("This folder was not read: it holds results of starcheck, not ledgers.")
        yield Book(str(folder), (), warnings=(Problem(Place(str(folder)), message),))


def _book(folder: Path, tables: Sequence[tuple[str, Path]]) -> Book:
    """The tables of a folder; what cannot be opened is among its problems."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    files = [path for _, path in tables]
    for name, path in tables:
        try:
            sheets.append(_looked_through(replace(TABLES[ending(path)](path), name=name), path))
        except InputError as error:
            problems.extend(error.problems)
    return Book(str(files[0] if len(files) == 1 else folder), tuple(sheets), tuple(problems))


def _looked_through(sheet: Sheet, path: Path) -> Sheet:
    """A table; a small one is read to its end, so that one that is damaged does not hide the others."""
    if path.stat().st_size <= SMALL_BYTES:
        sheet.body(0).select(pl.len()).collect()
    return sheet


def _attempt(read: Callable[[_Named], Book | Document], named: _Named, source: str) -> Book | Document:
    try:
        return read(named)
    except InputError as error:
        return Book(source, (), error.problems)


def _refused(problem: Problem) -> Book:
    return Book(problem.place.source, (), (problem,))


def _left_aside(folder: Path, files: Sequence[Path]) -> Problem:
    names = [str(file.relative_to(folder) if file.is_relative_to(folder) else file) for file in files[:MOST_NAMED]]
    message = (
        t("These files were not read: {names}.", names=names)
        if len(files) <= MOST_NAMED
        else t("{count} files were not read, among them: {names}.", count=len(files), names=names)
    )
    return Problem(Place(str(folder)), message, readable(in_folders=True))
