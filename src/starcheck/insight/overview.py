"""Many results at a glance: how many branches have which level, how their scores spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

import polars as pl

from starcheck.engine.placing import AFTER
from starcheck.engine.results import HIGH, LEVEL, LOW, SCORE
from starcheck.insight.places import Moved, Quota, moved_by, quotas_of
from starcheck.language import Text, Title
from starcheck.model.levels import State
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import STATES

_WITHOUT: tuple[State, ...] = get_args(State)
"""What may stand in place of a level, "none" first."""
UNSCORED: frozenset[State] = frozenset({"not_rated", "not_eligible"})
"""What keeps the score of a branch from counting."""
_RANK, _FIRST, _LAST = "rank", "first", "last"


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many branches have a level, or a state such as ``not_rated``.

    Attributes:
        certain: how many have it however the open facts turn out.
        possible: how many others may have it.
    """

    id: str
    title: Title | Text
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How one end of the scores spreads.

    Attributes:
        mean: rounded half up, with two decimals more than the scores.
        quartiles: each the least score that a quarter, a half, three quarters of the branches do not exceed.
    """

    mean: Decimal
    least: Decimal
    quartiles: tuple[Decimal, Decimal, Decimal]
    greatest: Decimal


@dataclass(frozen=True, slots=True)
class Overview:
    """Many results at a glance.

    Attributes:
        branches: how many were judged.
        levels: the highest first, then what stands in place of one; empty if the rule set has no levels.
        scored: how many have a score that counts, at least perhaps.
        low: what stands of their scores; None without any, or if the rule set has no total.
        high: what they may reach.
        after_quotas: whether the levels are those that branches hold once places are given.
        quotas: the places of levels that have no room for all.
        moved: the first branches that are moved by them.
    """

    branches: int
    levels: tuple[LevelCount, ...]
    scored: int
    low: Spread | None
    high: Spread | None
    after_quotas: bool = False
    quotas: tuple[Quota, ...] = ()
    moved: tuple[Moved, ...] = ()


def overview(results: pl.DataFrame, ruleset: RuleSet) -> Overview:
    """Count results.

    Args:
        results: one row for each branch, as `Results` gives them.
        ruleset: the rule set by which they were judged.
    """
    scored = results.filter(~pl.col(f"{LEVEL}_{HIGH}").is_in(list(UNSCORED))) if ruleset.levels else results
    low, high = (_spread(scored, f"{SCORE}_{end}") if ruleset.has_total else None for end in (LOW, HIGH))
    after_quotas = f"{AFTER}_{LOW}" in results.columns
    held = results.with_columns(pl.col(f"{AFTER}_{end}").alias(f"{LEVEL}_{end}") for end in (LOW, HIGH) if after_quotas)
    places = (quotas_of(results, ruleset), moved_by(results, ruleset))
    return Overview(results.height, tuple(_levels(held, ruleset)), scored.height, low, high, after_quotas, *places)


def _levels(results: pl.DataFrame, ruleset: RuleSet) -> Iterator[LevelCount]:
    """Possible is what lies between both ends; where a state is the lower one, all up to the upper."""
    if not ruleset.levels:
        return
    rising = ["none", *(str(level.id) for level in reversed(ruleset.levels))]
    states = [state for state in _WITHOUT if state != "none"]
    ranks = pl.DataFrame({LEVEL: rising, _RANK: range(len(rising))}, schema_overrides={_RANK: pl.Int32})
    ends = (
        results.group_by(f"{LEVEL}_{LOW}", f"{LEVEL}_{HIGH}")
        .len()
        .join(ranks.rename({LEVEL: f"{LEVEL}_{LOW}", _RANK: _FIRST}), on=f"{LEVEL}_{LOW}", how="left")
        .join(ranks.rename({LEVEL: f"{LEVEL}_{HIGH}", _RANK: _LAST}), on=f"{LEVEL}_{HIGH}", how="left")
        .with_columns(pl.col(_FIRST).fill_null(0))
    )
    certain, open_ = ends.filter(_IS_CERTAIN), ends.filter(~_IS_CERTAIN)
    titles: dict[str, Title | Text] = {str(level.id): level.title for level in ruleset.levels} | dict(STATES)
    for rank, name in reversed([*enumerate(rising)]):
        between = open_.filter((pl.col(_FIRST) <= rank) & (pl.col(_LAST) >= rank))
        yield LevelCount(name, titles[name], _number(certain, name), _sum(between))
    for name in states:
        either = open_.filter((pl.col(f"{LEVEL}_{LOW}") == name) | (pl.col(f"{LEVEL}_{HIGH}") == name))
        counts = _number(certain, name), _sum(either)
        if any(counts):
            yield LevelCount(name, titles[name], *counts)


_IS_CERTAIN = pl.col(f"{LEVEL}_{LOW}") == pl.col(f"{LEVEL}_{HIGH}")


def _number(certain: pl.DataFrame, name: str) -> int:
    return _sum(certain.filter(pl.col(f"{LEVEL}_{LOW}") == name))


def _sum(counted: pl.DataFrame) -> int:
    return int(counted["len"].sum())


def _spread(results: pl.DataFrame, column: str) -> Spread | None:
    scores = results[column].sort()
    if scores.is_empty():
        return None
    values: Sequence[Decimal] = scores.gather([_at(scores.len(), quarter) for quarter in range(5)]).to_list()
    least, first, middle, third, greatest = values
    return Spread(_mean(scores), least, (first, middle, third), greatest)


def _at(count: int, quarter: int) -> int:
    """Where the least score stands that so many quarters of them do not exceed."""
    return max(0, -(-quarter * count // 4) - 1)


def _mean(scores: pl.Series) -> Decimal:
    total = Decimal(scores.sum())
    finer = Decimal(1).scaleb(int(total.as_tuple().exponent) - 2)
    return (total / scores.len()).quantize(finer, rounding=ROUND_HALF_UP)
