"""The same columns of two results, whichever of them each has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

OLD, NEW = "_old", "_new"
"""What the names of columns end in that say how it was, and how it is."""
SIDES = (OLD, NEW)
Types = Mapping[str, pl.DataType | type[pl.DataType]]


def side(frame: pl.LazyFrame, types: Types, suffix: str, read: Mapping[str, str] | None = None) -> Iterator[pl.Expr]:
    """The columns of one of two results, null where it has none.

    Args:
        frame: the result.
        types: what is wanted, by name.
        suffix: what the names end in afterwards.
        read: the column that is read instead, by name.
    """
    there = set(frame.collect_schema().names())
    for name, type_ in types.items():
        column = (read or {}).get(name, name)
        found = pl.col(column) if column in there else pl.lit(None)
        yield found.cast(type_).alias(f"{name}{suffix}")


def points_type(frames: Iterable[pl.LazyFrame], name: str) -> pl.Decimal:
    """The type that holds the points of all of some frames exactly."""
    types = [frame.collect_schema().get(name) for frame in frames]
    return pl.Decimal(38, max((each.scale for each in types if isinstance(each, pl.Decimal)), default=0))
