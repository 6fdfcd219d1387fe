"""What the stages of a rating make of the marks, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.ratings import HI, LO, Steps, key_column, steps_of
from starcheck.engine.sources import Sources
from starcheck.rules.check.kinds import of_measure
from starcheck.rules.schema.measures import Rating
from starcheck.rules.wording import Scope, Words


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One value with its keys, that of the next stage first; a key is None where nobody knows it."""

    keys: tuple[str | bool | None, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class RatingTable:
    """The values that a stage makes one of.

    Attributes:
        headers: the labels of the keys.
    """

    headers: tuple[Words, ...]
    percent: bool
    rows: tuple[RatingRow, ...]


def rating_tables(measure: Rating, sources: Sources) -> tuple[RatingTable, ...]:
    """The values before each stage as things stand; the marks themselves only where there is one stage."""
    steps, scope = steps_of(sources, measure, World.STANDING), Scope(sources.ruleset)
    percent = of_measure(sources.ruleset.tables, measure).sort == "percent"
    labels = {key.partition(".")[2]: scope.field(key).label for key in measure.keys}
    return tuple(
        RatingTable(tuple(labels[name] for name in names), percent, tuple(_rows(names, values, steps)))
        for names, values in steps.values[1:] or steps.values
    )


def _rows(names: tuple[str, ...], values: pl.LazyFrame, steps: Steps) -> Iterator[RatingRow]:
    """The values in the order of their keys, the outermost first."""
    columns, unit = [key_column(name) for name in names], 10**steps.grid.places
    ordered = values.sort(columns[::-1], nulls_last=True).select(*columns, LO, HI)
    for *keys, low, high in ordered.collect().iter_rows():
        yield RatingRow(tuple(keys), Fraction(low, unit), Fraction(high, unit))
