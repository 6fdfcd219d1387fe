"""SQLite files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path

import polars as pl

from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.refusals import (
    DAMAGED,
    FOLDER,
    LOCKED,
    UNFINISHED,
    Refusal,
    binary_not_read,
    refused,
    unreadable,
    view_not_read,
)
from starcheck.ledger.sources.spool import Relation, spooled

_BATCH_ROWS = 20_000
_WRITES_AHEAD = b"\x02\x02"
"""Bytes 18 and 19 of a database whose last changes stand in a file beside it."""
_LONGEST_TEXT = 10_000_000
_PATIENCE_SECONDS = 2
_GUARDS = ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0")
"""What the schema holds runs no function with side effects; nothing is written; damage is noticed."""
_REFUSALS: Mapping[str, Refusal] = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_BUSY_RECOVERY": LOCKED,
    "SQLITE_BUSY_SNAPSHOT": LOCKED,
    "SQLITE_CANTOPEN": FOLDER,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_IOERR_SHORT_READ": DAMAGED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_NOTADB": (t("The database is encrypted, damaged, or of a newer version of SQLite."), DAMAGED[1]),
    "SQLITE_READONLY_CANTINIT": FOLDER,
    "SQLITE_READONLY_DIRECTORY": FOLDER,
    "SQLITE_READONLY_RECOVERY": FOLDER,
    "SQLITE_READONLY_ROLLBACK": UNFINISHED,
}
"""What the codes of SQLite mean; that the file begins as one of its databases does is known before."""


_NOT_UTF8: Refusal = (t("The table holds text that is not UTF-8."), t("Store it anew in UTF-8."))


def read_sqlite(path: Path) -> Book:
    """Every table of a SQLite file; rows are fetched when somebody asks for them.

    Raises:
        InputError: if the file cannot be opened; the bodies raise it if their rows cannot be read.
    """
    source = str(path)
    with _opened(path) as database:
        listed = database.execute(_TABLES).fetchall()
        columns = {name: database.execute(_COLUMNS, (name,)).fetchall() for name, kind in listed if kind == "table"}
    read = {name: [column for column, dtype in of if not _bytes(dtype)] for name, of in columns.items()}
    sheets = [_sheet(path, name, of) for name, of in read.items() if of]
    views = [view_not_read(source, name) for name, kind in listed if kind != "table"]
    aside = [
        binary_not_read(source, name, column) for name, of in columns.items() for column, dtype in of if _bytes(dtype)
    ]
    return Book(source, tuple(sheets), warnings=(*views, *aside))


_TABLES = r"""
    SELECT name, type FROM pragma_table_list
    WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name
"""
"""Virtual tables are computed as views are; shadow tables are how they keep their own books."""
_COLUMNS = "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid"


def _bytes(dtype: str) -> bool:
    return "BLOB" in dtype.upper()


def _sheet(path: Path, table: str, columns: list[str]) -> Sheet:
    return Relation(str(path), table, tuple(columns), lambda: _taken(path, table, columns)).sheet()


def _taken(path: Path, table: str, columns: list[str]) -> pl.LazyFrame:
    query = f"SELECT {', '.join(map(_value, columns))} FROM {_quoted(table)}"  # noqa: S608  # names are quoted
    with _opened(path, table) as database:
        cursor = database.execute(query)
        batches = iter(lambda: cursor.fetchmany(_BATCH_ROWS), [])
        numbered = enumerate(chain([[]], batches))
        return spooled(_frame(path, table, columns, number, rows) for number, rows in numbered)


def _value(column: str) -> str:
    """A cell as its plain text, however it is stored; bytes stay bytes."""
    name = _quoted(column)
    real = f"printf('%.15g', {name})"
    return f"CASE typeof({name}) WHEN 'blob' THEN {name} WHEN 'real' THEN {real} ELSE CAST({name} AS TEXT) END"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _frame(path: Path, table: str, columns: list[str], number: int, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    """One batch; the batches that fetch rows count from 1."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    try:
        return pl.DataFrame({str(at): pl.Series(cells, dtype=pl.String) for at, cells in enumerate(values)})
    except TypeError as error:
        first = (number - 1) * _BATCH_ROWS + 1
        raise InputError(_byte_cells(path, table, columns, first, rows)) from error


def _byte_cells(
    path: Path, table: str, columns: list[str], first: int, rows: list[tuple[object, ...]]
) -> Iterator[Problem]:
    """Per column the first cell of bytes."""
    for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
        at = next((at for at, cell in enumerate(cells) if isinstance(cell, bytes)), None)
        if at is not None:
            message = t("“{column}” holds bytes, not text.", column=column)
            hint = t("Store it as text, or declare the column a BLOB; then it is left aside.")
            yield Problem(Place(str(path), first + at, sheet=table), message, hint)


@contextmanager
def _opened(path: Path, table: str | None = None) -> Iterator[sqlite3.Connection]:
    """The database as it is at this moment."""
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if _complete(path) else ''}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_TEXT)
            for guard in _GUARDS:
                database.execute(f"PRAGMA {guard}")
            database.execute("BEGIN")
            yield database
    except sqlite3.Error as error:
        raise refused(str(path), _refusal(error), table) from error


def _refusal(error: sqlite3.Error) -> Refusal:
    """Python itself says that a text is not UTF-8, and gives no code."""
    if str(error).startswith("Could not decode to UTF-8"):
        return _NOT_UTF8
    return _REFUSALS.get(getattr(error, "sqlite_errorname", ""), unreadable(str(error)))


def _complete(path: Path) -> bool:
    """Whether a database that keeps its last changes in a file of their own has none.

    Opened in the usual way it would leave files beside it.
    """
    with suppress(OSError), path.open("rb") as file:
        if file.read(20)[18:] != _WRITES_AHEAD:
            return False
    return not any(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))
