"""Branches counted by group: how many have which level, how their scores spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from starcheck.engine.exact import Int, Q, as_points
from starcheck.engine.placing import AFTER
from starcheck.engine.ranks import UNRATED
from starcheck.engine.results import HIGH, LEVEL, LOST, LOW, OPEN, SCORE
from starcheck.rules.schema.levels import STATES
from starcheck.rules.schema.ruleset import RuleSet

BRANCHES, SCORED = "branches", "scored"
CERTAIN, POSSIBLE = "certain", "possible"
MEAN, LEAST, GREATEST = "mean", "least", "greatest"
QUARTILES = ("first_quartile", "median", "third_quartile")
SPREAD = (MEAN, LEAST, *QUARTILES, GREATEST)
"""What is told of how one end of the scores spreads."""
_FINER = 2
"""How many decimals more than the scores a mean has."""
_GROUP, _NUMBER, _TOTAL = "#group", "#number", "#total"
_TAKES_PART = "#takes part"
_MOST = 10**30
"""What no sum of scores exceeds, in units of their last decimal place."""


def levels_of(ruleset: RuleSet) -> tuple[str, ...]:
    """What a branch may hold: the levels, the highest first, then what stands in place of one; nothing without levels.

    Args:
        ruleset: the rule set by which branches are judged.
    """
    return (*(str(level.id) for level in ruleset.levels), *STATES) if ruleset.levels else ()


def count_of(level: str, which: str) -> str:
    """The column of a number of branches: those that have a level certainly, or those others that perhaps do."""
    return f"{LEVEL}_{level}_{which}"


def spread_of(end: str, figure: str) -> str:
    """The column of one figure of one end of the scores."""
    return f"{SCORE}_{end}_{figure}"


def tallied(results: pl.DataFrame, ruleset: RuleSet, by: Sequence[str] = ()) -> pl.DataFrame:
    """One row for every group of branches, in the order of what they agree in; one row for all without that.

    Levels are those after quotas where there are any. Scores are of the branches that are rated, at least perhaps.

    Args:
        results: one row for each branch, as `Results` gives them.
        ruleset: the rule set by which they were judged.
        by: the columns that branches of a group agree in.
    """
    lost = [name for name in (LOST, OPEN) if name in results.columns]
    groups = results.select(by).unique().sort(by) if by else pl.DataFrame(height=1)
    groups = groups.with_row_index(_GROUP)
    read = results.select(*by, *lost, *_read(results, ruleset))
    read = read.join(groups, on=by, nulls_equal=True) if by else read.join(groups, how="cross")
    counted = read.group_by(_GROUP).agg(*_counts(), pl.col(lost).sum(), *_levels(ruleset))
    none = [pl.col(name).fill_null(0) for name in counted.columns if name != _GROUP]
    spreads = [_spread(read, end) for end in (LOW, HIGH) if ruleset.has_total]
    table = _beside(groups, counted).with_columns(none)
    for spread in spreads:
        table = _beside(table, spread)
    first = [*by, BRANCHES, SCORED, *(name for spread in spreads for name in spread.columns if name != _GROUP)]
    return table.drop(_GROUP).select(*first, pl.exclude(first))


def _beside(table: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The figures of every group in columns of their own; null where there are none."""
    return table.join(figures, on=_GROUP, how="left", maintain_order="left")


def is_after_quotas(results: pl.DataFrame) -> bool:
    """Whether there are levels that branches hold once places are given."""
    return f"{AFTER}_{LOW}" in results.columns


def _read(results: pl.DataFrame, ruleset: RuleSet) -> Iterator[pl.Expr]:
    """The scores, whether they count, and both ends of the level as numbers."""
    if ruleset.has_total:
        yield from (pl.col(f"{SCORE}_{end}") for end in (LOW, HIGH))
    if not ruleset.levels:
        yield pl.lit(value=True).alias(_TAKES_PART)
        return
    yield (~pl.col(f"{LEVEL}_{HIGH}").is_in(sorted(UNRATED))).alias(_TAKES_PART)
    held, kind = AFTER if is_after_quotas(results) else LEVEL, pl.Enum(_rising(ruleset))
    for end in (LOW, HIGH):
        yield pl.col(f"{held}_{end}").cast(kind).to_physical().alias(f"{LEVEL}_{end}")


def _rising(ruleset: RuleSet) -> list[str]:
    """No level and the levels, the lowest first, then the other states."""
    no_level, *states = STATES
    return [no_level, *(str(level.id) for level in reversed(ruleset.levels)), *states]


def _levels(ruleset: RuleSet) -> Iterator[pl.Expr]:
    """Possible is what lies between both ends; where a state is the lower one, all up to the upper."""
    low, high, last = pl.col(f"{LEVEL}_{LOW}"), pl.col(f"{LEVEL}_{HIGH}"), len(ruleset.levels)
    first = pl.when(low <= last).then(low).otherwise(0)
    places = {name: place for place, name in enumerate(_rising(ruleset))}
    for level in levels_of(ruleset):
        place = places[level]
        lies_between = (first <= place) & (high >= place) & (high <= last)
        may = lies_between if place <= last else (low == place) | (high == place)
        yield _number(level, CERTAIN, (low == high) & (low == place))
        yield _number(level, POSSIBLE, (low != high) & may)


def _number(level: str, which: str, holds: pl.Expr) -> pl.Expr:
    return holds.sum().cast(pl.Int64).alias(count_of(level, which))


def _counts() -> Iterator[pl.Expr]:
    for name, count in ((BRANCHES, pl.len()), (SCORED, pl.col(_TAKES_PART).sum())):
        yield count.cast(pl.Int64).alias(name)


def _spread(read: pl.DataFrame, end: str) -> pl.DataFrame:
    """Every figure of one end of the scores, of the groups in which somebody has one.

    They are sorted once for all groups: a group for itself is too small for that to be worth a call.
    """
    column = f"{SCORE}_{end}"
    rising = read.filter(pl.col(_TAKES_PART)).select(_GROUP, column).sort(_GROUP, column)
    kind = rising.schema[column]
    assert isinstance(kind, pl.Decimal)
    total = pl.col(column).to_physical().sum().alias(_TOTAL)
    groups = rising.group_by(_GROUP).agg(pl.len().cast(pl.Int64).alias(_NUMBER), total).sort(_GROUP)
    first = pl.col(_NUMBER).cum_sum() - pl.col(_NUMBER)
    places = {figure: first + _place(quarter) for quarter, figure in enumerate((LEAST, *QUARTILES, GREATEST))}
    return groups.select(
        _GROUP,
        _mean(kind.scale).alias(spread_of(end, MEAN)),
        *(
            rising[column].gather(groups.select(place).to_series()).alias(spread_of(end, figure))
            for figure, place in places.items()
        ),
    )


def _place(quarter: int) -> pl.Expr:
    """Where the least score of a group stands that so many quarters of them do not exceed."""
    return ((pl.col(_NUMBER) * quarter + 3) // 4 - 1).clip(lower_bound=0)


def _mean(scale: int) -> pl.Expr:
    """Halves away from zero."""
    total = Int(pl.col(_TOTAL), _MOST) * Int.of(10**_FINER)
    return as_points(Q(total, Int(pl.col(_NUMBER), 10**12, 1)).rounded("half_up"), Decimal(1).scaleb(-scale - _FINER))
