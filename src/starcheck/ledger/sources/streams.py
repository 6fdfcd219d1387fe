"""Lazy frames over files that may turn out to be damaged anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl
from polars.io.plugins import register_io_source

from starcheck.errors import InputError


def guarded(
    scan: Callable[[list[str] | None], pl.LazyFrame],
    schema: Mapping[str, pl.DataType],
    check: Callable[[pl.DataFrame], pl.DataFrame],
    explained: Callable[[Exception], InputError],
) -> pl.LazyFrame:
    """A frame whose rows are read in parts, each of them checked.

    Args:
        scan: for some of the columns, or all, the rows to be read.
        schema: the columns of the frame.
        check: what is made of a part of the rows; raises `InputError` if it cannot be used.
        explained: what is wrong with a file that Polars does not read to its end.

    Returns:
        A frame that raises `InputError` where it is collected.
    """

    def parts(
        columns: list[str] | None, predicate: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        rows = scan(columns)
        try:
            for part in (rows if most is None else rows.head(most)).collect_batches(engine="streaming"):
                checked = check(part)
                wanted = checked if columns is None else checked.select(columns)
                yield wanted if predicate is None else wanted.filter(predicate)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise explained(error) from error

    return register_io_source(parts, schema=dict(schema), is_pure=True)
