"""What a rule set says of levels that have no room for all: which they are, and by what places are given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from starcheck.engine.among import LIMIT, kept
from starcheck.engine.checks import Checking
from starcheck.engine.clock import World
from starcheck.engine.rows import Measured
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.errors import Place, Problem, RuleSetError
from starcheck.language import Text, t
from starcheck.rules.schema.levels import Level
from starcheck.rules.schema.quotas import FromField, Quota, TiesBy
from starcheck.rules.schema.ruleset import RuleSet

BELOW_ALL = -LIMIT.bound - 1
"""Where a branch stands that has no such number."""


def limit_of(level: Level) -> Quota | None:
    """The quota of a level, if it takes a place from who has the points."""
    quota = level.quota
    return None if quota is None or quota.at_most is None or quota.wins == "threshold" else quota


def fill_of(ruleset: RuleSet) -> Quota | None:
    """The quota of the last level, if it takes branches from above to make up its number."""
    quota = ruleset.levels[-1].quota if ruleset.levels else None
    return quota if quota is not None and quota.at_least is not None and quota.wins == "quota" else None


def wanted_of(ruleset: RuleSet) -> dict[int, Quota]:
    """The quotas that say how many should hold a level at least and move nobody to it, by the rank of the level."""
    return {
        rank: level.quota
        for rank, level in enumerate(ruleset.levels)
        if level.quota is not None and level.quota.at_least is not None and level.quota is not fill_of(ruleset)
    }


def contested(ruleset: RuleSet, checking: Checking) -> dict[str, tuple[pl.Expr, pl.Expr]]:
    """The ends of the numbers by which places are counted or given, or equals are parted, in millionths, by name."""
    quotas = [*map(limit_of, ruleset.levels), fill_of(ruleset), *wanted_of(ruleset).values()]
    names = [name for quota in quotas if quota is not None for name in numbers_of(quota)]
    return {name: _ends(checking, name) for name in (*names, *ruleset.ranking.by)}


def numbers_of(quota: Quota) -> Iterator[str]:
    """The names of the numbers by which its places are counted or given."""
    for places in quota.places.values():
        if isinstance(places, FromField):
            yield places.field
    if isinstance(quota.ties, TiesBy):
        yield from quota.ties.by


def _ends(checking: Checking, name: str) -> tuple[pl.Expr, pl.Expr]:
    standing, reachable = (checking.judging.scope(world).quantity(name) for world in World)
    return _low(standing), _high(reachable)


def _low(number: Measured) -> pl.Expr:
    return pl.when(as_expr(surely(number.defined))).then(kept(number.interval.lo)).otherwise(BELOW_ALL)


def _high(number: Measured) -> pl.Expr:
    return pl.when(as_expr(possibly(number.defined))).then(kept(number.interval.hi)).otherwise(BELOW_ALL)


def refuse_unsaid(ruleset: RuleSet) -> None:
    """Refuse quotas that do not say how places are given.

    Raises:
        RuleSetError: there are such quotas; one problem for each thing that is not said.
    """
    problems = [Problem(Place(ruleset.ruleset), message, hint) for message, hint in _unsaid(ruleset)]
    if problems:
        raise RuleSetError(problems)


def _unsaid(ruleset: RuleSet) -> Iterator[tuple[Text, Text]]:
    for level in ruleset.levels:
        if level.quota is not None:
            yield from _of_level(level, level.quota, is_last=level is ruleset.levels[-1])
    for level, below in pairwise(ruleset.levels):
        quota = limit_of(level)
        if quota is not None and quota.moved_down is None and limit_of(below) is not None:
            message = t("The quota of level {id} does not say where branches stand that find no room.", id=level.id)
            yield message, t("Add “moved_down”: use_next or beside_next.")
    if not ruleset.has_total and (fill_of(ruleset) or any(map(limit_of, ruleset.levels))):
        message = t("Places go by the score, and the rule set has no total.")
        yield message, t("Remove the quotas, or write “wins: threshold”.")


def _of_level(level: Level, quota: Quota, *, is_last: bool) -> Iterator[tuple[Text, Text]]:
    if level.by_rank and quota.at_most is None:
        message = t(
            "Level {id} is filled by rank, and its quota does not say how many may hold it at most.", id=level.id
        )
        yield message, t("Add “at_most”.")
    fills = quota.at_least is not None and quota.wins == "quota"
    if fills and not is_last:
        message = t(
            "Level {id} is to be held by so many whatever their points, and it is not the last one.", id=level.id
        )
        yield message, t("Write “wins: threshold”, and decide by the ranks.")
    weighs = quota.at_most if not is_last else quota.at_most or quota.at_least
    if weighs is not None and quota.wins is None and not level.by_rank:
        message = t("The quota of level {id} does not say whether points or places decide.", id=level.id)
        yield message, t("Add “wins”: threshold or quota.")
    if (fills or limit_of(level) is not None) and quota.ties is None:
        message = t("The quota of level {id} does not say what becomes of equal branches.", id=level.id)
        yield message, t("Add “ties”: all_in, all_out or {{by: [attendance]}}.")
