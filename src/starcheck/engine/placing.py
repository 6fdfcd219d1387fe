"""The levels of all branches once the places are given, as columns of a result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.contested import fill_of, limit_of
from starcheck.engine.program import Program
from starcheck.engine.quotas import (
    BEST,
    ELIGIBLE,
    HELD_HIGH,
    HELD_LOW,
    PERHAPS_ELIGIBLE,
    WORST,
    Ends,
    Limit,
    held,
    lacking,
    ordered,
    share_of,
    stated_by,
)
from starcheck.engine.ranks import is_eligible, is_rated
from starcheck.engine.results import HIGH, LEVEL, LOW, whole
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.rules.schema.dictionary import bare_name
from starcheck.rules.schema.levels import NO_LEVEL, STATES
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.quotas import FromField, Places, Quota, TiesBy
from starcheck.rules.schema.ruleset import RuleSet

AFTER = f"{LEVEL}_after"
NO_PLACE, NO_PLACE_OPEN = "no_place", "no_place_open"
_SCORE: Ends = ("#points low", "#points high")
_COUNTED: dict[str, Ends] = {
    "all": ("#all", "#all"),
    "rated": ("#rated", "#perhaps rated"),
    "eligible": (ELIGIBLE, PERHAPS_ELIGIBLE),
}
"""Columns that say which branches a share is a share of."""


@dataclass(frozen=True)
class Placing:
    """What many branches hold after quotas."""

    ruleset: RuleSet

    @cached_property
    def quotas(self) -> dict[int, Quota]:
        """The quotas that take places from branches, by the rank of their level."""
        found = ((rank, limit_of(level)) for rank, level in enumerate(self.ruleset.levels))
        return {rank: quota for rank, quota in found if quota is not None}

    @cached_property
    def fill(self) -> Quota | None:
        """The quota that moves branches to the last level."""
        return fill_of(self.ruleset)

    @property
    def _all(self) -> list[Quota]:
        return [*self.quotas.values(), *([] if self.fill is None else [self.fill])]

    def columns(self, program: Program) -> Iterator[pl.Expr]:
        """What has to be known of every branch; nothing if no place is taken from anybody."""
        if not self._all:
            return
        leveled = program.leveled
        rated, eligible = (which(program.total.rated, leveled.eligibility) for which in (is_rated, is_eligible))
        yield from _named(_COUNTED["rated"], (as_expr(surely(rated)), as_expr(possibly(rated))))
        yield from _named(_COUNTED["eligible"], (as_expr(surely(eligible)), as_expr(possibly(eligible))))
        yield pl.lit(value=True).alias(_COUNTED["all"][0])
        yield from _named(_SCORE, (whole(program.total.points.lo), whole(program.total.points.hi)))
        yield from _named((WORST, BEST), (leveled.given.cast(pl.Int64), leveled.high.cast(pl.Int64)))
        for name, ends in program.contested.items():
            yield from _named(_number(name), ends)
        for name in {quota.per for quota in self._all if quota.per is not None}:
            yield pl.col(bare_name(name)).alias(_group(name))

    def settled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the level after quotas from low to high, and where branches found no room; last.

        Args:
            rows: the results of all branches, with the columns asked for.
        """
        if not self._all:
            return rows
        given, asked = rows, [name for name in rows.columns if name.startswith("#")]
        limits: list[Limit | None] = [None] * len(self.ruleset.levels)
        for rank, quota in self.quotas.items():
            given, limits[rank] = _limited(given, str(rank), quota, quota.at_most)
        fill = None
        if self.fill is not None:
            given, fill = _limited(given, "fill", self.fill, self.fill.at_least)
        found = held(given, limits, fill)
        return rows.drop(asked).with_columns(found.select(*self._after(), *self._without_place()))

    def _after(self) -> Iterator[pl.Expr]:
        """Levels by their ids; where a branch may hold none, its state stands, as before quotas."""
        names = pl.lit(pl.Series([*(str(level.id) for level in self.ruleset.levels), NO_LEVEL]))
        for end, rank in ((LOW, HELD_LOW), (HIGH, HELD_HIGH)):
            before = pl.col(f"{LEVEL}_{end}")
            is_state = before.is_in([state for state in STATES if state != NO_LEVEL])
            level = names.gather(pl.col(rank).cast(pl.UInt32))
            yield pl.when(is_state).then(before).otherwise(level).alias(f"{AFTER}_{end}")

    def _without_place(self) -> Iterator[pl.Expr]:
        levels = [(str(self.ruleset.levels[rank].id), *lacking(rank)) for rank in self.quotas]
        sure = [pl.when(pl.col(lacks)).then(pl.lit(name)) for name, lacks, _ in levels]
        is_open = [pl.when(pl.col(may) & ~pl.col(lacks)).then(pl.lit(name)) for name, lacks, may in levels]
        if not levels:
            return
        for name, chosen in ((NO_PLACE, sure), (NO_PLACE_OPEN, is_open)):
            yield pl.concat_list(chosen).list.drop_nulls().alias(name)


def _limited(rows: pl.DataFrame, which: str, quota: Quota, number: Places | None) -> tuple[pl.DataFrame, Limit]:
    """The rows with the order and the room of a quota."""
    least, most = f"#least {which}", f"#most {which}"
    group = () if quota.per is None else (_group(quota.per),)
    keys = [_number(name) for name in quota.ties.by] if isinstance(quota.ties, TiesBy) else []
    low, high = (f"#{end} by score {quota.ties if keys else ''}" for end in ("low", "high"))
    rows = rows if low in rows.columns else ordered(rows, (low, high), [_SCORE, *keys])
    rows = rows.with_columns(_named((least, most), _room(quota, number, group)))
    shared = {"all_in": True, "all_out": False}.get(quota.ties) if isinstance(quota.ties, str) else None
    return rows, Limit(least, most, low, high, group, shared, quota.moved_down == "beside_next")


def _room(quota: Quota, number: Places | None, group: tuple[str, ...]) -> tuple[pl.Expr, pl.Expr]:
    match number:
        case Constant(share, percent=True):
            assert quota.of is not None
            assert quota.round is not None
            return share_of(share, quota.round, _COUNTED[quota.of], group)
        case Constant(whole_number):
            return pl.lit(int(whole_number)), pl.lit(int(whole_number))
        case FromField(field):
            return stated_by(_number(field), group)
        case _:
            raise TypeError(number)


def _named(names: Ends, ends: tuple[pl.Expr, pl.Expr]) -> list[pl.Expr]:
    """Two expressions under two names, or one where both names are the same."""
    return [end.alias(name) for name, end in dict(zip(names, ends, strict=True)).items()]


def _number(name: str) -> Ends:
    return f"#{name} low", f"#{name} high"


def _group(name: str) -> str:
    return f"#in {name}"
