"""PostgreSQL servers."""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

import polars as pl
from adbc_driver_manager import dbapi as adbc
from adbc_driver_postgresql import dbapi

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t
from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.addresses import Address, address_of, shown
from starcheck.ledger.sources.refusals import binary_not_read, refused
from starcheck.ledger.sources.spool import Relation, spooled

_BATCH_ROWS = 20_000
_PATIENCE_SECONDS = 10
_SESSION = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET client_encoding = 'UTF8'",
    "SET datestyle = 'ISO, YMD'",
    "SET TIME ZONE 'UTC'",
)
"""Nothing is written, and all tables are read as they are at one moment."""
_TYPED = {
    "boolean", "smallint", "integer", "bigint", "double precision", "text", "character varying", "date",
    "timestamp without time zone", "text[]", "character varying[]",
}  # fmt: skip
"""Types that are handed over as they are; any other is read as the text that the server writes for it."""
_BYTES = "bytea"


def read_postgresql(address: str) -> Book:
    """Every table and view of a database that is found without naming its schema.

    Rows are fetched when somebody asks for them, in one transaction that lasts as long as the book.

    Raises:
        InputError: if the database cannot be opened; the bodies raise it if their rows cannot be read.
    """
    parts = address_of(address)
    if parts is None:
        raise refused(shown(address), _NOT_UNDERSTOOD)
    database = _Database(parts, _connected(address, parts))
    columns = database.rows(_COLUMNS).rows()
    if not columns:
        raise refused(parts.shown, _NO_TABLES)
    closed = sorted({table for table, readable, _, _ in columns if not readable})
    read = [(table, column, dtype) for table, readable, column, dtype in columns if readable]
    sheets = [
        _sheet(database, table, [(column, dtype) for _, column, dtype in rows])
        for table, rows in groupby((each for each in read if each[-1] != _BYTES), itemgetter(0))
    ]
    aside = [binary_not_read(parts.shown, table, column) for table, column, dtype in read if dtype == _BYTES]
    return Book(parts.shown, tuple(sheets), warnings=(*(_not_granted(parts.shown, name) for name in closed), *aside))


_COLUMNS = """
    SELECT c.relname::text, has_table_privilege(c.oid, 'SELECT'), a.attname::text,
           format_type(coalesce(nullif(d.typbasetype, 0), d.oid), NULL)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type d ON d.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND pg_table_is_visible(c.oid)
          AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname::text COLLATE "C", a.attnum
"""
_NOT_UNDERSTOOD: tuple[Text, Text] = (
    t("The address of the database is not understood."),
    t("Write postgresql://user@host:5432/database, and %40 for @, %3A for :, %2F for / in a name or password."),
)
_NO_TABLES: tuple[Text, Text] = (
    t("The database has no table that is found without naming its schema."),
    t("Name the schema at the end of the address: ?options=-csearch_path%3Dschema"),
)


def _not_granted(source: str, table: str) -> Problem:
    message = t("This user may not read “{table}”; it is left aside.", table=table)
    return Problem(
        Place(source, sheet=table), message, t("If it belongs to the ledger, have the right SELECT granted.")
    )


def _sheet(database: _Database, table: str, columns: list[tuple[str, str]]) -> Sheet:
    selected = ", ".join(f'{_value(*column)} AS "{number}"' for number, column in enumerate(columns))
    query = f"SELECT {selected} FROM {_quoted(table)}"  # noqa: S608  # names are quoted
    names = tuple(column for column, _ in columns)
    return Relation(database.address.shown, table, names, lambda: spooled(database.batches(table, query))).sheet()


def _value(column: str, dtype: str) -> str:
    name = _quoted(column)
    return name if dtype in _TYPED else f"{name}::text"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Database:
    """A connection that is closed when nobody needs it any more."""

    def __init__(self, address: Address, connection: adbc.Connection) -> None:
        self.address = address
        self._connection = connection
        weakref.finalize(self, connection.close)

    def rows(self, query: str, table: str | None = None) -> pl.DataFrame:
        """What a query gives."""
        with _told(self.address, table, _unreadable):
            return _fetched(self._connection, query)

    def batches(self, table: str, query: str) -> Iterator[pl.DataFrame]:
        """What a query gives, some thousand rows at a time; the last frame is empty."""
        with _told(self.address, table, _unreadable):
            _run(self._connection, f"DECLARE batches NO SCROLL CURSOR FOR {query}")
            height = 1
            while height:
                batch = _fetched(self._connection, f"FETCH FORWARD {_BATCH_ROWS} FROM batches")
                height = batch.height
                yield batch
            _run(self._connection, "CLOSE batches")


def _connected(written: str, address: Address) -> adbc.Connection:
    with _told(address, None, _unreachable):
        connection: adbc.Connection = dbapi.connect(_patient(written))
        for statement in _SESSION:
            _run(connection, statement)
        connection.commit()
        return connection


def _patient(address: str) -> str:
    """The address with a limit on how long is waited for the server, unless one is set."""
    if "connect_timeout=" in address or "PGCONNECT_TIMEOUT" in os.environ:
        return address
    return f"{address}{'&' if '?' in address else '?'}connect_timeout={_PATIENCE_SECONDS}"


def _run(connection: adbc.Connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{_USE_COPY: "false"})
        cursor.execute(statement)


def _fetched(connection: adbc.Connection, query: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{_USE_COPY: "false"})
        cursor.execute(query)
        return pl.DataFrame(cursor.fetch_arrow())


_USE_COPY = "adbc.postgresql.use_copy"
"""The driver would turn every statement into COPY (…), which takes nothing but SELECT."""


@contextmanager
def _told(address: Address, table: str | None, told: Callable[[str], tuple[Text, Text]]) -> Iterator[None]:
    """What the driver says becomes a problem, without the password."""
    try:
        yield
    except adbc.Error as error:
        raise InputError(
            [Problem(Place(address.shown, sheet=table), *told(address.without_secrets(str(error))))]
        ) from None


def _unreadable(words: str) -> tuple[Text, Text]:
    reason = t("The server refuses: {reason}.", reason=_said(words))
    return reason, t("Ask who keeps the database.")


def _unreachable(words: str) -> tuple[Text, Text]:
    if not _FROM_SERVER.search(words):
        return _NOT_UNDERSTOOD
    hint = next((hint for fragment, hint in _REMEDIES if fragment in words), _ANY_REMEDY)
    return t("The database cannot be opened: {reason}.", reason=_said(words)), hint


_FROM_SERVER = re.compile(r"connection to server|could not translate host name|SSL|certificate")
"""Other errors repeat a part of the address."""
_PASSWORD = t("Check the user; give the password in ~/.pgpass or in the variable PGPASSWORD.")
_SERVER = t("Check host and port, and that the server runs.")
_ANY_REMEDY = t("Check host, port, database, user and password.")
_REMEDIES: tuple[tuple[str, Text], ...] = (
    ("password", _PASSWORD),
    ("role", _PASSWORD),
    ("refused", _SERVER),
    ("translate host name", _SERVER),
    ("No such file", _SERVER),
    ("timeout", _SERVER),
    ("database", t("Check the name of the database, after the last / of the address.")),
)
"""What helps, by words of an error, the first that fit; a server may speak another language than English."""


def _said(words: str) -> str:
    """The sentence of the server or its library."""
    said = re.split(r"(?:ERROR|FATAL):\s+|Failed to connect: ", words)[-1]
    return said.partition("\n")[0].strip().rstrip(".")
