"""Databases: files of DuckDB and SQLite, PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path

from starcheck.documents.files import read_start
from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources.addresses import is_address, shown
from starcheck.ledger.sources.refusals import refused
from starcheck.ledger.sources.sqlite_file import read_sqlite

_SQLITE, _DUCKDB = b"SQLite format 3\0", b"DUCK"
_DUCKDB_AT = slice(8, 12)


def read_database(address: str) -> Book:
    """Every table of a database; it is never written, and rows are fetched when somebody asks for them.

    Args:
        address: the path of a DuckDB or SQLite file, or ``postgresql://…``.

    Raises:
        InputError: if the database cannot be opened; the bodies raise it if their rows cannot be read.
    """
    return _read_server(address) if is_address(address) else _read_file(Path(address))


def _read_server(address: str) -> Book:
    try:
        from starcheck.ledger.sources.postgresql import read_postgresql  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise _not_installed(shown(address), "PostgreSQL", "postgresql") from error
    return read_postgresql(address)


def _read_file(path: Path) -> Book:
    start = read_start(path, len(_SQLITE))
    if start == _SQLITE:
        return read_sqlite(path)
    if start[_DUCKDB_AT] != _DUCKDB:
        raise refused(str(path), _NO_DATABASE if start else _EMPTY)
    try:
        from starcheck.ledger.sources.duckdb_file import read_duckdb  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise _not_installed(str(path), "DuckDB", "duckdb") from error
    return read_duckdb(path)


_EMPTY: tuple[Text, Text] = (t("The file is empty."), t("Check that it is the right file."))
_NO_DATABASE: tuple[Text, Text] = (
    t("This is neither a DuckDB nor a SQLite database, or it is encrypted."),
    t("Check that it is the right file; of an encrypted one give a copy without a password."),
)


def _not_installed(source: str, database: str, extra: str) -> InputError:
    message = t("{database} is read by a package that is not installed.", database=database)
    hint = t("Install it with: pip install 'starcheck[{extra}]'", extra=extra)
    return InputError([Problem(Place(source), message, hint)])
