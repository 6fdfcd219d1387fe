"""Measures that go by keys: first an aggregate per key, then one over the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from starcheck.engine import rows as over_rows
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval, compare
from starcheck.engine.rows import Measured, Rows, Values
from starcheck.engine.sources import Sources
from starcheck.engine.truth import Known, Truth, as_expr, between, every, is_known, possibly, surely
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.conditions import Comparison
from starcheck.rules.schema.dictionary import RECORD_LIMIT
from starcheck.rules.schema.measures import Each, Sum
from starcheck.rules.schema.numbers import Constant

LO, HI, SURE, POSSIBLE = "each lo", "each hi", "each sure", "each possible"
ADD_LO, ADD_HI, ALL_LO, ALL_HI, EXTRA = "each +lo", "each +hi", "each *lo", "each *hi", "each extra"
BY, LISTED = "each key", "each listed"
"""Columns beside those of the records; no field has a space in its name."""


@dataclass(frozen=True)
class Taken:
    """What is taken of each record: its least and greatest value, and whether it counts."""

    least: Int
    greatest: Int
    limits: tuple[int, int]
    scale: int
    truth: Truth


@dataclass
class Listed(Fold):
    """The keys of a roster with what the records of each give, once for all that is asked of the roster.

    Attributes:
        frame: the records that have a key, with what is taken of each.
        roster: its rows, their keys in `BY`.
        nameless: whether it may have rows without a key; these stay apart.
        widened: what keys may own besides their records.
        flags: what is asked of the rows, by column.
    """

    roster: pl.LazyFrame = field(kw_only=True)
    nameless: bool = field(kw_only=True)
    widened: Callable[[pl.LazyFrame], pl.LazyFrame] = field(kw_only=True)
    flags: dict[str, pl.Expr] = field(default_factory=dict)

    def present(self, condition: str, inclusion: Truth) -> Truth:
        """Whether a key is on the roster with a row that fulfils a condition."""
        sure, possible = f"{SURE} {condition}", f"{POSSIBLE} {condition}"
        self.flags[sure] = as_expr(surely(inclusion))
        if is_known(inclusion) and not self.nameless:
            return Known(pl.col(sure))
        self.flags[possible] = as_expr(possibly(inclusion))
        return between(pl.col(sure), pl.col(possible))

    def rows(self) -> pl.LazyFrame:
        """One row per branch and key of the roster; a row of the roster without a key is one of its own."""
        no, nothing = pl.lit(value=False), pl.lit(0, dtype=pl.Int64)
        of_roster = {LO: nothing, HI: nothing, LISTED: pl.lit(value=True)}
        listed = self.roster.select(KEY, BY, **of_roster, **self.flags)
        records = self.frame.select(KEY, BY, pl.col(LO, HI).cast(pl.Int64), **dict.fromkeys((LISTED, *self.flags), no))
        named = pl.concat([listed.filter(pl.col(BY).is_not_null()), records])
        keys = named.group_by(KEY, BY).agg(pl.col(LO, HI).sum(), pl.col(LISTED, *self.flags).any()).filter(LISTED)
        if self.nameless:
            unsure = {flag: no for flag in self.flags if flag.startswith(SURE)}
            keys = pl.concat([keys, listed.filter(pl.col(BY).is_null()).with_columns(**unsure)])
        return self.widened(keys)


def each(sources: Sources, measure: Each, world: World) -> Measured:
    """First per key, then over keys."""
    table, name = measure.each.split(".")
    records, reading = sources.rows(table, measure, world), sources.reading(table, world)
    taken = _taken(sources, measure, table, world)
    frame = records.fold.frame.with_columns(reading.column(name).alias(BY))
    inclusion = every([records.inclusion, reading.has_value(name)])
    own = frame.filter(pl.col(BY).is_not_null()).with_columns(**_of_record(inclusion, taken))
    may_be_anybodys = reading.is_nullable(name)
    widened = partial(_widened, sources, frame, inclusion, taken, records, nullable=may_be_anybodys)
    if measure.of:
        fold, present = _on_roster(sources, measure, world, own, widened)
        extra = sources.extra(measure.of.split(".")[0], None, world)
    else:
        per_key = own.group_by(KEY, BY).agg(pl.col(LO, HI).sum().cast(pl.Int64), pl.col(SURE, POSSIBLE).any())
        fold_key = ("each", repr(measure), world if not sources.clock.over else None)
        keys = Fold(f"each{len(sources.folds)}", widened(per_key.filter(POSSIBLE)))
        fold, present = sources.folds.setdefault(fold_key, keys), between(pl.col(SURE), pl.col(POSSIBLE))
        extra = records.extra
        if may_be_anybodys:
            unknown_key = (as_expr(possibly(inclusion)) & reading.column(name).is_null()).sum().cast(pl.Int64)
            extra += Int(records.fold.add((records.key, "unknown key", name), unknown_key), RECORD_LIMIT)
    bound = max(abs(taken.limits[0]), abs(taken.limits[1])) * 2 * RECORD_LIMIT
    limits = (min(taken.limits[0], 0) * RECORD_LIMIT, max(taken.limits[1], 0) * RECORD_LIMIT)
    rows = Rows(fold, ("keys", repr(measure.of_where)), present, extra=extra)
    values = Values("value", Int(pl.col(LO), bound), Int(pl.col(HI), bound), limits, taken.scale)
    return _then(measure, rows, values)


def _on_roster(
    sources: Sources,
    measure: Each,
    world: World,
    own: pl.LazyFrame,
    widened: Callable[..., pl.LazyFrame],
) -> tuple[Fold, Truth]:
    """The keys of a roster, shared by all measures that differ only in whom they ask of it; and which of them count."""
    table, name = (measure.of or "").split(".")
    reading = sources.reading(table, world)
    nameless = reading.is_nullable(name) and not reading.unknown_is_none(name)
    alike = measure.model_copy(update=dict.fromkeys(("label", "unit", "then", "of_where")))
    key = ("each", repr(alike), world if not sources.clock.over else None)
    if key not in sources.folds:
        sources.folds[key] = Listed(
            f"each{len(sources.folds)}",
            own,
            roster=sources.frame(table, None).with_columns(reading.column(name).alias(BY)),
            nameless=nameless,
            widened=partial(widened, nameless=nameless),
        )
    fold = sources.folds[key]
    assert isinstance(fold, Listed)
    inclusion = sources.inclusion(reading, (measure.of_where,), evidence=False, fields=(name,))
    return fold, fold.present(repr(measure.of_where), inclusion)


def _taken(sources: Sources, measure: Each, table: str, world: World) -> Taken:
    reading = sources.reading(table, world)
    truth = sources.inclusion(reading, (measure.take.where,), evidence=False)
    if isinstance(measure.take, Sum):
        field = measure.take.sum.split(".")[1]
        values = sources.values(table, field, world)
        return Taken(
            values.least, values.greatest, values.limits, values.scale, every([truth, reading.has_value(field)])
        )
    one = Int.of(1)
    return Taken(one, one, (0, 1), 0, truth)


def _of_record(inclusion: Truth, taken: Taken) -> dict[str, pl.Expr]:
    """What a record gives to its key, and whether the key is there because of it."""
    counted = every([inclusion, taken.truth])
    sure, possible = as_expr(surely(counted)), as_expr(possibly(counted))
    zero = Int.of(0)
    lo = pl.when(sure).then(taken.least.expr).when(possible).then(taken.least.least(zero).expr).otherwise(0)
    hi = pl.when(sure).then(taken.greatest.expr).when(possible).then(taken.greatest.most(zero).expr).otherwise(0)
    return {LO: lo, HI: hi, SURE: as_expr(surely(inclusion)), POSSIBLE: as_expr(possibly(inclusion))}


def _widened(
    sources: Sources,
    frame: pl.LazyFrame,
    inclusion: Truth,
    taken: Taken,
    records: Rows,
    keys: pl.LazyFrame,
    *,
    nullable: bool,
    nameless: bool = False,
) -> pl.LazyFrame:
    """Each key may also own the records whose key is unknown, and the further ones; a nameless one may own any."""
    if not nullable and not nameless and records.extra.constant == 0:
        return keys
    counted = every([inclusion, taken.truth])
    possible, zero = as_expr(possibly(counted)), Int.of(0)
    low = pl.when(possible).then(taken.least.least(zero).expr).otherwise(0)
    high = pl.when(possible).then(taken.greatest.most(zero).expr).otherwise(0)
    unnamed = pl.col(BY).is_null()
    added = {ADD_LO: pl.when(unnamed).then(low).otherwise(0), ADD_HI: pl.when(unnamed).then(high).otherwise(0)}
    columns = frame.with_columns(**added, **{ALL_LO: low, ALL_HI: high})
    per_branch = columns.group_by(KEY).agg(pl.col(ADD_LO, ADD_HI, ALL_LO, ALL_HI).sum().cast(pl.Int64))
    keys = keys.join(per_branch, on=KEY, how="left").with_columns(pl.col(ADD_LO, ADD_HI, ALL_LO, ALL_HI).fill_null(0))
    extra = records.extra
    if not isinstance(extra.value, int):
        keys = keys.join(sources.base().select(KEY, extra.expr.alias(EXTRA)), on=KEY, how="left")
        extra = Int(pl.col(EXTRA), extra.bound)
    least, most = min(taken.limits[0], 0), max(taken.limits[1], 0)
    lo = pl.when(unnamed).then(pl.col(ALL_LO)).otherwise(pl.col(LO) + pl.col(ADD_LO)) + (extra * Int.of(least)).expr
    hi = pl.when(unnamed).then(pl.col(ALL_HI)).otherwise(pl.col(HI) + pl.col(ADD_HI)) + (extra * Int.of(most)).expr
    return keys.with_columns(lo.alias(LO), hi.alias(HI))


def _then(measure: Each, rows: Rows, values: Values) -> Measured:
    match measure.then.aggregate:
        case "sum":
            return over_rows.total(rows, values)
        case "mean":
            return over_rows.mean(rows, values)
        case "min" | "max" as which:
            return over_rows.extreme(rows, values, least=which == "min")
        case "count":
            truth = _passes(values, measure.then.comparisons)
            key = (rows.key, repr(measure.then))
            passing = Rows(rows.fold, key, every([rows.inclusion, truth]), extra=rows.extra)
            return over_rows.count(passing)
        case "share":
            truth = _passes(values, measure.then.comparisons)
            one = Int.of(1)
            passed = Int.one_where(surely(truth)), Int.one_where(possibly(truth))
            return over_rows.part_of_whole(
                rows, Values(f"passed {measure.then!r}", *passed, (0, 1)), Values("one", one, one, (1, 1))
            )


def _passes(values: Values, comparisons: tuple[Comparison, ...]) -> Truth:
    """Whether the value of a key passes all comparisons."""
    value = Interval(Q(values.least, values.den), Q(values.greatest, values.den))
    return every(_holds(value, comparison) for comparison in comparisons)


def _holds(value: Interval, comparison: Comparison) -> Truth:
    def bound(operand: object) -> Interval:
        assert isinstance(operand, Constant)
        return Interval.point(operand.value)

    if comparison.op == "between":
        low, high = comparison.operand  # type: ignore[misc, str-unpack]
        return every([compare("at_least", value, bound(low)), compare("at_most", value, bound(high))])
    return compare(comparison.op, value, bound(comparison.operand))
