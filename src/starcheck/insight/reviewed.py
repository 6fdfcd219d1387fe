"""What reviewers changed of many results, at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from starcheck.batching.reviewing import ADJUSTED, SELF
from starcheck.engine.results import HIGH, LEVEL, LOW, NAME, SCORE
from starcheck.ledger.tables import KEY

MOST_MOVED = 10
"""How many branches are told that reviewers moved most."""
_BY = "#by"
_LEVELS, _SCORES = ([f"{what}_{end}" for end in (LOW, HIGH)] for what in (LEVEL, SCORE))


@dataclass(frozen=True, slots=True)
class Moved:
    """A branch whose result reviewers changed.

    Attributes:
        scores: low and high, self-assessed and reviewed; None without a total.
        levels: low and high by their ids, self-assessed and reviewed; None without levels.
    """

    branch: str
    name: str
    scores: tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]] | None
    levels: tuple[tuple[str, str], tuple[str, str]] | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewers changed.

    Attributes:
        adjustments: how many changed findings of branches that were judged.
        branches: how many branches they name.
        higher, lower: how many branches have more or fewer points for it, at one end at least.
        levels: how many have another level for it.
        moved: those whose points changed most, the most first.
    """

    adjustments: int
    branches: int
    higher: int
    lower: int
    levels: int
    moved: tuple[Moved, ...]


def reviewed(results: pl.DataFrame, adjustments: pl.DataFrame) -> Reviewed:
    """Count what reviewers changed.

    Args:
        results: one row for each branch, reviewed beside self-assessed.
        adjustments: what each adjustment made of the findings that it bears on.
    """
    rises, falls, levels = (pl.any_horizontal(columns) for columns in _differences(results))
    low, high = (pl.col(end) - pl.col(f"{SELF}_{end}") for end in _SCORES)
    by = (low.abs() + high.abs()) if _has(results, _SCORES) else pl.lit(0)
    named = results.filter(pl.col(ADJUSTED).list.len() > 0)
    moved = results.filter(rises | falls | levels).sort(by.alias(_BY), KEY, descending=[True, False])
    return Reviewed(
        adjustments=adjustments.select(KEY, "key").n_unique(),
        branches=named.height,
        higher=results.filter(rises).height,
        lower=results.filter(falls).height,
        levels=results.filter(levels).height,
        moved=tuple(map(_moved, moved.head(MOST_MOVED).iter_rows(named=True))),
    )


def _differences(results: pl.DataFrame) -> Iterator[list[pl.Expr]]:
    """Where points rise, where they fall, where levels differ."""
    nowhere = pl.lit(value=False)
    scores, levels = ([name for name in names if name in results.columns] for names in (_SCORES, _LEVELS))
    yield [nowhere, *(pl.col(name) > pl.col(f"{SELF}_{name}") for name in scores)]
    yield [nowhere, *(pl.col(name) < pl.col(f"{SELF}_{name}") for name in scores)]
    yield [nowhere, *(pl.col(name) != pl.col(f"{SELF}_{name}") for name in levels)]


def _has(results: pl.DataFrame, names: list[str]) -> bool:
    return set(names) <= set(results.columns)


def _moved(row: dict[str, Any]) -> Moved:
    return Moved(str(row[KEY]), str(row[NAME]), _both(row, _SCORES), _both(row, _LEVELS))


def _both(row: dict[str, Any], names: list[str]) -> tuple[tuple[Any, Any], tuple[Any, Any]] | None:
    if names[0] not in row:
        return None
    low, high = names
    return (row[f"{SELF}_{low}"], row[f"{SELF}_{high}"]), (row[low], row[high])
