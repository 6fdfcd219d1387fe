"""The rows of all sheets of one table as one frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from starcheck.errors import Place
from starcheck.ledger.formulas import unmistaken
from starcheck.ledger.sheets import ROW, Held, days_alone
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.headings import Headed

PART = "part"
"""The column that says from which of the sheets a row is."""
LEAD = "lead"
"""The column of what stands in front of the fields of a row."""
IN_MEMORY_ROWS = 50_000
"""Tables up to this size are held in memory while they are read; larger ones are streamed anew for each pass."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table as they were written.

    Attributes:
        frame: `PART`, `ROW`, `LEAD` where a sheet has one, and a column for each field, as its source has it.
        streamed: about how many rows there are, if they are read anew each time; None if they are in memory.
        owned: whether some sheet leaves it to its book whose rows these are.
    """

    table: str
    parts: Sequence[Headed]
    frame: pl.LazyFrame
    schema: Mapping[str, pl.DataType]
    streamed: int | None
    owned: bool

    def place(self, part: int, row: int, field: str | None = None) -> Place:
        """Where a cell, or a row, stands."""
        return self.parts[part].place(row, field)

    def collect(self, query: pl.LazyFrame) -> pl.DataFrame:
        """The result of a query over these rows."""
        return query.collect(engine=self._engine)

    def collect_all(self, queries: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
        """The results of several queries, for which the rows are read once."""
        return pl.collect_all(queries, engine=self._engine)

    @property
    def _engine(self) -> Literal["in-memory", "streaming"]:
        return "in-memory" if self.streamed is None else "streaming"

    def settled(self, query: pl.LazyFrame) -> pl.LazyFrame | None:
        """The rows of a query, worked out already if they are few; None if there are none then."""
        if self.streamed is not None:
            return query
        rows = self.collect(query)
        return rows.lazy() if rows.height else None


def gathered(
    table: str,
    parts: Sequence[Headed],
    fields: Sequence[str],
    owners: Mapping[int, str],
    *,
    in_memory: int = IN_MEMORY_ROWS,
) -> Rows:
    """The rows of a table.

    Args:
        table: its name.
        parts: the sheets.
        fields: the columns it may have.
        owners: the branch of the rows of a sheet that does not name one, by the number of the sheet.
        in_memory: up to how many rows it is held in memory.
    """
    frames = [_renamed(group, owners) for group in _alike(parts)]
    schemas = [frame.collect_schema() for frame in frames]
    kept = [field for field in (LEAD, *fields) if any(field in schema for schema in schemas)]
    types = {field: _common([schema[field] for schema in schemas if field in schema]) for field in kept}
    even = [
        frame.select(PART, ROW, *(_column(field, types[field], field in schema) for field in kept))
        for frame, schema in zip(frames, schemas, strict=True)
    ]
    frame = even[0] if len(even) == 1 else pl.concat(even)
    counts = [part.sheet.rows for part in parts]
    size = None if None in counts else sum(count or 0 for count in counts)
    if size is None or size <= in_memory:
        first = frame.head(in_memory + 1).collect()
        if first.height <= in_memory:
            return Rows(table, parts, first.lazy(), types, None, bool(owners))
    return Rows(table, parts, frame, types, size or in_memory, bool(owners))


def _alike(parts: Sequence[Headed]) -> list[list[tuple[int, Headed]]]:
    """The sheets with their numbers, those in memory with the same columns together."""
    groups: defaultdict[Hashable, list[tuple[int, Headed]]] = defaultdict(list)
    for number, part in enumerate(parts):
        body = part.sheet.body
        alike = (body.cells.width, part.lead, *part.at.items()) if isinstance(body, Held) else number
        groups[alike].append((number, part))
    return list(groups.values())


def _renamed(group: Sequence[tuple[int, Headed]], owners: Mapping[int, str]) -> pl.LazyFrame:
    """The rows of sheets with the same columns, under the names of their fields."""
    _, part = group[0]
    named = [pl.col(str(column)).alias(field) for field, column in part.at.items()]
    if part.lead is not None:
        named.append(pl.col(str(part.lead)).cast(pl.String).alias(LEAD))
    if KEY not in part.at and (ids := {number: unmistaken(owners[number]) for number, _ in group if number in owners}):
        owner = pl.col(PART).replace_strict(list(ids), list(ids.values()), default=None, return_dtype=pl.String)
        named.append(owner.alias(KEY))
    return _stacked(group).select(PART, ROW, *named)


def _stacked(group: Sequence[tuple[int, Headed]]) -> pl.LazyFrame:
    """The rows of sheets one below the other; many small ones are not worth a query each."""
    number, part = group[0]
    held = [(number, part.above, part.sheet.body.cells) for number, part in group if isinstance(part.sheet.body, Held)]
    if not held:
        rows = part.sheet.body(part.above)
        return rows.with_columns(pl.lit(number, dtype=pl.UInt32).alias(PART), pl.col(ROW).cast(pl.UInt32))
    cells = pl.concat([cells.slice(above) for _, above, cells in held])
    spans = pl.DataFrame(
        [(number, above + 1, max(cells.height, above) + 1) for number, above, cells in held],
        schema={PART: pl.UInt32, "first": pl.UInt32, "end": pl.UInt32},
        orient="row",
    )
    numbers = spans.filter(pl.col("first") < pl.col("end")).select(
        PART, pl.int_ranges("first", "end", dtype=pl.UInt32).alias(ROW)
    )
    return pl.concat([days_alone(cells.lazy()), numbers.explode(ROW).lazy()], how="horizontal")


def _common(types: Sequence[pl.DataType]) -> pl.DataType:
    """The type that all have, or else text."""
    return types[0] if len(set(types)) == 1 else pl.String()


def _column(field: str, dtype: pl.DataType, present: bool) -> pl.Expr:
    return (pl.col(field) if present else pl.lit(None)).cast(dtype).alias(field)


def again_in(*names: str) -> pl.Expr:
    """Where the values of some columns stand in an earlier row already."""
    return pl.int_range(pl.len()).over(names) > 0
