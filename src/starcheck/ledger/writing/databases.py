"""Files of DuckDB and SQLite, a table for each table of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Lang, t
from starcheck.ledger.formulas import all_unmistaken
from starcheck.ledger.layout import layout
from starcheck.ledger.writing.contents import Contents
from starcheck.ledger.writing.natural import database_frame, files_text
from starcheck.rules.schema.ruleset import RuleSet

_SQLITE_TYPES: Mapping[type[pl.DataType], str] = {
    pl.Boolean: "BOOLEAN", pl.Date: "DATE", pl.Decimal: "DECIMAL", pl.Int64: "INTEGER",
}  # fmt: skip
"""What SQLite calls them; anything else is text."""


def write_duckdb(contents: Contents, ruleset: RuleSet, path: Path, _: Lang) -> None:
    """Write the tables that the ledger has, under their names and those of their fields.

    Raises:
        InputError: if the package of DuckDB is not installed.
        OSError: if the file cannot be written.
    """
    try:
        import duckdb  # noqa: PLC0415  # an extra
    except ImportError as error:
        message = t("{database} is written by a package that is not installed.", database="DuckDB")
        hint = t("Install it with: pip install 'starcheck[{extra}]'", extra="duckdb")
        raise InputError([Problem(Place(path.name), message, hint)]) from error
    try:
        with TemporaryDirectory() as folder, duckdb.connect(str(path)) as database:
            for name, frame in _natural(contents, ruleset):
                rows = Path(folder) / "rows.parquet"
                frame.write_parquet(rows)
                database.execute(f"CREATE TABLE {_quoted(name)} AS FROM read_parquet(?)", [str(rows)])
    except duckdb.Error as error:
        raise OSError(str(error)) from error


def write_sqlite(contents: Contents, ruleset: RuleSet, path: Path, _: Lang) -> None:
    """Write the tables that the ledger has, under their names and those of their fields.

    Raises:
        OSError: if the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as database, database:
            _fill(database, contents, ruleset)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _fill(database: sqlite3.Connection, contents: Contents, ruleset: RuleSet) -> None:
    for name, frame in _natural(contents, ruleset):
        declared = ", ".join(f"{_quoted(column)} {_sqlite_type(dtype)}" for column, dtype in frame.schema.items())
        database.execute(f"CREATE TABLE {_quoted(name)} ({declared})")
        places = ", ".join("?" * frame.width)
        rows = frame.select(map(_for_sqlite, frame.columns, frame.dtypes)).iter_rows()
        database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows)  # noqa: S608  # names are quoted


def _natural(contents: Contents, ruleset: RuleSet) -> Iterator[tuple[str, pl.DataFrame]]:
    tables = layout(ruleset)
    return ((name, database_frame(name, tables[name], frame)) for name, frame in contents.tables.items())


def _sqlite_type(dtype: pl.DataType) -> str:
    return _SQLITE_TYPES.get(dtype.base_type(), "TEXT")


def _for_sqlite(column: str, dtype: pl.DataType) -> pl.Expr:
    """SQLite has neither decimals, which it makes of texts, nor dates nor lists."""
    if isinstance(dtype, pl.List):
        return all_unmistaken(files_text(pl.col(column)))
    return pl.col(column).cast(pl.String) if isinstance(dtype, pl.Date | pl.Decimal) else pl.col(column)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
