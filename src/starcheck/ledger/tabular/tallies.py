"""What is counted of the records of a table, all in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor

import polars as pl

from starcheck.ledger.limits import Limit, limits
from starcheck.ledger.tables import stored_fields
from starcheck.rules.schema.dictionary import Field, Table


@dataclass(frozen=True, slots=True)
class Tallies:
    """Which rows are looked for in a table whose columns are typed.

    Attributes:
        named: the columns that together name a record; none if nothing does.
        fields: the columns that are there.
        wrong: for some of them the column that says where a cell cannot be used; such a cell is not missing.
    """

    table: Table
    named: Sequence[str]
    fields: Mapping[str, Field]
    wrong: Mapping[str, str]

    @property
    def required(self) -> list[str]:
        """The columns that may not be left empty."""
        return [name for name, field in self.fields.items() if field.required or name == self.table.date]

    @property
    def limits(self) -> list[Limit]:
        """The pairs of numbers that can be compared."""
        return [each for each in limits(stored_fields(self.table)) if {each.name, each.other} <= self.fields.keys()]

    def missing(self, name: str) -> pl.Expr:
        """Where a column is empty although it may not be."""
        empty = pl.col(name).is_null()
        return empty & ~pl.col(self.wrong[name]) if name in self.wrong else empty

    def expressions(self) -> dict[str, pl.Expr]:
        """What is counted, by name."""
        masks = {f"missing {name}": self.missing(name) for name in self.required}
        masks |= {f"beyond {limit.name}": beyond(limit) for limit in self.limits}
        return masks | {f"empty {name}": pl.col(name).is_null() for name in self.fields}

    @property
    def is_named(self) -> pl.Expr:
        """Where a record has a name of its own."""
        return pl.all_horizontal(pl.col(name).is_not_null() for name in self.named)

    @property
    def rises(self) -> pl.Expr:
        """Where a record certainly has another name than all before it, if that is so everywhere above.

        Names that differ in length rise by their lengths, as numbers do that are not filled up with zeros.
        """
        *groups, own = self.named
        text, before = pl.col(own), pl.col(own).shift()
        length, length_before = text.str.len_bytes(), before.str.len_bytes()
        rises = (length > length_before) | ((length == length_before) & (text > before))
        for group in reversed(groups):
            rises = (pl.col(group) > pl.col(group).shift()) | ((pl.col(group) == pl.col(group).shift()) & rises)
        return rises.fill_null(value=False)

    @property
    def name_hash(self) -> pl.Expr:
        """A number that records of one name have in common, and others hardly ever."""
        return reduce(xor, (pl.col(name).hash(seed) for seed, name in enumerate(self.named)))


def beyond(limit: Limit) -> pl.Expr:
    """Where a number exceeds the other."""
    number, greatest = pl.col(limit.name), pl.col(limit.other)
    if limit.factor == limit.other_factor == 1:
        return number > greatest
    return number.cast(pl.Int128) * limit.factor > greatest.cast(pl.Int128) * limit.other_factor
