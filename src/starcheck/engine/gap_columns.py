"""The gaps of many branches as columns: the findings that lack points, with what that costs."""

from __future__ import annotations

import polars as pl

from starcheck.engine.finding_columns import (
    CRITERION,
    DUE_BY,
    MISSING,
    OUTCOME,
    POINTS_HIGH,
    POINTS_LOW,
    POINTS_MAX,
    SECTION,
)
from starcheck.ledger.tables import KEY
from starcheck.model import Outcome
from starcheck.rules.schema.ruleset import RuleSet

POINTS_LOST, POINTS_OPEN = "points_lost", "points_open"


def gaps_of(findings: pl.LazyFrame, ruleset: RuleSet) -> pl.LazyFrame:
    """One row for each branch and criterion that lacks points, in the order of the findings.

    Args:
        findings: as `FindingColumns` gives them.
        ruleset: the rule set by which was judged.
    """
    low, high = pl.col(POINTS_LOW), pl.col(POINTS_HIGH)
    return findings.filter(_is_gap(ruleset)).select(
        KEY,
        CRITERION,
        SECTION,
        (owed(ruleset) - high).clip(lower_bound=0).alias(POINTS_LOST),
        (high - low).alias(POINTS_OPEN),
        MISSING,
        DUE_BY,
    )


def owed(ruleset: RuleSet) -> pl.Expr:
    """The points of a finding of which what is out of reach is lost; nobody is owed a bonus, nor points without end."""
    most = pl.col(POINTS_MAX).fill_null(0)
    return pl.when(_in_pool(ruleset)).then(pl.min_horizontal(most, 0)).otherwise(most)


def _in_pool(ruleset: RuleSet) -> pl.Expr:
    return pl.col(SECTION).is_in([pool.id for pool in ruleset.pools])


def _is_gap(ruleset: RuleSet) -> pl.Expr:
    """Whether points are missing; a bonus is missing only while it can still be won, for nobody is owed one."""
    low, high, most = pl.col(POINTS_LOW), pl.col(POINTS_HIGH), pl.col(POINTS_MAX)
    settled = pl.col(OUTCOME).is_in([Outcome.MET.value, Outcome.NOT_APPLICABLE.value])
    return ~settled & most.is_not_null() & (low < pl.when(_in_pool(ruleset)).then(high).otherwise(most))
