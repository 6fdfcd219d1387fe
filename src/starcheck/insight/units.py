"""Results rolled up to the units that branches belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from starcheck.engine.units import paths_of
from starcheck.insight.tallies import CERTAIN, POSSIBLE, count_of, tallied
from starcheck.language import Title
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.levels import NO_LEVEL, STATES
from starcheck.rules.schema.ruleset import RuleSet

UNIT, NAME = "unit", "name"
"""The field that names the unit, and the name."""
MOST_NAMED = 20
"""How many units that stand under several others are named."""


@dataclass(frozen=True, slots=True)
class Split:
    """A name that stands under several units that are called differently, and therefore counts as several.

    Attributes:
        above: the ways down to it, the highest unit first; None where none is stated.
    """

    name: str
    above: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the hierarchy.

    Attributes:
        field: the field of the branch that names the unit.
        units: how many there are.
        without: how many branches name none.
        is_known: whether an empty cell says that there is none; otherwise nobody knows where those branches belong.
        splits: how many names stand under several units that are called differently.
        split: the first of them.
    """

    field: str
    title: Title
    units: int
    without: int
    is_known: bool
    splits: int
    split: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """The units that branches belong to.

    Attributes:
        steps: of the hierarchy, the highest first; empty if the rule set has none.
        table: one row for every unit, as `roll_up` gives it.
    """

    steps: tuple[Step, ...] = ()
    table: pl.DataFrame = field(default_factory=pl.DataFrame)

    @classmethod
    def of(cls, results: pl.DataFrame, ruleset: RuleSet) -> Units:
        """The units of the branches of some results.

        Args:
            results: one row for each branch, as `Results` gives them.
            ruleset: the rule set by which they were judged.
        """
        if not ruleset.units:
            return cls()
        return cls(tuple(steps_of(results, ruleset)), roll_up(results, ruleset))

    @property
    def foremost(self) -> Step | None:
        """The highest step at which there is more than one unit, else the lowest at which there is any."""
        stated = [step for step in self.steps if step.units]
        return next((step for step in stated if step.units > 1), stated[-1] if stated else None)

    def rows_of(self, step: Step, most: int) -> list[dict[str, Any]]:
        """The first rows of the units of a step."""
        return self.table.filter(pl.col(UNIT) == step.field).head(most).rows(named=True)


def roll_up(results: pl.DataFrame, ruleset: RuleSet) -> pl.DataFrame:
    """One row for every unit: of which step, what it is called, what it is in, then figures of all branches in it.

    A unit is what it is called and what it is in: the same name under two others makes two units. A unit stands before
    those in it. Branches that name no unit of a step are in none.

    Args:
        results: one row for each branch, as `Results` gives them.
        ruleset: the rule set by which they were judged.
    """
    paths = paths_of(ruleset)
    steps = [
        tallied(results.filter(pl.col(path[-1]).is_not_null()), ruleset, path).with_columns(
            pl.lit(unit).alias(UNIT), pl.col(path[-1]).alias(NAME)
        )
        for unit, path in zip(ruleset.units, paths, strict=True)
    ]
    rows = pl.concat(steps, how="diagonal").drop(_never_held(ruleset))
    return rows.select(UNIT, NAME, *paths[-1], pl.exclude(UNIT, NAME, *paths[-1])).sort(paths[-1], nulls_last=False)


def steps_of(results: pl.DataFrame, ruleset: RuleSet) -> Iterator[Step]:
    """What there is to say of every step of the hierarchy, the highest first.

    Args:
        results: one row for each branch, as `Results` gives them.
        ruleset: the rule set by which they were judged.
    """
    for name, path in zip(ruleset.units, paths_of(ruleset), strict=True):
        own, stated = path[-1], ruleset.tables[BRANCH].fields[name]
        units = results.select(path).filter(pl.col(own).is_not_null()).unique().sort(own, *path[:-1])
        several = units.filter(pl.struct(path[-2:-1]).n_unique().over(own) > 1) if len(path) > 1 else units.clear()
        splits = several.select(own).unique(maintain_order=True)
        without = results[own].null_count()
        yield Step(
            name,
            stated.label,
            units.height,
            without,
            stated.blank == "none",
            splits.height,
            tuple(_splits(several, path)),
        )


def _splits(several: pl.DataFrame, path: tuple[str, ...]) -> Iterator[Split]:
    """The first names of some units, each with all that they stand under."""
    first = several.select(path[-1]).unique(maintain_order=True).head(MOST_NAMED)
    named = several.join(first, on=path[-1], how="semi", maintain_order="left")
    for (name,), rows in named.group_by(path[-1], maintain_order=True):
        yield Split(str(name), tuple(rows.select(path[:-1]).rows()))


def _never_held(ruleset: RuleSet) -> list[str]:
    """The columns of states that no condition of the rule set leads to."""
    if not ruleset.levels:
        return []
    led_to = {NO_LEVEL, "not_rated", *(rule.otherwise for rule in ruleset.eligibility)}
    return [count_of(state, which) for state in STATES if state not in led_to for which in (CERTAIN, POSSIBLE)]
