"""The levels of all branches once the places are given, as columns of a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.contested import fill_of, limit_of, numbers_of, wanted_of
from starcheck.engine.program import Program
from starcheck.engine.quotas import (
    BEST,
    ELIGIBLE,
    FILL,
    HELD_HIGH,
    HELD_LOW,
    PERHAPS_ELIGIBLE,
    WORST,
    Ends,
    Limit,
    held,
    lacking,
    moved,
    ordered,
    placed,
    share_of,
    stated_by,
)
from starcheck.engine.ranks import is_eligible, is_rated
from starcheck.engine.results import HIGH, LEVEL, LOW, whole
from starcheck.engine.truth import as_expr, possibly, surely
from starcheck.rules.schema.dictionary import BRANCH, BRANCH_LIMIT, bare_name
from starcheck.rules.schema.levels import NO_LEVEL, STATES
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.quotas import FromField, Places, Quota, TiesBy
from starcheck.rules.schema.ruleset import RuleSet

AFTER = f"{LEVEL}_after"
NO_PLACE, NO_PLACE_OPEN = "no_place", "no_place_open"
MADE_UP, MADE_UP_OPEN = "made_up", "made_up_open"
_SCORE: Ends = ("#points low", "#points high")
_COUNTED: dict[str, Ends] = {
    "all": ("#all", "#all"),
    "rated": ("#rated", "#perhaps rated"),
    "eligible": (ELIGIBLE, PERHAPS_ELIGIBLE),
}
"""Columns that say which branches a share is a share of."""
_NO_END = pl.lit(None, pl.Int64)


@dataclass(frozen=True, slots=True)
class Why:
    """Columns of a result that say why a quota moves a branch, or does not.

    Attributes:
        group: the branches that share places with it; not there if all do.
        least, most: how many places they have; null for the most if there is no end to it.
        best, worst: its place among those that compete for them; null if it does not, or there is no end to it.
        fewest, counted: of how many branches the places are a share, at least and at most; not there if they are none.
    """

    group: str
    least: str
    most: str
    best: str
    worst: str
    fewest: str
    counted: str


def why(level: object) -> Why:
    """What says who finds no room at a level."""
    names = (*_pair("room", level, "least", "most"), *_pair("place", level, "best", "worst"))
    return Why(f"group_{level}", *names, *_pair("counted", level, "least", "most"))


def why_made_up(level: object) -> Why:
    """What says who makes up the number of a level; places are counted from the end."""
    names = (*_pair("made_up", level, "least", "most"), *_pair("from_end", level, "least", "most"))
    return Why(f"group_made_up_{level}", *names, *_pair("counted_made_up", level, "least", "most"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Columns of a result that say how many should hold a level.

    Attributes:
        group: the branches of which so many should; not there if all are one group.
        least, most: how many that are; null for the most if there is no end to it.
    """

    group: str
    least: str
    most: str


def wanted(level: object) -> Wanted:
    """What says how many should hold a level, where nobody is moved for it."""
    return Wanted(f"group_wanted_{level}", *_pair("wanted", level, "least", "most"))


def _pair(what: str, level: object, low: str, high: str) -> Ends:
    return f"{what}_{level}_{low}", f"{what}_{level}_{high}"


