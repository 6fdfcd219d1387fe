"""Ranks: the places of branches among all that are judged in one go, by their scores."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from starcheck.engine.among import Ends, LeftOut, Values, place
from starcheck.engine.levels import Answered
from starcheck.engine.truth import Truth, every
from starcheck.rules.schema.levels import Eligibility
from starcheck.rules.schema.ranking import Shared

UNRATED = frozenset({"not_rated", "not_eligible"})
"""What becomes of a branch that takes no part in the rating; one that is only scored does."""


def is_rated(applies: Truth, eligibility: Answered[Eligibility]) -> Truth:
    """Whether a branch takes part in the rating.

    Args:
        applies: whether anything of the standard applies to it.
        eligibility: the conditions for being rated, each with whether it holds.
    """
    return every([applies, *(truth for rule, truth in eligibility if rule.otherwise in UNRATED)])


def is_eligible(applies: Truth, eligibility: Answered[Eligibility]) -> Truth:
    """Whether a branch may hold a level."""
    return every([applies, *(truth for _, truth in eligibility)])


def ranks(
    low: str,
    high: str,
    sure: str,
    may: str,
    keys: Sequence[str] = (),
    left_out: int | None = 0,
    shared: Shared = "first",
) -> Ends:
    """The best and the worst place a branch can have.

    Null where a branch takes no part; the worst place also where there is no end to it.

    Args:
        low: a column of whole numbers, the least that a branch may come to.
        high: the greatest.
        sure: a column that says whether it takes part for certain.
        may: whether it perhaps does.
        keys: columns in which those agree that are compared.
        left_out: how many more there may be of which nothing is known; None if there is no end to them.
        shared: which of their places those have that are equal.
    """
    ends, chosen = (pl.col(low), pl.col(high)), (pl.col(sure), pl.col(may))
    values = Values(*ends, *chosen, keys=tuple(keys), left_out=LeftOut(left_out or 0))
    best, worst = (pl.when(values.may).then(end) for end in place(values, shared))
    return best, pl.lit(None, pl.Int64) if left_out is None else worst
