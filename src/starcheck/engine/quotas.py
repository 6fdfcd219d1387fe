"""Places: which branches hold a level that has room for so many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from starcheck.engine.among import LIMIT, UNIT, Values, reaching
from starcheck.engine.exact import Int, Q
from starcheck.rules.schema.dictionary import BRANCH_LIMIT
from starcheck.rules.schema.quotas import Rounded

BEST, WORST = "#best", "#worst"
"""Columns: the highest level that a branch may hold if there is room, at best and at worst."""
ELIGIBLE, PERHAPS_ELIGIBLE = "#eligible", "#perhaps eligible"
"""Columns: whether a branch may hold a level, for certain and perhaps."""
HELD_LOW, HELD_HIGH = "#held low", "#held high"
"""Columns of the result: the level that is held, at worst and at best; levels are counted from 0, the highest."""
FILL = "fill"
"""What is asked of those that make up the number of the last level."""
_SURE, _MAY = "#held for certain", "#perhaps held"
_FILLS, _PERHAPS_FILLS = "#fills", "#perhaps fills"
_RIVAL, _PERHAPS_RIVAL = "#rival", "#perhaps rival"


@dataclass(frozen=True)
class Limit:
    """The room at a level.

    Attributes:
        least, most: columns: how many places the group of a branch has, at least and at most.
        low, high: columns: where a branch stands in the order by which places are given, the higher the better.
        group: columns in which those agree that share places; none if all do.
        shared: whether those who are equal all hold the level where some do; None if nobody says which of them do.
        beside: whether who finds no room holds the next level without taking a place there.
        left_out: how many branches there may be besides, of which nothing is known.
    """

    least: str
    most: str
    low: str
    high: str
    group: tuple[str, ...] = ()
    shared: bool | None = True
    beside: bool = False
    left_out: int = 0

    def follows(self, above: Limit) -> bool:
        """Whether who finds no room at the level above competes here, with the same branches in the same order."""
        return not above.beside and (self.low, self.group, self.shared) == (above.low, above.group, above.shared)


Ends = tuple[str, str]
"""Two columns: a low and a high end; or what is so for certain, and what perhaps is."""
_MODES: Mapping[Rounded, str] = {"down": "floor", "up": "ceil", "half_up": "half_up"}


def share_of(
    share: Fraction, mode: Rounded, counted: Ends, group: tuple[str, ...] = (), left_out: int = 0
) -> tuple[pl.Expr, pl.Expr]:
    """How many places a share of the branches is, at least and at most.

    Args:
        share: of the branches that are counted.
        mode: how it becomes a whole number.
        counted: columns that say whether a branch is counted.
        group: columns in which those agree that share places.
        left_out: how many more may be counted.
    """

    def places(column: str, more: int) -> pl.Expr:
        number = pl.col(column).sum().cast(pl.Int64)
        number = (number.over(group) if group else number) + more
        return (Q(Int(number, 2 * BRANCH_LIMIT, 1), Int.of(1)) * Q.of(share)).rounded(_MODES[mode]).expr

    sure, perhaps = counted
    return places(sure, 0), places(perhaps, left_out)


def stated_by(
    number: Ends, group: tuple[str, ...] = (), further: tuple[int, int] | None = None
) -> tuple[pl.Expr, pl.Expr]:
    """How many places the branches state, at least and at most; none if nobody states any.

    Args:
        number: columns of what each states, in millionths; below all that can be stated where it states nothing.
        group: columns in which those agree that share places.
        further: what others may state, at least and at most; None if there are no others.
    """

    def places(stated: pl.Expr) -> pl.Expr:
        whole = (stated.over(group) if group else stated).fill_null(0) // UNIT.bound
        return whole.clip(lower_bound=0)

    low, high = map(pl.col, number)
    least, most = places(low.filter(high >= -LIMIT.bound).min()), places(high.max())
    if further is None:
        return least, most
    return least.clip(upper_bound=max(further[0], 0)), most.clip(lower_bound=further[1])


def ordered(branches: pl.DataFrame, names: Ends, by: Sequence[Ends]) -> pl.DataFrame:
    """The branches with the low and the high end of where each stands in an order by several numbers in turn.

    Args:
        branches: one row for each.
        names: what the two columns are called.
        by: the ends of the numbers, the first that differs decides.
    """
    ends = [branches.select(pl.col(pair[end]).alias(str(n)) for n, pair in enumerate(by)) for end in (0, 1)]
    places = pl.concat(ends).select(pl.struct(pl.all()).rank("dense").cast(pl.Int64)).to_series()
    half = branches.height
    return branches.with_columns(places[:half].alias(names[0]), places[half:].alias(names[1]))


def lacking(rank: int) -> tuple[str, str]:
    """The columns that say whether a branch finds no room at a level, for certain and perhaps."""
    return f"#lacks {rank}", f"#perhaps lacks {rank}"


def moved() -> tuple[str, str]:
    """The columns that say whether a branch makes up the number of the last level, for certain and perhaps."""
    return "#made up", _PERHAPS_FILLS


def placed(which: object) -> tuple[str, str]:
    """The columns of the place of a branch among its rivals for a level, at best and at worst; null if it is none."""
    return f"#place at best {which}", f"#place at worst {which}"


def held(branches: pl.DataFrame, limits: Sequence[Limit | None], fill: Limit | None = None) -> pl.DataFrame:
    """The branches with the level that each holds once all places are given, and where it found no room.

    Whatever the scores in their intervals turn out to be, the level lies between both ends.

    Args:
        branches: one row for each, with the columns that are named above and in the limits.
        limits: for every level, highest first, the room there; None if all hold it who may.
        fill: how many hold the last level whatever their points, those at the end of the order.
    """
    lowest = pl.lit(len(limits))
    found = branches.with_columns(
        pl.lit(value=False).alias(_SURE),
        pl.lit(value=False).alias(_MAY),
        lowest.alias(HELD_LOW),
        lowest.alias(HELD_HIGH),
    )
    chain: list[tuple[int, Limit]] = []
    for rank, limit in enumerate(limits):
        if fill is not None and rank == len(limits) - 1:
            found = _filling(found, fill)
        beside = bool(chain) and chain[-1][1].beside
        if not chain or limit is None or not limit.follows(chain[-1][1]):
            chain = []
        chain = [] if limit is None else [*chain, (rank, limit)]
        found = found.with_columns(_settled(rank, beside=beside))
        found = _given(found, rank, chain, beside=beside)
    found = found.drop(_SURE, _MAY)
    return found if fill is None else _filled(found, len(limits) - 1)


def _filling(branches: pl.DataFrame, fill: Limit) -> pl.DataFrame:
    """Who of those that hold a higher level is moved to the last one: first come those who hold none."""
    first = pl.lit(0, dtype=pl.Int64)
    sure, may, eligible, perhaps = map(pl.col, (_SURE, _MAY, ELIGIBLE, PERHAPS_ELIGIBLE))
    turned = branches.with_columns(
        (-pl.when(may).then(pl.col(fill.high)).otherwise(first)).alias(fill.low),
        (-pl.when(sure).then(pl.col(fill.low)).otherwise(first)).alias(fill.high),
        eligible.alias(_RIVAL),
        perhaps.alias(_PERHAPS_RIVAL),
    )
    turned = turned.with_columns(_places(fill, FILL))
    fits, perhaps_fits = _fitting(fill, FILL)
    found = turned.select(
        (may & fits).alias(_FILLS),
        (may & perhaps_fits).alias(_PERHAPS_FILLS),
        (sure & fits).alias(moved()[0]),
        *placed(FILL),
    )
    return branches.with_columns(found)


def _filled(branches: pl.DataFrame, last: int) -> pl.DataFrame:
    """The branches with those at the last level that make up its number."""
    ends = ((_FILLS, HELD_HIGH), (_PERHAPS_FILLS, HELD_LOW))
    return branches.with_columns(
        pl.when(pl.col(moved)).then(pl.max_horizontal(end, last)).otherwise(pl.col(end)).alias(end)
        for moved, end in ends
    )


def _given(branches: pl.DataFrame, rank: int, chain: Sequence[tuple[int, Limit]], *, beside: bool) -> pl.DataFrame:
    """The places of one level given, to who holds none above; the chain of limited levels down to it, if it is one."""
    sure, may = pl.col(_SURE), pl.col(_MAY)
    entitled, perhaps = pl.col(ELIGIBLE) & (pl.col(WORST) <= rank), pl.col(PERHAPS_ELIGIBLE) & (pl.col(BEST) <= rank)
    fits, perhaps_fits = pl.lit(value=True), pl.lit(value=True)
    if chain:
        above, perhaps_above = (beside & (pl.col(end) < rank) for end in (WORST, BEST))
        branches = branches.with_columns(
            (entitled & ~may & ~perhaps_above).alias(_RIVAL),
            (perhaps & ~sure & ~(pl.col(ELIGIBLE) & above)).alias(_PERHAPS_RIVAL),
        )
        branches = branches.with_columns(_places(chain[-1][1], rank))
        fits, perhaps_fits = _fitting(chain[-1][1], rank)
        fits, perhaps_fits = fits | above, perhaps_fits | perhaps_above
        for start in range(len(chain) - 1):
            sooner, perhaps_sooner = _fitting_together(chain[start:])
            fits, perhaps_fits = fits | sooner, perhaps_fits & perhaps_sooner
    lacks, perhaps_lacks = lacking(rank)
    room = [
        (entitled & ~may & ~perhaps_fits).alias(lacks),
        (perhaps & ~sure & ~fits).alias(perhaps_lacks),
        (sure | (entitled & fits)).alias(_SURE),
        (may | (perhaps & perhaps_fits)).alias(_MAY),
    ]
    reached = [pl.when(now).then(pl.min_horizontal(end, rank)).otherwise(pl.col(end)).alias(end)
               for now, end in ((pl.col(_SURE), HELD_LOW), (pl.col(_MAY), HELD_HIGH))]  # fmt: skip
    return branches.with_columns(room).with_columns(reached)


def _fitting_together(chain: Sequence[tuple[int, Limit]]) -> tuple[pl.Expr, pl.Expr]:
    """Whether fewer stand before a branch than several levels have places together, for certain and perhaps.

    Who finds no room at any of them has as many before it at each, all of which hold one of these levels; unless equals
    leave places empty. Nor do more hold them than there are places; unless equals exceed the number.
    """
    (first, limit), (last, _) = chain[0], chain[-1]
    eligible, perhaps = pl.col(ELIGIBLE), pl.col(PERHAPS_ELIGIBLE)
    sure_above, perhaps_above = map(pl.col, _before(first))
    rivals = (
        eligible & (pl.col(WORST) <= first) & ~perhaps_above,
        perhaps & (pl.col(BEST) <= last) & ~sure_above,
    )
    least, most = (pl.sum_horizontal(getattr(each, end) for _, each in chain) for end in ("least", "most"))
    best, worst = _compared(limit, rivals)
    fits, perhaps_fits = worst <= least, best <= most
    fits = pl.lit(value=False) if limit.shared is False else fits & eligible & (pl.col(WORST) <= first)
    return fits, pl.lit(value=True) if limit.shared is True else perhaps_fits | perhaps_above


def _settled(rank: int, *, beside: bool) -> list[pl.Expr]:
    """Who takes no place from this level on: it holds one above, or stands beside the places here."""
    ends = ((_SURE, ELIGIBLE, WORST), (_MAY, PERHAPS_ELIGIBLE, BEST))
    return [
        (pl.col(held_above) | (beside & pl.col(eligible) & (pl.col(claim) < rank))).alias(name)
        for name, (held_above, eligible, claim) in zip(_before(rank), ends, strict=True)
    ]


def _before(rank: int) -> tuple[str, str]:
    """The columns that say whether a branch takes no place from this level on, for certain and perhaps."""
    return f"#above {rank}", f"#perhaps above {rank}"


def _places(limit: Limit, which: object) -> list[pl.Expr]:
    """The place of each rival among all of them."""
    perhaps = pl.col(_PERHAPS_RIVAL)
    found = _compared(limit, (pl.col(_RIVAL), perhaps))
    return [pl.when(perhaps).then(place).alias(name) for place, name in zip(found, placed(which), strict=True)]


def _fitting(limit: Limit, which: object) -> tuple[pl.Expr, pl.Expr]:
    """Whether there is room at the place of a branch, for certain and perhaps."""
    best, worst = map(pl.col, placed(which))
    return (
        (worst <= pl.col(limit.least)).fill_null(value=False),
        (best <= pl.col(limit.most)).fill_null(value=False),
    )


def _compared(limit: Limit, rivals: tuple[pl.Expr, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """The place of a branch among rivals in an order, at best and at worst."""
    (rival, perhaps), (low, high) = rivals, (pl.col(limit.low), pl.col(limit.high))
    values = Values(low, high, rival, perhaps, keys=limit.group)
    equals_before, equals_perhaps_before = limit.shared is not True, limit.shared is False
    most = reaching(high, perhaps, low, values, same=equals_before)
    least = reaching(low, rival, high, values, same=equals_perhaps_before)
    itself_most = perhaps if equals_before else perhaps & (high > low)
    itself_least = rival & (low == high) if equals_perhaps_before else pl.lit(value=False)
    return least - itself_least + 1, most - itself_most + 1 + limit.left_out
