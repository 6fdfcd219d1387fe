"""The results of many branches as files, the same bytes for the same results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from starcheck.assessing import BatchResult
from starcheck.insight.units import Units
from starcheck.language import Lang
from starcheck.ledger.formulas import guarded
from starcheck.report.batch.request import Batch
from starcheck.report.batch.workbook import WORKBOOK, write_workbook

ROW_GROUP = 100_000
BETWEEN = " "
"""What stands between ids in a cell of a text file."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be written.

    Attributes:
        write: writes it to a path; gives the number of its rows.
    """

    name: str
    write: Callable[[Path], int]


def as_parquet(frame: pl.DataFrame, path: Path) -> int:
    """Write a Parquet file, which says nothing but the rows and their types."""
    frame.rechunk().write_parquet(path, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    return frame.height


def as_csv(frame: pl.DataFrame, path: Path) -> int:
    """Write a text file that spreadsheets open as it is: UTF-8 with its mark, and no text in it is a formula."""
    joined = frame.with_columns(pl.col(pl.List(pl.String)).list.join(BETWEEN).replace("", None))
    joined.with_columns(guarded(pl.col(pl.String))).write_csv(path, include_bom=True)
    return frame.height


def as_stream(rows: pl.LazyFrame, path: Path) -> int:
    """Write a Parquet file of any size, in little memory."""
    schema, count = rows.collect_schema(), 0

    def row_groups(*_: object) -> Iterator[pl.DataFrame]:
        """Rows in one piece each time: how they come in pieces would show in the bytes."""
        nonlocal count
        for group in _evenly(rows.collect_batches(engine="streaming"), ROW_GROUP):
            count += group.height
            yield group

    source = register_io_source(row_groups, schema=schema)
    source.sink_parquet(path, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    return count


def _evenly(frames: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The same rows, so many at a time, each time in memory of their own."""
    held = pl.DataFrame()
    for frame in frames:
        held = pl.concat([held, frame]) if held.height else frame
        while held.height >= size:
            yield _copied(held.head(size))
            held = held.slice(size)
    if held.height:
        yield _copied(held)


def _copied(rows: pl.DataFrame) -> pl.DataFrame:
    """The same without anything of the rows around them, which a slice of lists keeps and a file would show."""
    lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
    return rows.with_columns(pl.col(lists).gather(pl.int_range(pl.len()))).rechunk()


TABLES: Mapping[str, Callable[[BatchResult, Units], pl.DataFrame]] = {
    "results": lambda result, _: result.results,
    "adjustments": lambda result, _: pl.DataFrame() if result.adjustments is None else result.adjustments,
    "units": lambda _, units: units.table,
}
"""Every table for people, by the name of its files; one without columns is not written."""
FORMS: Mapping[str, Callable[[pl.DataFrame, Path], int]] = {"parquet": as_parquet, "csv": as_csv}
"""Every form that a table is written in, by the ending of its file."""
STREAMS: Mapping[str, Callable[[BatchResult], pl.LazyFrame | None]] = {
    "findings": lambda result: result.findings,
    "gaps": lambda result: result.gaps,
    "digests": lambda result: result.digests,
}
"""Every table for programs, as Parquet alone; those that are not there are not written."""


def files(result: BatchResult, units: Units) -> Iterator[File]:
    """Every file for programs."""
    for name, table in TABLES.items():
        frame = table(result, units)
        for ending, write in FORMS.items() if frame.columns else ():
            yield File(f"{name}.{ending}", partial(write, frame))
    for name, stream in STREAMS.items():
        rows = stream(result)
        if rows is not None:
            yield File(f"{name}.parquet", partial(as_stream, rows))


def workbook_file(batch: Batch, result: BatchResult, lang: Lang) -> File:
    """The file for people."""
    return File(WORKBOOK, partial(write_workbook, batch, result, lang))
