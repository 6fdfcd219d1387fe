"""What does not fit into a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from starcheck.errors import LedgerError, Place, Problem
from starcheck.language import t
from starcheck.ledger.layout import columns, layout
from starcheck.ledger.writing.contents import Contents
from starcheck.ledger.writing.natural import files_text
from starcheck.rules.schema.dictionary import Table
from starcheck.rules.schema.ruleset import RuleSet

MOST_ROWS = 1_048_576 - 1
"""How many records a sheet holds below its headings."""
MOST_CHARACTERS = 32_767
"""How many characters a cell holds."""


def refuse_too_much(contents: Contents, ruleset: RuleSet, path: Path) -> None:
    """Refuse a ledger of which a spreadsheet would leave something out.

    Raises:
        LedgerError: a table has too many records, or a text too many characters.
    """
    tables = layout(ruleset)
    found = [
        problem for name, frame in contents.tables.items() for problem in _problems(name, tables[name], frame, path)
    ]
    if found:
        raise LedgerError(found)


def _problems(name: str, table: Table, frame: pl.DataFrame, path: Path) -> Iterator[Problem]:
    place, elsewhere = Place(str(path)), t("Write it as a folder of CSV or Parquet files.")
    if frame.height > MOST_ROWS:
        message = t(
            "“{table}” has {count} records; a sheet of a workbook holds {most}.",
            table=table.label,
            count=frame.height,
            most=MOST_ROWS,
        )
        yield Problem(place, message, elsewhere)
    for column, field in columns(name, table).items():
        if (longest := _longest(frame.get_column(column, default=pl.Series(dtype=pl.Null)))) > MOST_CHARACTERS:
            message = t(
                "A cell of a workbook holds {most} characters; “{field}” of “{table}” has {count}.",
                most=MOST_CHARACTERS,
                field=field.label,
                table=table.label,
                count=longest,
            )
            yield Problem(place, message, elsewhere)


def _longest(cells: pl.Series) -> int:
    """How many characters the longest text has."""
    match cells.dtype:
        case pl.String:
            lengths = cells.str.len_chars()
        case pl.List:
            lengths = cells.to_frame("names").select(files_text(pl.col("names")).str.len_chars()).to_series()
        case _:
            return 0
    longest = lengths.max()
    return longest if isinstance(longest, int) else 0
