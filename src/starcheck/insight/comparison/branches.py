"""What became of each branch between two results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import get_args

import polars as pl

from starcheck.engine.frames import collect_many
from starcheck.engine.placing import AFTER
from starcheck.engine.results import BEST, HIGH, LEVEL, LOW, NAME, OPEN_VETOES, SCORE, VETOES, WORST
from starcheck.insight.comparison.sides import NEW, OLD, SIDES, points_type, side
from starcheck.insight.kept import Kept
from starcheck.insight.movement import Direction
from starcheck.ledger.tables import KEY
from starcheck.model.levels import State


class In(StrEnum):
    """In which of two results a branch is."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


IN, DIRECTION, CERTAIN, MOVED, BY_QUOTA = "in", "direction", "certain", "moved", "by_quota"
LEVELS, SCORES, RANKS = (f"{LEVEL}_{LOW}", f"{LEVEL}_{HIGH}"), (f"{SCORE}_{LOW}", f"{SCORE}_{HIGH}"), (BEST, WORST)
BARS = (VETOES, OPEN_VETOES)
_AFTER_QUOTAS = {name: f"{AFTER}_{end}" for name, end in zip(LEVELS, (LOW, HIGH), strict=True)}
_BEFORE_QUOTAS = {f"#before quotas {name}": name for name in LEVELS}
_STATES = frozenset(get_args(State))
_BELOW_ALL = ("none", "not_rated", "not_eligible")
"""Without a level a branch is below all of them, whatever the reason; one that is only scored is not compared."""
OTHERWISE = (*LEVELS, *SCORES, *RANKS, *BARS)
"""What may be otherwise than it was."""


def _differ(names: Iterable[str]) -> pl.Expr:
    """Whether any of some columns is otherwise than it was."""
    return pl.any_horizontal(pl.col(f"{name}{OLD}").ne_missing(pl.col(f"{name}{NEW}")) for name in names)


DIFFERS = (pl.col(IN) != In.BOTH.value) | _differ(OTHERWISE)
"""Whether a branch came or went, or anything of it is otherwise."""


def branches_of(old: Kept, new: Kept) -> pl.DataFrame:
    """All branches of both: first those that came or went, then those whose level moves, each by how far points do.

    Columns: ``branch``, ``name``, ``in``; for levels, points, ranks and vetoes how they were and are
    (``level_low_old``, ``level_low_new``, …, null where there is none); ``direction`` and ``certain`` as of a
    `Movement`, null without two levels; ``by_quota``, whether the level differs only after quotas; ``moved``, by how
    much the points differ at the end at which they differ more. Levels are those after quotas where there are any.
    """
    points = points_type([old.results, new.results], SCORES[0])
    both = zip((old, new), SIDES, strict=True)
    before, after = (_side(kept.results, suffix, points) for kept, suffix in both)
    joined = before.join(after, on=KEY, how="full", coalesce=True)
    found = joined.select(
        KEY,
        pl.coalesce(f"{NAME}{NEW}", f"{NAME}{OLD}").alias(NAME),
        _in(),
        *(f"{name}{suffix}" for name in OTHERWISE for suffix in SIDES),
        (_differ(LEVELS) & ~_differ(_BEFORE_QUOTAS)).alias(BY_QUOTA),
        _moved(),
    )
    stays = (pl.col(DIRECTION) == Direction.STAYS.value).fill_null(value=False)
    by = (pl.col(IN) == In.BOTH.value, stays, pl.col(MOVED).fill_null(0), pl.col(KEY))
    found = _directed(found, _ranks(old), _ranks(new))
    return collect_many(found.sort(*by, descending=[False, False, True, False]))


def _side(results: pl.LazyFrame, suffix: str, points: pl.Decimal) -> pl.LazyFrame:
    types = {
        NAME: pl.String(),
        **dict.fromkeys((*LEVELS, *_BEFORE_QUOTAS), pl.String()),
        **dict.fromkeys(SCORES, points),
        **dict.fromkeys(RANKS, pl.UInt32()),
        **dict.fromkeys(BARS, pl.List(pl.String)),
    }
    has_quotas = _AFTER_QUOTAS[LEVELS[0]] in results.collect_schema().names()
    columns = side(results, types, suffix, _BEFORE_QUOTAS | (_AFTER_QUOTAS if has_quotas else {}))
    return results.select(KEY, *columns, pl.lit(value=True).alias(f"#{suffix}"))


def _in() -> pl.Expr:
    """In which of the two it is."""
    is_old, is_new = (pl.col(f"#{suffix}").is_not_null() for suffix in SIDES)
    either = pl.when(is_old).then(pl.lit(In.OLD.value)).otherwise(pl.lit(In.NEW.value))
    return pl.when(is_old & is_new).then(pl.lit(In.BOTH.value)).otherwise(either).alias(IN)


def _moved() -> pl.Expr:
    """By how much the points differ where they differ more."""
    return pl.max_horizontal((pl.col(f"{name}{NEW}") - pl.col(f"{name}{OLD}")).abs() for name in SCORES).alias(MOVED)


def _ranks(kept: Kept) -> Mapping[str, int]:
    """Levels from the lowest up."""
    rising = [each.level for each in reversed(kept.header.levels) if each.level not in _STATES]
    return dict.fromkeys(_BELOW_ALL, 0) | {name: rank for rank, name in enumerate(rising, start=1)}


def _directed(found: pl.LazyFrame, old: Mapping[str, int], new: Mapping[str, int]) -> pl.LazyFrame:
    """Where each level goes, and whether for certain; open where the two have no common order of levels."""
    shared = [name for name in old if name in new]
    alike = sorted(shared, key=old.__getitem__) == sorted(shared, key=new.__getitem__)
    ranks = {name: old[name] for name in shared if alike}
    low, high, new_low, new_high = (
        pl.col(f"{name}{suffix}").replace_strict(ranks, default=None, return_dtype=pl.Int32)
        for suffix in SIDES
        for name in LEVELS
    )
    rises, falls = (new_low > low) | (new_high > high), (new_low < low) | (new_high < high)
    equal = pl.all_horizontal(pl.col(f"{name}{OLD}") == pl.col(f"{name}{NEW}") for name in LEVELS)
    ways = (
        (equal, Direction.STAYS, pl.col(f"{LEVELS[0]}{NEW}") == pl.col(f"{LEVELS[1]}{NEW}")),
        (rises & ~falls, Direction.UP, new_low > high),
        (falls & ~rises, Direction.DOWN, new_high < low),
    )
    has_level = pl.all_horizontal(pl.col(f"{name}{suffix}").is_not_null() for suffix in SIDES for name in LEVELS)
    direction = _first(((holds, pl.lit(way.value)) for holds, way, _ in ways), pl.lit(Direction.OPEN.value))
    certain = _first(((holds, sure) for holds, _, sure in ways), pl.lit(value=False))
    return found.with_columns(
        pl.when(has_level).then(direction).alias(DIRECTION), pl.when(has_level).then(certain).alias(CERTAIN)
    )


def _first(ways: Iterable[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """What follows from the first that holds."""
    for holds, then in reversed([*ways]):
        otherwise = pl.when(holds).then(then).otherwise(otherwise)
    return otherwise
