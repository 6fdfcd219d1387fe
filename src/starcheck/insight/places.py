"""What quotas do to many branches: how many find no room, whom they move for what reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from starcheck.engine.placing import AFTER, MADE_UP, MADE_UP_OPEN, NO_PLACE, NO_PLACE_OPEN, Why, why, why_made_up
from starcheck.engine.results import HIGH, LOW, NAME, SCORE
from starcheck.language import Text, Title
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import STATES

MOST_NAMED = 10
"""How many of the branches that a quota moves are named."""
_GROUP, _LEAST, _MOST, _BEST, _WORST = "#group", "#least", "#most", "#best", "#worst"
_CERTAIN, _POSSIBLE = "#certain", "#possible"
_FEWEST, _COUNTED, _HOLDS, _EQUALS = "#fewest", "#counted", "#holds", "#equals"


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
        counted: of how many branches they are a share; None if they are none.
        holders: how many of those that compete for them hold the level for certain; equals may exceed the places.
        certain: how many branches it moves however the open facts turn out.
        possible: how many others it may move.
    """

    level: str
    title: Title | Text
    makes_up: bool
    group: str | None
    places: Range
    counted: Range | None
    holders: int
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A branch that a quota moves.

    Attributes:
        branch: its id.
        place: among those that compete for the places; from the end where the quota makes up a number.
        certain: whether it is moved however the open facts turn out.
        equals: how many have its points and no room together, though there is room for the first of them; 0 if that is
            not the reason.
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
    equals: int
    low: Title | Text
    high: Title | Text

    @property
    def competes(self) -> bool:
        """Whether there may be room for it; if not, and it is not moved for certain, it may not compete at all."""
        return self.certain or self.makes_up or self.places.most is None or self.place.least <= self.places.most


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
            None if row[_FEWEST] is None else Range(row[_FEWEST], row[_COUNTED]),
            row[_HOLDS],
            row[_CERTAIN],
            row[_POSSIBLE],
        )
        for level, makes_up, rows in _asked(results, ruleset)
        for row in rows.group_by(_GROUP, _LEAST, _MOST, _FEWEST, _COUNTED)
        .agg(pl.col(_HOLDS, _CERTAIN, _POSSIBLE).sum())
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
                row[_EQUALS],
                titles[row[f"{AFTER}_{LOW}"]],
                titles[row[f"{AFTER}_{HIGH}"]],
            )
            for row in first.iter_rows(named=True)
        ]
    return tuple(found)


def _asked(results: pl.DataFrame, ruleset: RuleSet) -> Iterator[tuple[str, bool, pl.DataFrame]]:
    """For every quota the id of its level, whether it makes up a number, and the rows with what it does to them."""
    for level in ruleset.levels:
        name = str(level.id)
        asked = ((False, why(name), (NO_PLACE, NO_PLACE_OPEN)), (True, why_made_up(name), (MADE_UP, MADE_UP_OPEN)))
        for makes_up, names, (sure, is_open) in asked:
            if names.least in results.columns:
                facts = results.with_columns(
                    *_as_far_as_there(results, names),
                    pl.col(sure).list.contains(name).alias(_CERTAIN),
                    pl.col(is_open).list.contains(name).alias(_POSSIBLE),
                    _holds(names, name).alias(_HOLDS),
                )
                parted = makes_up or level.quota is None or level.quota.ties != "all_out"
                yield name, makes_up, facts.with_columns((pl.lit(0) if parted else _equals()).alias(_EQUALS))


def _as_far_as_there(results: pl.DataFrame, names: Why) -> Iterator[pl.Expr]:
    """What says why a quota moves a branch, by names that are the same for all quotas."""
    found = {
        _LEAST: names.least,
        _MOST: names.most,
        _BEST: names.best,
        _WORST: names.worst,
        _FEWEST: names.fewest,
        _COUNTED: names.counted,
    }
    group = pl.col(names.group) if names.group in results.columns else pl.lit(None, pl.String)
    yield group.alias(_GROUP)
    for alias, name in found.items():
        yield (pl.col(name) if name in results.columns else pl.lit(None, pl.Int64)).alias(alias)


def _holds(names: Why, level: str) -> pl.Expr:
    """Who competes for the places and holds the level for certain."""
    low, high = (pl.col(f"{AFTER}_{end}") == level for end in (LOW, HIGH))
    return pl.col(names.best).is_not_null() & low & high


def _equals() -> pl.Expr:
    """How many have the points of a branch, where only that leaves it without a place; 0 elsewhere."""
    low, high, place = pl.col(f"{SCORE}_{LOW}"), pl.col(f"{SCORE}_{HIGH}"), pl.col(_BEST)
    known = place.is_not_null() & (low == high)
    equals = known.sum().over(_GROUP, low, high).cast(pl.Int64)
    first = place - equals + 1
    return pl.when(pl.col(_CERTAIN) & known & (equals > 1) & (first <= pl.col(_LEAST))).then(equals).otherwise(0)


def _titles(ruleset: RuleSet) -> Mapping[str, Title | Text]:
    return {str(level.id): level.title for level in ruleset.levels} | dict(STATES)
