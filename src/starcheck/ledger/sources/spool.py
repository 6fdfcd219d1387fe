"""Rows that are taken out of a database once, and read as often as needed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import polars as pl

from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import t
from starcheck.ledger.sheets import ROW, Sheet

IN_MEMORY_ROWS = 100_000
"""Tables up to this size are held in memory; larger ones lie in Parquet files."""
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Relation:
    """A table of a database.

    Attributes:
        source: the file or address, as messages name it.
        name: the table.
        columns: the names of what is read of it.
        take: fetches its rows in the order of the database, the columns called "0", "1" and so on.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    take: Callable[[], pl.LazyFrame]

    def sheet(self) -> Sheet:
        """The table as others read it."""
        return Sheet(self.source, self.name, (self.columns,), self._body, within=self.name, lettered=False, titled=True)

    def _body(self, _: int) -> pl.LazyFrame:
        """Nothing can be left out: only the names of the columns stand above the rows."""
        return self._rows

    @cached_property
    def _rows(self) -> pl.LazyFrame:
        try:
            rows = self.take().with_row_index(ROW, offset=1)
        except OSError as error:
            message = t(
                "The rows cannot be put aside in “{folder}”: {reason}.", folder=_folder(), reason=reason_of(error)
            )
            hint = t("Make room there, or name another folder in the variable TMPDIR.")
            raise InputError([Problem(Place(self.source, sheet=self.name), message, hint)]) from error
        if problems := list(self._no_days(rows)):
            raise InputError(problems)
        return rows

    def _no_days(self, rows: pl.LazyFrame) -> Iterator[Problem]:
        """What databases know as dates, but no calendar does: infinity, the years before 1."""
        timed = [name for name, dtype in rows.collect_schema().items() if dtype.base_type() in {pl.Date, pl.Datetime}]
        if not timed:
            return
        beyond = (
            pl.col(ROW).filter(~pl.col(name).cast(pl.Date).is_between(_FIRST, _LAST)).min().alias(name)
            for name in timed
        )
        firsts = rows.select(*beyond).collect(engine="streaming")
        for name in timed:
            if (row := firsts[name].item()) is not None:
                column = self.columns[int(name)]
                message = t("“{column}” is no day from the year 1 to 9999.", column=column)
                place = Place(self.source, row, sheet=self.name)
                yield Problem(place, message, t("Correct the date, or leave it empty."))


def spooled(batches: Iterable[pl.DataFrame]) -> pl.LazyFrame:
    """Frames of one schema, at least one, as a frame that can be read again and again."""
    held: list[pl.DataFrame] = []
    rest = iter(batches)
    for batch in rest:
        held.append(batch)
        if sum(frame.height for frame in held) > IN_MEMORY_ROWS:
            return _written(chain(held, rest))
    return pl.concat(held).lazy()


def _written(batches: Iterable[pl.DataFrame]) -> pl.LazyFrame:
    folder = new_folder()
    for number, batch in enumerate(batches):
        batch.write_parquet(folder / f"{number:06}.parquet")
    return pl.scan_parquet(folder)


def kept(file: Path) -> pl.LazyFrame:
    """A Parquet file of a folder of ours; if it is small, its rows without the file."""
    rows = pl.scan_parquet(file)
    if rows.select(pl.len()).collect().item() > IN_MEMORY_ROWS:
        return rows
    small = rows.collect().lazy()
    shutil.rmtree(file.parent)
    return small


def new_folder() -> Path:
    """An empty folder that nobody else reads; it lives as long as the process, since frames may be kept anywhere."""
    return Path(tempfile.mkdtemp(dir=_folder()))


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="starcheck-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
