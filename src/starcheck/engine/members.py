"""Members: what adds to a section or to the total, with the part of it that may drop out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import polars as pl

from starcheck.engine.exact import Int, Q, pick_q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval
from starcheck.engine.judge import Judged
from starcheck.engine.truth import Certain, Truth, between, possibly, some, surely, unknown

NOTHING = Interval.point(0)
ZERO = Q.of(0)
Round = Callable[[Interval], Interval]


@dataclass(frozen=True)
class Member:
    """A criterion or a section as what it stands in sees it, in units of the grid.

    Attributes:
        points: its points; what perhaps drops out counts as its hull with nothing.
        bare: its points without whatever may drop out.
        gain: what all of that adds, as much as it gives where it applies.
        stated: its points by the standard.
        sure: the part of them that surely counts.
        unsure: the part that perhaps does.
        most: the part that may count at all.
        can_drop: whether anything in it may drop out.
    """

    points: Interval
    bare: Interval
    gain: Interval
    stated: Q
    sure: Q
    unsure: Q
    most: Q
    can_drop: bool

    @classmethod
    def dropping(cls, judged: Judged) -> Member:
        """A criterion whose points are no longer asked for where it does not apply."""
        stated = Q(judged.full, Int.of(1))
        return cls(
            points=judged.points,
            bare=where(surely(judged.applies), judged.if_it_applies),
            gain=where(unknown(judged.applies), judged.if_it_applies),
            stated=stated,
            sure=part(surely(judged.applies), stated),
            unsure=part(unknown(judged.applies), stated),
            most=part(possibly(judged.applies), stated),
            can_drop=judged.can_drop,
        )

    @classmethod
    def staying(cls, judged: Judged) -> Member:
        """A criterion that is asked for whether or not it applies."""
        stated = Q(judged.full, Int.of(1))
        most = pick_q(surely(judged.excluded), ZERO, stated)
        return cls(judged.points, judged.points, NOTHING, stated, stated, ZERO, most, can_drop=False)

    def weighted(self, share: Q, whole: Q) -> Member:
        """The member counted as a share of a whole, whatever points it has itself; exact, on no grid."""
        factor = (share * whole).over(self.stated)

        def counted(points: Interval) -> Interval:
            return points.each(lambda end: end * factor)

        points = counted(self.points)
        return replace(
            self,
            points=points,
            bare=counted(self.bare) if self.can_drop else points,
            gain=counted(self.gain) if self.can_drop else NOTHING,
            stated=share * whole,
            sure=self.sure * factor,
            unsure=self.unsure * factor,
            most=self.most * factor,
        )


@dataclass(frozen=True)
class Shared:
    """Members that share all their points when one of them drops out.

    Attributes:
        points: together, scaled to ``full``.
        full: the points they share.
        applies: whether any of them is left.
    """

    points: Interval
    full: Q
    applies: Truth


ALONE = Shared(NOTHING, ZERO, applies=True)
"""What nobody shares."""


def shared(members: Sequence[Member], full: Q, stage: Stage, rounded: Round) -> Shared:
    """The members scaled to ``full``; their points together where none of them is left are nothing."""
    sure = stage.q(f"#{len(stage.layer_of)}s", total(member.sure for member in members))
    unsure = stage.q(f"#{len(stage.layer_of)}u", total(member.unsure for member in members))
    lowest = added(member.points for member in members).lo
    bare = added(member.bare for member in members)
    gain = added(member.gain for member in members).each(lambda end: end.most(ZERO))
    bare, gain = stage.keep(Interval(lowest.least(bare.lo), bare.hi)), stage.keep(gain)
    applies = stage.truth(f"#{len(stage.layer_of)}?", _left(sure, unsure))
    scaled = stage.keep(rounded(_scaled(full, (bare, sure), (gain, unsure), stage)))
    return Shared(stage.keep(where(possibly(applies), scaled)), full, applies)


def any_left(members: Sequence[Member]) -> Truth:
    """Whether anything in the members is asked for."""
    if not any(member.can_drop for member in members):
        return True
    sure, unsure = total(member.sure for member in members), total(member.unsure for member in members)
    return _left(sure, unsure)


def _left(sure: Q, unsure: Q) -> Truth:
    left = sure.more_than(ZERO)
    return between(left, surely(some([left, unsure.more_than(ZERO)])))


def _scaled(full: Q, sure: tuple[Interval, Q], unsure: tuple[Interval, Q], stage: Stage) -> Interval:
    """``full · G / M``, perhaps joined by the unsure: negative points are least when nothing joins."""
    number = len(stage.layer_of)
    (bare, alone), (gain, more) = sure, unsure
    lowest, highest, joined = bare.lo, bare.hi + gain.hi, alone + more
    below = pick_q(lowest.at_least(ZERO), joined - gain.lo, alone)
    above = pick_q(highest.at_least(ZERO), alone + gain.hi, joined)
    bounds = [stage.q(f"#{number}{name}", end) for name, end in (("b", below), ("a", above))]
    lo, hi = (_over(full * end, by) for end, by in zip((lowest, highest), bounds, strict=True))
    some_sure = alone.more_than(ZERO)
    return stage.keep(Interval(pick_q(some_sure, lo, ZERO), pick_q(some_sure, hi, full)))


def _over(points: Q, by: Q) -> Q:
    """A quotient whose divisor may be zero where nobody looks at it."""
    return points.over(pick_q(by.more_than(ZERO), by, Q.of(1)))


def part(condition: Certain, points: Q) -> Q:
    """The points where the condition holds, else nothing."""
    return pick_q(condition, points, ZERO)


def where(condition: pl.Expr | bool, points: Interval) -> Interval:
    """The points where the condition holds, else nothing."""
    lo = part(condition, points.lo)
    return Interval(lo, lo if points.is_point else part(condition, points.hi))


def added(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals."""
    return reduce(Interval.__add__, intervals, NOTHING)


def total(numbers: Iterable[Q]) -> Q:
    """The sum of numbers."""
    return reduce(Q.__add__, numbers, ZERO)


def difference(after: Interval, before: Interval) -> Interval:
    """What is added at either end."""
    return Interval(after.lo - before.lo, after.hi - before.hi)
