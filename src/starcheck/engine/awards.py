"""Awards: what every record gives or takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm

import polars as pl

from starcheck.engine import rows as over_rows
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval, choose
from starcheck.engine.records import Records
from starcheck.engine.rows import Measured, Values
from starcheck.engine.sources import Sources
from starcheck.engine.things import by_thing
from starcheck.engine.truth import as_expr
from starcheck.rules.schema.measures import RecordMeasure
from starcheck.rules.schema.score import Award, Downgrade, RecordTable

KEPT_PLACES = 6
"""Decimals kept of points that are divided record by record."""
Entry = tuple[tuple[str, ...], int]
"""The keys of a record, and its points as a whole number."""


def award(sources: Sources, award: Award, world: World) -> Measured:
    """The points of all records, as a quantity that is never negative."""
    reading = sources.reading(award.each, world)
    like = RecordMeasure.model_construct(where=award.where, within=award.within, evidence=award.evidence)
    rows = sources.rows(award.each, like, world)
    prize = _prize(sources, award, reading, world)
    gain = Values(repr(award), prize.least, prize.greatest, (0, prize.limit))
    measured = by_thing(sources, award, rows, gain, reading) if award.once_per else over_rows.total(rows, gain)
    points = measured.interval.each(lambda end: end * Q.of(prize.unit))
    if award.up_to:
        cap = Q.of(award.up_to.value)
        points = points.each(lambda end: end.least(cap))
    return Measured(points)


@dataclass(frozen=True)
class Prize:
    """The points of each record as whole numbers.

    Attributes:
        limit: the most that a record nobody has seen may have.
        unit: the points that 1 stands for.
    """

    least: Int
    greatest: Int
    limit: int
    unit: Fraction


def _prize(sources: Sources, award: Award, reading: Records, world: World) -> Prize:
    if isinstance(award.points, Fraction):
        points = Int.of(award.points.numerator)
        whole = Prize(points, points, points.bound, Fraction(1, award.points.denominator))
    else:
        whole = _looked_up(award.points, award.downgrade, reading)
    return whole if award.shared_by is None else _shared(whole, sources, award, reading, world)


def _looked_up(table: RecordTable, downgrade: Downgrade | None, reading: Records) -> Prize:
    """The entry for the fields of a record, or for a lower choice of one of them."""
    den = lcm(*(points.denominator for _, points in table.table))
    entries = [(keys, int(points * den)) for keys, points in table.table]
    points = _entry(entries, table.by, reading)
    if downgrade is not None:
        lower = _entry(_lowered(entries, table.by, downgrade, reading), table.by, reading)
        points = choose(reading.condition(downgrade.when), lower, points)
    return Prize(points.lo.num, points.hi.num, max(value for _, value in entries), Fraction(1, den))


def _lowered(entries: Sequence[Entry], by: Sequence[str], downgrade: Downgrade, reading: Records) -> list[Entry]:
    """The entries as a record reads them whose choice counts some steps lower; below the lowest there is nothing."""
    index, choices = by.index(downgrade.by), reading.table.fields[downgrade.by].allowed
    higher = dict(zip(choices, choices[downgrade.steps :], strict=False))
    read = [((*keys[:index], higher[keys[index]], *keys[index + 1 :]), points)
            for keys, points in entries if keys[index] in higher]  # fmt: skip
    others = [sorted({keys[place] for keys, _ in entries}) for place in range(len(by))]
    others[index] = list(choices[: downgrade.steps])
    return [*read, *((keys, 0) for keys in product(*others))]


def _entry(entries: Sequence[Entry], by: Sequence[str], reading: Records) -> Interval:
    """The hull of the entries that a record may have; nothing where a field is none."""
    limit = max((points for _, points in entries), default=0)
    absent = [~as_expr(reading.has_value(name)) for name in by]
    is_open = any(reading.is_nullable(name) and not reading.unknown_is_none(name) for name in by)

    def end(pick: Callable[[Sequence[pl.Expr]], pl.Expr]) -> Q:
        may = [
            pl.when(
                pl.all_horizontal(
                    [reading.says(name, key).fill_null(value=True) for name, key in zip(by, keys, strict=True)]
                )
            ).then(points)
            for keys, points in entries
        ]
        hull = pl.when(pl.any_horizontal(absent)).then(0).otherwise(pick(may).fill_null(0))
        return Q(Int(hull.cast(pl.Int64), limit, 1), Int.of(1))

    least = end(pl.min_horizontal)
    return Interval(least, end(pl.max_horizontal) if is_open else least)


def _shared(whole: Prize, sources: Sources, award: Award, reading: Records, world: World) -> Prize:
    """Points divided among those that a record names, kept to a few decimals; nobody shares with none."""
    name = award.shared_by or ""
    among = sources.values(award.each, name, world)
    one = 10**among.scale

    def people(number: Int) -> Int:
        if not reading.is_nullable(name) or not reading.unknown_is_none(name):
            return number
        present = reading.column(name).is_not_null()
        return Int(pl.when(present).then(number.expr).otherwise(one), number.bound, 1)

    def part(points: Int, number: Int) -> Int:
        kept = Q(points * Int.of(one * 10**KEPT_PLACES), number * Int.of(whole.unit.denominator))
        return kept.rounded("half_up").within(limit)

    limit = Q.of(whole.limit * whole.unit * 10**KEPT_PLACES).rounded("half_up").bound
    least = part(whole.least, people(among.greatest))
    is_point = whole.least is whole.greatest and among.least is among.greatest
    greatest = least if is_point else part(whole.greatest, people(among.least))
    return Prize(least, greatest, limit, Fraction(1, 10**KEPT_PLACES))
