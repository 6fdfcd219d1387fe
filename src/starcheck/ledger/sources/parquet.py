"""Tables in files with typed columns: Parquet, Arrow (Feather)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Text, t
from starcheck.ledger.sheets import ROW, Sheet
from starcheck.ledger.sources.streams import guarded

_PLAIN = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Datetime, pl.Null)
"""What a column may hold besides numbers; of lists, only those of texts."""
_ENCRYPTED = b"PARE"
"""What a file begins with whose columns nobody may list."""


def read_parquet(path: Path) -> Sheet:
    """A table of a Parquet file.

    Raises:
        InputError: if it cannot be read, or a column holds what no ledger does; also where the body is collected.
    """
    return _typed(path, partial(pl.scan_parquet, path, glob=False))


def read_arrow(path: Path) -> Sheet:
    """A table of an Arrow file, also called Feather.

    Raises:
        InputError: if it cannot be read, or a column holds what no ledger does; also where the body is collected.
    """
    return _typed(path, partial(pl.scan_ipc, path, glob=False))


def _typed(path: Path, scan: Callable[[], pl.LazyFrame]) -> Sheet:
    source = str(path)
    explained = partial(_explained, path)
    try:
        schema = scan().collect_schema()
        count = scan().select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise explained(error) from error
    _refuse_types(schema, source)
    columns = [_column(number, dtype) for number, dtype in enumerate(schema.values())]
    numbered = scan().select(columns).with_row_index(ROW).collect_schema()

    def rows(first: int, length: int, wanted: list[str] | None) -> pl.LazyFrame:
        every = scan().slice(first, length).select(columns).with_row_index(ROW, first + 1)
        return every if wanted is None else every.select(wanted)

    def body(first: int, length: int, skip: int) -> pl.LazyFrame:
        scanned = partial(rows, first + skip, max(0, length - skip))
        return guarded(scanned, numbered, _as_it_is, explained)

    def piece(first: int, length: int) -> Sheet:
        return replace(whole, body=partial(body, first, length), rows=length, is_piece=True)

    whole = Sheet(
        source, path.stem, (tuple(schema),), partial(body, 0, count),
        lettered=False, titled=True, rows=count, piece=piece,
    )  # fmt: skip
    return whole


def _column(number: int, dtype: pl.DataType) -> pl.Expr:
    column = pl.nth(number).alias(str(number))
    return column.cast(pl.String) if isinstance(dtype, (pl.Categorical, pl.Enum)) else column


def _as_it_is(part: pl.DataFrame) -> pl.DataFrame:
    return part


def _refuse_types(schema: pl.Schema, source: str) -> None:
    problems = [
        Problem(
            Place(source),
            t("The column “{column}” holds {type}, which no field of a ledger does.", column=name, type=dtype),
            t("Store texts, numbers, dates, truth values, or lists of texts for the names of files."),
        )
        for name, dtype in schema.items()
        if not (dtype.is_numeric() or isinstance(dtype, _PLAIN) or dtype == pl.List(pl.String))
    ]
    if problems:
        raise InputError(problems)


def _explained(path: Path, error: Exception) -> InputError:
    message, hint = _reason(path, error), None
    if not isinstance(error, OSError):
        hint = t("Write it anew from where it came.")
    return InputError([Problem(Place(str(path)), message, hint)])


def _reason(path: Path, error: Exception) -> Text:
    if isinstance(error, OSError):
        return t("The file cannot be read: {reason}.", reason=reason_of(error))
    with path.open("rb") as file:
        first = file.read(len(_ENCRYPTED))
    if first == _ENCRYPTED:
        return t("The file is encrypted.")
    return t("The file is damaged, or not what its name says.") if first else t("The file is empty.")
