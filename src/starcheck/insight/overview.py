"""Many results at a glance: how many branches have which level, how their scores spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import polars as pl

from starcheck.engine.results import HIGH, LOW
from starcheck.insight.places import Moved, Quota, moved_by, quotas_of
from starcheck.insight.tallies import (
    BRANCHES,
    CERTAIN,
    MEAN,
    POSSIBLE,
    SCORED,
    SPREAD,
    count_of,
    is_after_quotas,
    levels_of,
    spread_of,
    tallied,
)
from starcheck.insight.wanted import Wanted, wanted_in
from starcheck.language import Text, Title
from starcheck.rules.schema.levels import NO_LEVEL
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import STATES

Figures: TypeAlias = Mapping[str, Any]
"""A row of tallies."""


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
        wanted: how many should hold a level, where nobody is moved for it.
    """

    branches: int
    levels: tuple[LevelCount, ...]
    scored: int
    low: Spread | None
    high: Spread | None
    after_quotas: bool = False
    quotas: tuple[Quota, ...] = ()
    moved: tuple[Moved, ...] = ()
    wanted: tuple[Wanted, ...] = ()


def overview(results: pl.DataFrame, ruleset: RuleSet) -> Overview:
    """Count results.

    Args:
        results: one row for each branch, as `Results` gives them.
        ruleset: the rule set by which they were judged.
    """
    figures = tallied(results, ruleset).row(0, named=True)
    low, high = (_spread(figures, end) for end in (LOW, HIGH))
    levels = tuple(_levels(figures, ruleset))
    places = (quotas_of(results, ruleset), moved_by(results, ruleset), wanted_in(results, ruleset))
    return Overview(figures[BRANCHES], levels, figures[SCORED], low, high, is_after_quotas(results), *places)


def _levels(figures: Figures, ruleset: RuleSet) -> Iterator[LevelCount]:
    """Every level, and the states that somebody is in or may be in."""
    titles: dict[str, Title | Text] = {str(level.id): level.title for level in ruleset.levels} | dict(STATES)
    for level in levels_of(ruleset):
        counts: tuple[int, int] = figures[count_of(level, CERTAIN)], figures[count_of(level, POSSIBLE)]
        if any(counts) or level == NO_LEVEL or level not in STATES:
            yield LevelCount(level, titles[level], *counts)


def _spread(figures: Figures, end: str) -> Spread | None:
    if not figures[SCORED] or spread_of(end, MEAN) not in figures:
        return None
    mean, least, first, middle, third, greatest = (figures[spread_of(end, figure)] for figure in SPREAD)
    return Spread(mean, least, (first, middle, third), greatest)