@dataclass(frozen=True)
class Placing:
    """What many branches hold after quotas.

    Attributes:
        left_out: how many further branches there may be, of which nothing is known; None if there is no end to them.
    """

    ruleset: RuleSet
    left_out: int | None = 0

    @cached_property
    def quotas(self) -> dict[int, Quota]:
        """The quotas that take places from branches, by the rank of their level."""
        found = ((rank, limit_of(level)) for rank, level in enumerate(self.ruleset.levels))
        return {rank: quota for rank, quota in found if quota is not None}

    @cached_property
    def fill(self) -> Quota | None:
        """The quota that moves branches to the last level."""
        return fill_of(self.ruleset)

    @cached_property
    def wanted(self) -> dict[int, Quota]:
        """The quotas that move nobody and say how many should hold a level, by its rank."""
        return wanted_of(self.ruleset)

    @property
    def _all(self) -> list[Quota]:
        return [*self.quotas.values(), *([] if self.fill is None else [self.fill])]

    def columns(self, program: Program) -> Iterator[pl.Expr]:
        """What has to be known of every branch; nothing if no number of branches is asked for."""
        asking = [*self._all, *self.wanted.values()]
        if not asking:
            return
        leveled = program.leveled
        rated, eligible = (which(program.total.rated, leveled.eligibility) for which in (is_rated, is_eligible))
        yield from _named(_COUNTED["rated"], (as_expr(surely(rated)), as_expr(possibly(rated))))
        yield from _named(_COUNTED["eligible"], (as_expr(surely(eligible)), as_expr(possibly(eligible))))
        yield pl.lit(value=True).alias(_COUNTED["all"][0])
        yield from _named(_SCORE, (whole(program.total.points.lo), whole(program.total.points.hi)))
        yield from _named((WORST, BEST), (leveled.given.cast(pl.Int64), leveled.high.cast(pl.Int64)))
        for name in {number: None for quota in asking for number in numbers_of(quota)}:
            yield from _named(_number(name), program.contested[name])
        for name in {quota.per for quota in asking if quota.per is not None}:
            yield pl.col(bare_name(name)).alias(_group(name))

    def settled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the level after quotas from low to high, and where branches found no room; last.

        Args:
            rows: the results of all branches, with the columns asked for.
        """
        asked = [name for name in rows.columns if name.startswith("#")]
        settled = rows.with_columns(*self._wanted()).drop(asked)
        return settled.with_columns(self._held(rows)) if self._all else settled

    def _held(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The levels once all places are given, and why."""
        given = rows
        limits: list[Limit | None] = [None] * len(self.ruleset.levels)
        for rank, quota in self.quotas.items():
            given, limits[rank] = self._limited(given, rank, quota, quota.at_most)
        fill = None
        if self.fill is not None:
            given, fill = self._limited(given, FILL, self.fill, self.fill.at_least)
        found = held(given, limits, fill)
        return found.select(*self._after(), *self._without_place(), *self._made_up(), *self._why())

    def _wanted(self) -> Iterator[pl.Expr]:
        """For every quota that moves nobody the group of a branch, and how many of it should hold the level."""
        for rank, quota in self.wanted.items():
            names, group = wanted(self._id(rank)), () if quota.per is None else (_group(quota.per),)
            for name in group:
                yield pl.col(name).cast(pl.String).alias(names.group)
            left_out = BRANCH_LIMIT if self.left_out is None else self.left_out
            least, most = self._room(quota, quota.at_least, group, left_out)
            is_endless = self.left_out is None and not _is_whole(quota.at_least)
            yield least.cast(pl.Int64).alias(names.least)
            yield (_NO_END if is_endless else most.cast(pl.Int64)).alias(names.most)

    def _after(self) -> Iterator[pl.Expr]:
        """Levels by their ids; where a branch may hold none, its state stands, as before quotas."""
        names = pl.lit(pl.Series([*(str(level.id) for level in self.ruleset.levels), NO_LEVEL]))
        for end, rank in ((LOW, HELD_LOW), (HIGH, HELD_HIGH)):
            before = pl.col(f"{LEVEL}_{end}")
            is_state = before.is_in([state for state in STATES if state != NO_LEVEL])
            level = names.gather(pl.col(rank).cast(pl.UInt32))
            yield pl.when(is_state).then(before).otherwise(level).alias(f"{AFTER}_{end}")

    def _without_place(self) -> Iterator[pl.Expr]:
        levels = [(self._id(rank), *lacking(rank)) for rank in self.quotas]
        if levels:
            yield from _listed((NO_PLACE, NO_PLACE_OPEN), levels)

    def _made_up(self) -> Iterator[pl.Expr]:
        if self.fill is not None:
            yield from _listed((MADE_UP, MADE_UP_OPEN), [(self._id(-1), *moved())])

    def _why(self) -> Iterator[pl.Expr]:
        """For every quota the group of a branch, the places there, and where the branch stands among its rivals."""
        quotas: list[tuple[object, Quota, Why]]
        quotas = [(rank, quota, why(self._id(rank))) for rank, quota in self.quotas.items()]
        if self.fill is not None:
            quotas.append((FILL, self.fill, why_made_up(self._id(-1))))
        for which, quota, names in quotas:
            if quota.per is not None:
                yield pl.col(_group(quota.per)).cast(pl.String).alias(names.group)
            least, most = map(pl.col, _room_of(which))
            best, worst = map(pl.col, placed(which))
            is_endless = self.left_out is None
            yield least.cast(pl.Int64).alias(names.least)
            number = quota.at_least if which == FILL else quota.at_most
            yield (_NO_END if is_endless and not _is_whole(number) else most.cast(pl.Int64)).alias(names.most)
            yield best.alias(names.best)
            yield (_NO_END if is_endless else worst).alias(names.worst)
            yield from self._counted(quota, names)

    def _counted(self, quota: Quota, names: Why) -> Iterator[pl.Expr]:
        """Of how many branches the places of a quota are a share."""
        if quota.of is None:
            return
        fewest, most = (pl.col(name).sum().cast(pl.Int64) for name in _COUNTED[quota.of])
        if quota.per is not None:
            fewest, most = fewest.over(_group(quota.per)), most.over(_group(quota.per))
        yield fewest.alias(names.fewest)
        yield (_NO_END if self.left_out is None else most + self.left_out).alias(names.counted)

    def _id(self, rank: int) -> str:
        return str(self.ruleset.levels[rank].id)

    def _limited(
        self, rows: pl.DataFrame, which: object, quota: Quota, number: Places | None
    ) -> tuple[pl.DataFrame, Limit]:
        """The rows with the order and the room of a quota."""
        least, most = _room_of(which)
        group = () if quota.per is None else (_group(quota.per),)
        keys = [_number(name) for name in quota.ties.by] if isinstance(quota.ties, TiesBy) else []
        low, high = (f"#{end} by score {quota.ties if keys else ''}" for end in ("low", "high"))
        rows = rows if low in rows.columns else ordered(rows, (low, high), [_SCORE, *keys])
        left_out = BRANCH_LIMIT if self.left_out is None else self.left_out
        rows = rows.with_columns(_named((least, most), self._room(quota, number, group, left_out)))
        shared = {"all_in": True, "all_out": False}.get(quota.ties) if isinstance(quota.ties, str) else None
        return rows, Limit(least, most, low, high, group, shared, quota.moved_down == "beside_next", left_out)

    def _room(
        self, quota: Quota, number: Places | None, group: tuple[str, ...], left_out: int
    ) -> tuple[pl.Expr, pl.Expr]:
        match number:
            case Constant(share, percent=True):
                assert quota.of is not None
                assert quota.round is not None
                return share_of(share, quota.round, _COUNTED[quota.of], group, left_out)
            case Constant(whole_number):
                return pl.lit(int(whole_number)), pl.lit(int(whole_number))
            case FromField(field):
                bounds = self.ruleset.tables[BRANCH].fields[bare_name(field)].bounds
                return stated_by(_number(field), group, bounds if left_out else None)
            case _:
                raise TypeError(number)


def _listed(names: Ends, levels: Iterable[tuple[str, str, str]]) -> Iterator[pl.Expr]:
    """The ids of the levels of which a column holds, and of those of which only another one does."""
    each = [(pl.lit(name), pl.col(sure), pl.col(perhaps)) for name, sure, perhaps in levels]
    chosen = (
        [pl.when(sure).then(name) for name, sure, _ in each],
        [pl.when(perhaps & ~sure).then(name) for name, sure, perhaps in each],
    )
    for name, some in zip(names, chosen, strict=True):
        yield pl.concat_list(some).list.drop_nulls().alias(name)


def _is_whole(number: Places | None) -> bool:
    """Whether the number of places is the same whoever there may be besides."""
    return isinstance(number, Constant) and not number.percent


def _room_of(which: object) -> Ends:
    return f"#least {which}", f"#most {which}"


def _named(names: Ends, ends: tuple[pl.Expr, pl.Expr]) -> list[pl.Expr]:
    """Two expressions under two names, or one where both names are the same."""
    return [end.alias(name) for name, end in dict(zip(names, ends, strict=True)).items()]


def _number(name: str) -> Ends:
    return f"#{name} low", f"#{name} high"


def _group(name: str) -> str:
    return f"#in {name}"
