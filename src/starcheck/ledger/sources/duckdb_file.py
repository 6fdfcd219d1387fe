"""DuckDB files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import polars as pl

from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.refusals import (
    DAMAGED,
    ENCRYPTED,
    LOCKED,
    NEWER,
    Refusal,
    binary_not_read,
    refused,
    unreadable,
    view_not_read,
)
from starcheck.ledger.sources.spool import Relation, kept, new_folder

_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "512MB",
    "threads": 2,
}
"""Nothing is fetched, and memory is bounded."""
_ROWS, _GROUP_ROWS = "rows.parquet", 20_000
_TYPED = re.compile(
    r"VARCHAR(\[\])?|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DOUBLE|DECIMAL\(\d+,\d+\)|DATE|TIMESTAMP(_S|_MS|_NS)?"
)
"""Types that are handed over as they are; any other is read as the text that the database writes for it."""
_BYTES = "BLOB"
_MAIN = "main"
_REFUSALS: tuple[tuple[str, Refusal], ...] = (
    ("Could not set lock", LOCKED),
    ("being used by another process", LOCKED),
    ("encrypt", ENCRYPTED),
    ("version number", NEWER),
    ("newer", NEWER),
    ("checksum", DAMAGED),
    ("Could not read enough bytes", DAMAGED),
    ("Corrupt", DAMAGED),
)
"""What the words of DuckDB mean, the first that fit."""


def read_duckdb(path: Path) -> Book:
    """Every table of a DuckDB file; rows are fetched when somebody asks for them.

    Raises:
        InputError: if the file cannot be opened; the bodies raise it if their rows cannot be read.
    """
    source = str(path)
    with _opened(path) as database:
        columns = database.execute(_COLUMNS).fetchall()
        views = database.execute(_VIEWS).fetchall()
    read = [each for each in columns if each[-1] != _BYTES]
    sheets = [_sheet(path, schema, table, list(rows)) for (schema, table), rows in groupby(read, itemgetter(0, 1))]
    warnings = [view_not_read(source, _called(*view)) for view in views]
    aside = [
        binary_not_read(source, _called(schema, table), column)
        for schema, table, column, dtype in columns
        if dtype == _BYTES
    ]
    return Book(source, tuple(sheets), warnings=(*warnings, *aside))


_COLUMNS = """
    SELECT schema_name, table_name, column_name, data_type
    FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, schema_name, table_name)
    WHERE database_name = current_database() AND NOT duckdb_columns.internal
    ORDER BY schema_name <> 'main', schema_name, table_name, column_index
"""
_VIEWS = """
    SELECT schema_name, view_name FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal ORDER BY ALL
"""


def _called(schema: str, table: str) -> str:
    return table if schema == _MAIN else f"{schema}.{table}"


def _sheet(path: Path, schema: str, table: str, rows: list[tuple[str, str, str, str]]) -> Sheet:
    columns = [(column, dtype) for _, _, column, dtype in rows]
    name = _called(schema, table)
    selected = ", ".join(f'{_value(*column)} AS "{number}"' for number, column in enumerate(columns))
    query = f"SELECT {selected} FROM {_quoted(schema)}.{_quoted(table)}"  # noqa: S608  # names are quoted
    return Relation(str(path), name, tuple(column for column, _ in columns), lambda: _taken(path, name, query)).sheet()


def _value(column: str, dtype: str) -> str:
    name = _quoted(column)
    return name if _TYPED.fullmatch(dtype) else f"CAST({name} AS VARCHAR)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _taken(path: Path, table: str, query: str) -> pl.LazyFrame:
    folder = new_folder()
    with _opened(path, folder, table) as database:
        options = f"FORMAT parquet, ROW_GROUP_SIZE {_GROUP_ROWS}"
        database.execute(f"COPY ({query}) TO {_text(folder / _ROWS)} ({options})")
    return kept(folder / _ROWS)


@contextmanager
def _opened(path: Path, folder: Path | None = None, table: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database, which can reach no file but those of the folder."""
    try:
        with duckdb.connect(path.absolute(), read_only=True, config=_CLOSED) as database:
            if folder:
                database.execute(f"SET temp_directory = {_text(folder)}")
                database.execute(f"SET allowed_directories = [{_text(folder)}]")
            for setting in (
                "enable_progress_bar = false",
                "TimeZone = 'UTC'",
                "enable_external_access = false",
                "lock_configuration = true",
            ):
                database.execute(f"SET {setting}")
            yield database
    except duckdb.Error as error:
        words = str(error).split("\n", 1)[0]
        refusal = next((refusal for words_of_it, refusal in _REFUSALS if words_of_it in words), unreadable(words))
        raise refused(str(path), refusal, table) from error


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
