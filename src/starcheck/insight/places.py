"""What quotas do to many branches: how many find no room, whom they move for what reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from starcheck.engine.placing import AFTER, MADE_UP, MADE_UP_OPEN, NO_PLACE, NO_PLACE_OPEN, why, why_made_up
from starcheck.engine.results import HIGH, LOW, NAME
from starcheck.language import Text, Title
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import STATES

MOST_NAMED = 10
"""How many of the branches that a quota moves are named."""
_GROUP, _LEAST, _MOST, _BEST, _WORST = "#group", "#least", "#most", "#best", "#worst"
_CERTAIN, _POSSIBLE = "#certain", "#possible"


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number that may be open; without `most` there is no end to it."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Quota:
    """The places of a level in one group.

    Attributes:
        level: the id of the level.
        makes_up: whether so many have to hold the level whatever their points, instead of at most so many.
        group: what those have in common that share the places; None if all do.
        places: how many there are.
        certain: how many branches it moves however the open facts turn out.
        possible: how many others it may move.
    """

    level: str
    title: Title | Text
    makes_up: bool
    group: str | None
    places: Range
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A branch that a quota moves.

    Attributes:
        branch: its id.
        place: among those that compete for the places; from the end where the quota makes up a number.
        certain: whether it is moved however the open facts turn out.
        low: the level that it holds then, at worst.
        high: at best.
    """

    branch: str
    name: str
    title: Title | Text
    makes_up: bool
    places: Range
    place: Range
    certain: bool
    low: Title | Text
    high: Title | Text


def quotas_of(results: pl.DataFrame, ruleset: RuleSet) -> tuple[Quota, ...]:
    """The quotas that bind, the highest level first, then by group.

    Args:
        results: one row for each branch, as `Placing` settles them.
        ruleset: the rule set by which they were judged.
    """
    titles = _titles(ruleset)
    return tuple(
        Quota(
            level,
            titles[level],
            makes_up,
            row[_GROUP],
            Range(row[_LEAST], row[_MOST]),
            row[_CERTAIN],
            row[_POSSIBLE],
        )
        for level, makes_up, rows in _asked(results, ruleset)
        for row in rows.group_by(_GROUP, _LEAST, _MOST)
        .agg(pl.col(_CERTAIN, _POSSIBLE).sum())
        .sort(_GROUP)
        .iter_rows(named=True)
    )


def moved_by(results: pl.DataFrame, ruleset: RuleSet, most: int = MOST_NAMED) -> tuple[Moved, ...]:
    """The first branches that quotas move, those that are next to a place before the others.

    Args:
        results: one row for each branch, as `Placing` settles them.
        ruleset: the rule set by which they were judged.
        most: how many.
    """
    titles = _titles(ruleset)
    found: list[Moved] = []
    for level, makes_up, rows in _asked(results, ruleset):
        concerned = rows.filter(pl.col(_CERTAIN) | pl.col(_POSSIBLE))
        first = concerned.sort(~pl.col(_CERTAIN), _BEST, _WORST, KEY, nulls_last=True).head(most - len(found))
        found += [
            Moved(
                row[KEY],
                row[NAME] or row[KEY],
                titles[level],
                makes_up,
                Range(row[_LEAST], row[_MOST]),
                Range(row[_BEST], row[_WORST]),
                row[_CERTAIN],
                titles[row[f"{AFTER}_{LOW}"]],
                titles[row[f"{AFTER}_{HIGH}"]],
            )
            for row in first.iter_rows(named=True)
        ]
    return tuple(found)


def _asked(results: pl.DataFrame, ruleset: RuleSet) -> Iterator[tuple[str, bool, pl.DataFrame]]:
    """For every quota the id of its level, whether it makes up a number, and the rows with what it does to them."""
    for level in (str(level.id) for level in ruleset.levels):
        asked = ((False, why(level), (NO_PLACE, NO_PLACE_OPEN)), (True, why_made_up(level), (MADE_UP, MADE_UP_OPEN)))
        for makes_up, names, (sure, is_open) in asked:
            if names.least in results.columns:
                columns = {_LEAST: names.least, _MOST: names.most, _BEST: names.best, _WORST: names.worst}
                group = pl.col(names.group) if names.group in results.columns else pl.lit(None, pl.String)
                yield (
                    level,
                    makes_up,
                    results.with_columns(
                        group.alias(_GROUP),
                        *(pl.col(name).alias(alias) for alias, name in columns.items()),
                        pl.col(sure).list.contains(level).alias(_CERTAIN),
                        pl.col(is_open).list.contains(level).alias(_POSSIBLE),
                    ),
                )


def _titles(ruleset: RuleSet) -> Mapping[str, Title | Text]:
    return {str(level.id): level.title for level in ruleset.levels} | dict(STATES)
