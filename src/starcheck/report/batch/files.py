"""The results of many branches as files, the same bytes for the same results."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from starcheck.assessing import BatchResult
from starcheck.ledger.formulas import guarded

ROW_GROUP = 100_000
BETWEEN = " "
"""What stands between ids in a cell of a text file."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be written."""

    name: str
    rows: int
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def as_parquet(frame: pl.DataFrame) -> bytes:
    """A Parquet file, which says nothing but the rows and their types."""
    file = BytesIO()
    frame.rechunk().write_parquet(file, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    return file.getvalue()


def as_csv(frame: pl.DataFrame) -> bytes:
    """A text file that spreadsheets open as it is: UTF-8 with its mark, and no text in it is a formula."""
    joined = frame.with_columns(pl.col(pl.List(pl.String)).list.join(BETWEEN).replace("", None))
    file = BytesIO()
    joined.with_columns(guarded(pl.col(pl.String))).write_csv(file, include_bom=True)
    return file.getvalue()


TABLES: Mapping[str, Callable[[BatchResult], pl.DataFrame]] = {"results": lambda result: result.results}
"""Every table of results, by the name of its files."""
FORMS: Mapping[str, Callable[[pl.DataFrame], bytes]] = {"parquet": as_parquet, "csv": as_csv}
"""Every form that a table is written in, by the ending of its file."""


def encoded(result: BatchResult) -> Iterator[File]:
    """Every table in every form, one after the other."""
    for name, table in TABLES.items():
        frame = table(result)
        for ending, encode in FORMS.items():
            yield File(f"{name}.{ending}", frame.height, encode(frame))
