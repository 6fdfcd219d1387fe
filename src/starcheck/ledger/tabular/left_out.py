"""Rows that are no records: blank ones, and those that sum others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from starcheck.language import Text, t
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.gathering import LEAD, PART, Rows
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.plain import Plain

_CHINESE = ("合计", "总计", "小计", "共计", "累计")
_SUMS = (*_CHINESE, *(between.join(word) for word in _CHINESE for between in " \u3000"), "Total", "total", "TOTAL")
SUMS = [word + mark for word in _SUMS for mark in ("", ":", "：")]
"""What stands at the beginning of a row that sums those above it."""
_BEGINNING = 3
"""In how many columns at the left it may stand."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows of a table that are no records.

    Attributes:
        rows: all of its rows.
        plain: how its columns are read.
        date: the field that every record has, if there is one.
    """

    rows: Rows
    plain: Mapping[str, Plain]
    date: str | None

    @property
    def blank(self) -> pl.Expr:
        """Where nothing stands; whose row it would be is not written in it if the book says so."""
        written = [name for name in self.plain if name != KEY or not self.rows.owned]
        return pl.all_horizontal(pl.col(name).is_null() for name in written or self.plain)

    @property
    def total(self) -> pl.Expr:
        """Where a word at the beginning says that the row sums others, and no date says that it is a record."""
        schema = self.rows.schema
        texts = [name for name in (LEAD, *self._leftmost()) if isinstance(schema.get(name), pl.String)]
        said = [pl.col(name).is_in(SUMS).fill_null(value=False) for name in texts]
        return pl.any_horizontal(said or [pl.lit(value=False)]) & ~self._dated & ~self.blank

    def tell(self, blank: int, totals: int, notes: Notes) -> None:
        """List how many rows were left out, and where the first of each kind is."""
        if blank:
            self._tell(self.blank, t("left out: nothing stands in the row"), blank, notes)
        if totals:
            self._tell(self.total, t("left out: a total of other rows"), totals, notes)

    def _tell(self, where: pl.Expr, taken: Text, count: int, notes: Notes) -> None:
        first = self.rows.collect(self.rows.frame.filter(where).head(1)).row(0, named=True)
        word = next((str(value) for value in first.values() if value in SUMS), "")
        notes.repairs.append(Repair(self.rows.place(first[PART], first[ROW]), word, taken, count))

    @property
    def _dated(self) -> pl.Expr:
        if self.date is None or self.date not in self.plain:
            return pl.lit(value=False)
        return self.plain[self.date].fits.fill_null(value=False)

    def _leftmost(self) -> list[str]:
        at = {name: [part.at[name] for part in self.rows.parts if name in part.at] for name in self.plain}
        return sorted((name for name in at if at[name]), key=lambda name: min(at[name]))[:_BEGINNING]
