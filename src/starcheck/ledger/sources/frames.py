"""Tables that a program holds already: frames of any library that speaks Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Protocol, TypeAlias

import polars as pl

from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger.sheets import ROW, Book, Sheet


class ArrowStream(Protocol):
    """What speaks Arrow: frames of pandas and PyArrow, relations of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None, /) -> object:
        """A capsule with a stream of Arrow."""


Frame: TypeAlias = "pl.LazyFrame | pl.DataFrame | ArrowStream"
SOURCE = "tables"
"""What messages name as the source of frames."""


def book_of(frames: Mapping[str, Frame]) -> Book:
    """Frames as a book, each a table with the name that it has here.

    Raises:
        InputError: if something among them is no frame.
    """
    sheets, problems = [], []
    for name, frame in frames.items():
        if (lazy := _lazy(frame)) is None:
            message = t("“{name}” is no frame that speaks Arrow.", name=name)
            hint = t("Give a frame of Polars, pandas or PyArrow, a relation of DuckDB, or a lazy scan.")
            problems.append(Problem(Place(SOURCE), message, hint))
        else:
            sheets.append(_sheet(name, lazy))
    if problems:
        raise InputError(problems)
    return Book(SOURCE, tuple(sheets))


def _lazy(frame: Frame) -> pl.LazyFrame | None:
    match frame:
        case pl.LazyFrame():
            return frame
        case pl.DataFrame():
            return frame.lazy()
        case _ if hasattr(frame, "__arrow_c_stream__"):
            return pl.DataFrame(frame).lazy()
        case _:
            return None


def _sheet(name: str, frame: pl.LazyFrame) -> Sheet:
    columns = tuple(frame.collect_schema())
    numbered = frame.select(pl.col(column).alias(str(number)) for number, column in enumerate(columns))
    body = partial(_rows, numbered.with_row_index(ROW, 1))
    return Sheet(SOURCE, name, (columns,), body, within=name, lettered=False, titled=True)


def _rows(rows: pl.LazyFrame, _: int) -> pl.LazyFrame:
    """All rows: nothing stands above them."""
    return rows
