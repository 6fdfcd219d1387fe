"""Ratings: marks that people gave, combined key by key from the inside out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.exact import NARROW, Int, Q, pick
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.engine.records import Records
from starcheck.engine.rows import Measured, Rows, Values, blank_where_undefined
from starcheck.engine.scales import on_scale
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr, between, possibly, some, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.dictionary import NUMERIC, RECORD_LIMIT
from starcheck.rules.schema.measures import Rating
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ratings import Stage

LO, HI, SURE, VAGUE, CALLED = "rate lo", "rate hi", "rate sure", "rate vague", "rate called"
"""The ends of a value; whether it is there for certain, holds something of an unknown key, had to be given."""
FIRST, SEVERAL, SILENT = "rate first", "rate several", "rate silent"
"""Columns beside those of the records; no field has a space in its name."""
FLAGS = (SURE, VAGUE, CALLED)


@dataclass(frozen=True)
class Grid:
    """The grid on which averages lie, with the least and the greatest mark in its units."""

    places: int
    least: int
    greatest: int

    @property
    def bound(self) -> int:
        """No value is greater in magnitude."""
        return max(abs(self.least), abs(self.greatest))

    def rounded(self, total: Int, number: Int) -> pl.Expr:
        """A quotient to the nearest unit, halves away from zero."""
        return Q(total, number).rounded("half_up").within(self.bound).expr.cast(pl.Int64)


@dataclass(frozen=True)
class Steps:
    """A rating on its way to one value.

    Attributes:
        extra: how many further marks there may be.
        further: how many further rows there may be of what makes it defined.
        values: before each stage the values, with the keys that they still go by.
        last: at most one value for each branch.
        silent: who is on the roster for certain and gave no mark; None without a roster.
    """

    grid: Grid
    extra: Int
    further: Int
    values: tuple[tuple[tuple[str, ...], pl.LazyFrame], ...]
    last: pl.LazyFrame
    silent: pl.LazyFrame | None


def rating(sources: Sources, measure: Rating, world: World) -> tuple[Measured, pl.Expr | None]:
    """The marks, stage by stage, to one value; with a roster also who gave none, as a list of names."""
    steps = steps_of(sources, measure, world)

    def fold(part: str, frame: pl.LazyFrame) -> Fold:
        name = ("rating", part, repr(measure), None if sources.clock.over else world)
        return sources.folds.setdefault(name, Fold(f"rating{len(sources.folds)}", frame))

    measured = _measured(fold("value", steps.last), steps)
    if steps.silent is None:
        return measured, None
    return measured, fold("silent", steps.silent).add(SILENT, pl.col(SILENT).sort(), zero=False)


def steps_of(sources: Sources, measure: Rating, world: World) -> Steps:
    """The values before and after every stage."""
    table, mark = measure.rating.split(".")
    reading = sources.reading(table, world)
    rows = sources.rows(table, measure, world, fields=(mark, *measure.own_keys))
    marks = _marks(reading, mark, measure)
    grid = _grid(reading, measure, marks)
    current = _averaged(_counted(measure, reading, rows, marks), measure, marks, grid)
    keys, further, values, silent = measure.own_keys, rows.extra, [], None
    for index, stage in enumerate(measure.stages):
        if index == measure.called:
            current, silent = _called(sources, measure, world, current, grid)
            further = sources.extra((measure.of or "").split(".")[0], None, world)
            keys = tuple(later.by for later in measure.stages[index:])
        values.append((keys, current))
        keys = keys[1:]
        current = _combined(current, stage, keys, grid)
    return Steps(grid, rows.extra, further, tuple(values), current, silent)


def _measured(fold: Fold, steps: Steps) -> Measured:
    """The value, or any, where something unknown could belong anywhere."""
    grid, extra, further = steps.grid, steps.extra, steps.further

    def flag(name: str) -> pl.Expr:
        return fold.add(name, pl.col(name).any().cast(pl.Int64)) > 0

    def end(name: str) -> Int:
        return Int(fold.add(name, pl.col(name).first()), grid.bound, 1 if grid.least >= 0 else 0)

    anything = as_expr(some([flag(VAGUE), as_expr(extra.positive()), as_expr(further.positive())]))
    den = Int.of(10**grid.places)
    lo, hi = pick(anything, Int.of(grid.least), end(LO)), pick(anything, Int.of(grid.greatest), end(HI))
    defined = between(flag(SURE), flag(CALLED) | as_expr(further.positive()))
    return blank_where_undefined(Interval(Q(lo, den), Q(hi, den)), defined)


def _marks(reading: Records, name: str, measure: Rating) -> Values:
    """The marks in units of their own; one that nobody knows is anything from the least to the greatest."""
    if measure.scale is not None:
        return on_scale(reading, name, measure.scale)
    field = reading.table.fields[name]
    assert field.type in NUMERIC
    least, greatest = field.bounds
    bound, column = max(abs(least), abs(greatest)), reading.column(name)
    low, high = (Int(column.fill_null(end), bound) for end in (least, greatest))
    return Values(name, low, high, field.bounds, field.scale)


def _grid(reading: Records, measure: Rating, marks: Values) -> Grid:
    field = reading.table.fields[measure.rating.split(".")[1]]
    entries = () if measure.scale is None else measure.scale.values()
    percent = field.type == "percent" if measure.scale is None else any(entry.percent for entry in entries)
    places = measure.places + (2 if percent else 0)
    least, greatest = (_rescaled(end, marks.scale, places) for end in marks.limits)
    return Grid(places, least, greatest)


def _rescaled(units: int, scale: int, places: int) -> int:
    """An end of the scale, which the rule set puts on the grid."""
    return int(Fraction(units * 10**places, 10**scale))


def _counted(measure: Rating, reading: Records, rows: Rows, marks: Values) -> pl.LazyFrame:
    """The marks that count or may count; one that may has any value, as leaving it out is like a mark between."""
    sure, possible = as_expr(surely(rows.inclusion)), as_expr(possibly(rows.inclusion))
    low, high = marks.limits
    keys = {key_column(name): reading.column(name) for name in measure.own_keys}
    return rows.fold.frame.with_columns(
        **keys,
        **{
            LO: pl.when(sure).then(marks.least.expr).otherwise(low),
            HI: pl.when(sure).then(marks.greatest.expr).otherwise(high),
            SURE: sure,
            VAGUE: pl.any_horizontal([column.is_null() for column in keys.values()]),
            CALLED: pl.lit(value=True),
        },
    ).filter(possible)


def _averaged(frame: pl.LazyFrame, measure: Rating, marks: Values, grid: Grid) -> pl.LazyFrame:
    """Marks of equal keys as their average, on the grid."""
    keys = [key_column(name) for name in measure.own_keys]
    grouped = frame.group_by(KEY, *keys).agg(pl.col(LO, HI).sum().cast(pl.Int64), pl.len().alias(SEVERAL), *_flags())
    finer, coarser = 10 ** max(grid.places - marks.scale, 0), 10 ** max(marks.scale - grid.places, 0)
    number = Int(pl.col(SEVERAL).cast(pl.Int64), RECORD_LIMIT, 1) * Int.of(coarser)
    bound = max(map(abs, marks.limits)) * RECORD_LIMIT
    ends = {name: grid.rounded(Int(pl.col(name), bound) * Int.of(finer), number) for name in (LO, HI)}
    return grouped.with_columns(**ends).select(KEY, *keys, LO, HI, *FLAGS)


def _called(
    sources: Sources, measure: Rating, world: World, values: pl.LazyFrame, grid: Grid
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """One value for everybody on the roster, any for who gave no mark or is perhaps not on it; and who gave none."""
    roster = _roster(sources, measure, world)
    by = key_column((measure.of or "").split(".")[1])
    joined = roster.join(values.select(KEY, by, LO, HI, pl.col(VAGUE).alias(SEVERAL)), on=[KEY, by], how="left")
    known = pl.col(FIRST) & pl.col(LO).is_not_null()
    listed = joined.with_columns(
        pl.when(known).then(pl.col(LO)).otherwise(grid.least).alias(LO),
        pl.when(known).then(pl.col(HI)).otherwise(grid.greatest).alias(HI),
        pl.col(VAGUE) | pl.col(SEVERAL).fill_null(value=False),
        pl.lit(value=True).alias(CALLED),
    ).drop(FIRST, SEVERAL)
    nobody = {SURE: pl.lit(value=False), CALLED: pl.lit(value=False)}
    nameless = values.filter(pl.col(by).is_null()).select(KEY, by, LO, HI, VAGUE, **nobody)
    silent = joined.filter(pl.col(FIRST) & pl.col(LO).is_null() & pl.col(by).is_not_null())
    names = silent.select(KEY, pl.col(by).cast(pl.String).alias(SILENT))
    return pl.concat([listed, nameless], how="diagonal"), names


def _roster(sources: Sources, measure: Rating, world: World) -> pl.LazyFrame:
    """The people who have to mark, each with the keys of the later stages, as the first row says that names them."""
    table, field = (measure.of or "").split(".")
    names = [field, *(stage.by for stage in measure.stages[len(measure.own_keys) :])]
    reading = sources.reading(table, world)
    inclusion = sources.inclusion(reading, (measure.of_where,), evidence=False, fields=tuple(names))
    keys = {key_column(name): reading.column(name) for name in names}
    unknown = pl.any_horizontal([column.is_null() for column in keys.values()])
    frame = sources.frame(table, None).with_columns(
        **keys, **{SURE: as_expr(surely(inclusion)), VAGUE: unknown, SEVERAL: as_expr(possibly(inclusion))}
    )
    by, *later = keys
    first = pl.col(SURE).first()
    return (
        frame.filter(pl.col(SEVERAL))
        .group_by(KEY, by)
        .agg(
            first.alias(FIRST),
            pl.col(SURE).any(),
            (pl.col(VAGUE).first() | ((pl.len() > 1) & ~first)).alias(VAGUE),
            *[pl.col(name).first() for name in later],
        )
    )


def _combined(values: pl.LazyFrame, stage: Stage, later: tuple[str, ...], grid: Grid) -> pl.LazyFrame:
    """The values that agree in all later keys, made one."""
    keys = [KEY, *map(key_column, later)]
    if stage.weights is not None:
        return _weighted(values, stage, stage.weights, keys, grid)
    aggregates = [
        aggregate
        for name in (LO, HI)
        for aggregate in (
            pl.col(name).sum().cast(pl.Int64),
            pl.col(name).min().alias(f"{name} min"),
            pl.col(name).max().alias(f"{name} max"),
        )
    ]
    grouped = values.group_by(keys).agg(*aggregates, pl.len().cast(pl.Int64).alias(SEVERAL), *_flags())
    ends = {name: _taken(name, stage, grid) for name in (LO, HI)}
    return grouped.with_columns(**ends).select(*keys, LO, HI, *FLAGS)


def _taken(name: str, stage: Stage, grid: Grid) -> pl.Expr:
    """One end of an aggregate, from the sum, the extremes and the number of the values."""
    least, most = (Int(pl.col(f"{name} {which}"), grid.bound) for which in ("min", "max"))
    total, number = Int(pl.col(name), grid.bound * RECORD_LIMIT), Int(pl.col(SEVERAL), RECORD_LIMIT, 1)
    match stage.take:
        case "min":
            return least.expr
        case "max":
            return most.expr
        case "trimmed":
            three, two = number.at_least(Int.of(3)), Int.of(2)
            return grid.rounded(pick(three, total - least - most, total), pick(three, number - two, number))
        case _:
            return grid.rounded(total, number)


def _weighted(
    values: pl.LazyFrame, stage: Stage, weights: Mapping[str, Constant], keys: list[str], grid: Grid
) -> pl.LazyFrame:
    """The sum by weights; a key without a value has any."""
    whole = lcm(*(weight.value.denominator for weight in weights.values()))
    parts = [int(weight.value * whole) for weight in weights.values()]
    column = pl.col(key_column(stage.by)).cast(pl.String)
    weight = Int(column.replace_strict(list(weights), parts, default=0, return_dtype=pl.Int64), whole, 1)
    wide = pl.Int128 if grid.bound * whole > NARROW else pl.Int64
    sums = [(Int(pl.col(name), grid.bound) * weight).expr.cast(wide).sum().alias(name) for name in (LO, HI)]
    grouped = values.group_by(keys).agg(*sums, weight.expr.sum().alias(SEVERAL), *_flags())
    missing = Int.of(whole) - Int(pl.col(SEVERAL), whole, 1)
    ends = {
        name: grid.rounded(Int(pl.col(name), grid.bound * whole) + missing * Int.of(end), Int.of(whole))
        for name, end in ((LO, grid.least), (HI, grid.greatest))
    }
    return grouped.with_columns(**ends).select(*keys, LO, HI, *FLAGS)


def _flags() -> list[pl.Expr]:
    return [pl.col(name).any() for name in FLAGS]


def key_column(name: str) -> str:
    """The column of a key among the values."""
    return f"rate by {name}"
