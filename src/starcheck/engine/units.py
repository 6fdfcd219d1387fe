"""Units: what branches belong to, and the ranks within it, as columns of a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import polars as pl

from starcheck.engine.ranks import ranks
from starcheck.rules.schema.ruleset import RuleSet


def unit_column(field: str) -> str:
    """The column of results that names the unit of each branch.

    Args:
        field: the field of the branch that names it.
    """
    return f"in_{field}"


def rank_in(which: str, field: str) -> str:
    """The column of results with the rank of each branch in its unit.

    Args:
        which: best or worst.
        field: the field of the branch that names the unit.
    """
    return f"rank_{which}_in_{field}"


def paths_of(ruleset: RuleSet) -> list[tuple[str, ...]]:
    """For every step of the hierarchy the columns that tell its units apart: its own, last, after those above it."""
    return list(accumulate(((unit_column(field),) for field in ruleset.units), lambda above, own: (*above, *own)))


def units_of(ruleset: RuleSet) -> Iterator[pl.Expr]:
    """The names of the units, from the fields of the branch; null where nothing is stated."""
    return (pl.col(field).cast(pl.String).alias(unit_column(field)) for field in ruleset.units)


def ranks_within(
    rows: pl.DataFrame, ruleset: RuleSet, compared: Sequence[str], left_out: int | None = 0
) -> Iterator[pl.Expr]:
    """The best and the worst rank of every branch in each of its units; null where it belongs to none.

    Args:
        rows: the branches, with their units.
        ruleset: the rule set with the hierarchy.
        compared: the columns that `ranks` asks for.
        left_out: how many further branches there may be; any of them may belong to any unit.
    """
    low, high, sure, may = compared
    for field, path in zip(ruleset.units, paths_of(ruleset), strict=True):
        nobody = rows[path[-1]].null_count() == rows.height
        nothing = (pl.lit(None, pl.Int64),) * 2
        found = nothing if nobody else ranks(low, high, sure, may, path, left_out, ruleset.ranking.shared)
        for which, place in zip(("best", "worst"), found, strict=True):
            stands = pl.when(pl.col(path[-1]).is_not_null()).then(place)
            yield stands.alias(rank_in(which, field))
