"""The branches in whose own rows there are problems."""

from __future__ import annotations

import polars as pl

from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.gathering import Rows
from starcheck.ledger.tabular.notes import Notes

_COUNT = "problems"


def concern(rows: Rows, found: pl.LazyFrame, notes: Notes, problems: pl.Expr | None = None) -> None:
    """Note whose rows have problems, if that is asked; a row that does not say whose it is has those of all.

    Args:
        rows: the rows of the table, as they were written.
        found: those that have problems, with the branch of each.
        notes: told of the branches.
        problems: how many problems a row has; by default one.
    """
    if not notes.apart or KEY not in found.collect_schema():
        return
    count = pl.lit(1, dtype=pl.UInt32) if problems is None else problems
    owned = found.filter(pl.col(KEY).is_not_null()).select(KEY, count.alias(_COUNT))
    by_branch = rows.collect(owned.group_by(KEY).agg(pl.col(_COUNT).sum()))
    notes.theirs += int(by_branch[_COUNT].sum())
    notes.concerned.append(by_branch[KEY])


def left_out_of(rows: Rows | None, branches: pl.LazyFrame, notes: Notes) -> pl.Series:
    """The ids of the branches that were noted, in their order; one that has several rows stands there as often.

    Args:
        rows: the rows of the table of branches, as they were written; None if there is none.
        branches: the branches.
        notes: what was noted.
    """
    if rows is None or not notes.concerned:
        return pl.Series(KEY, [], dtype=pl.String)
    concerned = pl.LazyFrame({KEY: pl.concat(notes.concerned).unique()})
    return rows.collect(branches.select(KEY).join(concerned, on=KEY, how="semi").sort(KEY)).to_series()
