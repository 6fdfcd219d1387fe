"""Which kind of file is read by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from starcheck.documents import Document, read_document
from starcheck.language import Text, t
from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.delimited import read_delimited
from starcheck.ledger.sources.parquet import read_arrow, read_parquet

WORKBOOKS = (".ods", ".xls", ".xlsm", ".xlsx")
DATABASES = (".db", ".ddb", ".duckdb", ".sqlite", ".sqlite3")
DOCUMENTS = (".json", ".yaml", ".yml")


def _workbook(path: Path) -> Book:
    from starcheck.ledger.sources.workbook import read_workbook  # noqa: PLC0415 - slow to load

    return read_workbook(path)


def read_by_address(address: Path | str) -> Book:
    """The tables of a database, by its file or its address."""
    from starcheck.ledger.sources.databases import read_database  # noqa: PLC0415 - slow to load

    return read_database(str(address))


TABLES: Mapping[str, Callable[[Path], Sheet]] = {
    ".arrow": read_arrow,
    ".csv": read_delimited,
    ".feather": read_arrow,
    ".parquet": read_parquet,
    ".tsv": read_delimited,
    ".txt": read_delimited,
}
"""Files that are one table; those in the same folder belong together."""
LEDGERS: Mapping[str, Callable[[Path], Book | Document]] = {
    **dict.fromkeys(WORKBOOKS, _workbook),
    **dict.fromkeys(DATABASES, read_by_address),
    **dict.fromkeys(DOCUMENTS, read_document),
}
"""Files that are a ledger each."""
NAMED_ONLY = frozenset({".txt"})
"""What is read only if somebody names it: in a folder it is rather a note."""


def ending(path: Path) -> str:
    """The ending of a file's name, as it is listed here."""
    return path.suffix.lower()


def readable(*, in_folders: bool = False) -> Text:
    """A hint that lists what is read."""
    endings = sorted({*TABLES, *LEDGERS} - (NAMED_ONLY if in_folders else set()))
    return t("Files are read that end in: {choices}.", choices=endings)
