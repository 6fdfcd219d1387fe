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
    low, high, most = pl.col(POINTS_LOW), pl.col(POINTS_HIGH), pl.col(POINTS_MAX)
    return findings.filter(_is_gap(ruleset)).select(
        KEY,
        CRITERION,
        SECTION,
        (most - high).alias(POINTS_LOST),
        (high - low).alias(POINTS_OPEN),
        MISSING,
        DUE_BY,
    )


def _is_gap(ruleset: RuleSet) -> pl.Expr:
    """Whether points are missing; a bonus is missing only while it can still be won, for nobody is owed one."""
    low, high, most = pl.col(POINTS_LOW), pl.col(POINTS_HIGH), pl.col(POINTS_MAX)
    settled = pl.col(OUTCOME).is_in([Outcome.MET.value, Outcome.NOT_APPLICABLE.value])
    in_pool = pl.col(SECTION).is_in([pool.id for pool in ruleset.pools])
    return ~settled & most.is_not_null() & (low < pl.when(in_pool).then(high).otherwise(most))
