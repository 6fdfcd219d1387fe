"""From points to a total: sections, pools, and every line between criteria and score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal

import polars as pl

from starcheck.engine.exact import Int, Q, pick, pick_q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval
from starcheck.engine.judge import Group, Judged
from starcheck.engine.scoring import capped
from starcheck.engine.truth import Truth, between, every, negate, possibly, some, surely, unknown
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section

LineKind = Literal["start", "scaling", "cap", "floor", "rounding"]
NOTHING = Interval.point(0)
ZERO, ONE = Int.of(0), Int.of(1)


@dataclass(frozen=True)
class Share:
    """Points and the most they could be, of criteria that apply or of those that perhaps do."""

    points: Interval
    full: Int


@dataclass(frozen=True)
class GroupTotal:
    """A section or pool for all branches, in units of the grid.

    Attributes:
        greatest: its maximum; an interval where it is unsure what drops out, None where there is no end.
        lines: what changed it, in order, at the low and the high end.
        bare: its points without whatever may drop out of the total.
        joined: its points with all of that, as much as it gives where it applies.
        sure_full: the part of the stated points that surely counts.
        unsure_full: the part that perhaps does.
        can_drop: whether anything in it may drop out of the total.
    """

    group: Group
    points: Interval
    greatest: Interval | None
    lines: tuple[tuple[LineKind, Interval], ...]
    bare: Interval
    joined: Interval
    sure_full: Int
    unsure_full: Int
    can_drop: bool


@dataclass(frozen=True)
class Shared:
    """Criteria of a section that share its points when one of them does not apply.

    Attributes:
        points: together, scaled to all their points.
        full: all their points.
        applies: whether any of them does.
    """

    points: Interval
    full: Int
    applies: Truth


@dataclass(frozen=True)
class Total:
    """The score for all branches; ``rated`` is false where nothing applies."""

    points: Interval
    lines: tuple[tuple[LineKind, Interval], ...]
    rated: Truth


@dataclass(frozen=True)
class Adding:
    """How points are added up."""

    ruleset: RuleSet
    stage: Stage

    def grid(self, points: Fraction | Decimal) -> int:
        """Points as whole units of the grid."""
        return int(Fraction(points) / Fraction(self.ruleset.unit))

    def group(self, group: Group, judged: Sequence[Judged]) -> GroupTotal:
        """A section or pool from its criteria."""
        is_pool, start = isinstance(group, Pool), self._start(group)
        sharing = [] if is_pool or start is not NOTHING else _sharing(judged)
        others = [j for j in judged if j not in sharing]
        shared = self._shared(sharing)
        before = self.stage.keep(start + _sum(j.points for j in others) + shared.points)
        points, lines = self._finished(group, before)
        if sharing:
            lines = [("scaling", _difference(before, _sum(j.points for j in judged))), *lines]
        if start is not NOTHING:
            lines = [("start", start), *lines]
        loose = [] if is_pool else [j for j in others if j.drops == "total" and j.can_drop]
        unsure_full = _total(pick(unknown(j.applies), j.full, ZERO) for j in loose) + pick(
            unknown(shared.applies), shared.full, ZERO
        )
        most = start.lo.num + _total(pick(surely(j.excluded), ZERO, j.full) for j in others)
        most += pick(possibly(shared.applies), shared.full, ZERO)
        bare, joined = self._without_and_with(group, others, loose, shared)
        can_drop = bool(loose) or shared.applies is not True
        return GroupTotal(
            group=group,
            points=self.stage.interval(f"{group.id}=", points),
            greatest=self._greatest(group, Interval(Q(most - unsure_full, ONE), Q(most, ONE))),
            lines=tuple((kind, self.stage.interval(f"{group.id}={kind}", change)) for kind, change in lines),
            bare=bare if can_drop else points,
            joined=joined if can_drop else points,
            sure_full=ZERO if is_pool else self._stated(group) - _dropped(loose, shared) - unsure_full,
            unsure_full=unsure_full,
            can_drop=can_drop,
        )

    def _start(self, group: Group) -> Interval:
        """What a section has before any criterion."""
        starts = isinstance(group, Section) and group.starts
        return Interval.point(self.grid(group.points.value)) if starts else NOTHING  # type: ignore[union-attr]

    def _greatest(self, group: Group, most: Interval) -> Interval | None:
        """The maximum, within the cap."""
        if not group.has_end:
            return None
        if group.cap is not None:
            cap = Q.of(self.grid(group.cap.value))
            most = most.each(lambda end: end.least(cap))
        return self.stage.interval(f"{group.id}^", most)

    def _stated(self, group: Group) -> Int:
        return ZERO if isinstance(group, Pool) else Int.of(self.grid(group.points.value))

    def _without_and_with(
        self, group: Group, others: Sequence[Judged], loose: Sequence[Judged], shared: Shared
    ) -> tuple[Interval, Interval]:
        """The finished points without, and with, what perhaps drops out of the total."""
        kept = self._start(group) + _sum(j.points for j in others if j not in loose)
        bare = (
            kept
            + _sum(_where(surely(j.applies), j.if_it_applies) for j in loose)
            + _where(surely(shared.applies), shared.points)
        )
        joining = _sum(_where(unknown(j.applies), j.if_it_applies) for j in loose) + _where(
            unknown(shared.applies), shared.points
        )
        return self.stage.keep(self._finished(group, bare)[0]), self.stage.keep(
            self._finished(group, bare + joining)[0]
        )

    def _shared(self, sharing: Sequence[Judged]) -> Shared:
        """The sharing criteria, scaled to all their points; nothing if there are none."""
        if not sharing:
            return Shared(NOTHING, ZERO, applies=True)
        full = _total(j.full for j in sharing)
        sure, unsure = (
            self._share(
                _sum(_where(which(j.applies), j.if_it_applies) for j in sharing),
                _total(pick(which(j.applies), j.full, ZERO) for j in sharing),
            )
            for which in (surely, unknown)
        )
        some_sure = sure.full.positive()
        applies = between(some_sure, surely(some([some_sure, *(unknown(j.applies) for j in sharing)])))
        applies = self.stage.truth(f"#{len(self.stage.layer_of)}?", applies)
        scaled = self.stage.keep(self._rounded(self._scaled(full, sure, unsure)))
        return Shared(self.stage.keep(_where(possibly(applies), scaled)), full, applies)

    def _share(self, points: Interval, full: Int) -> Share:
        return Share(self.stage.keep(points), self.stage.int(f"#{len(self.stage.layer_of)}f", full))

    def _finished(self, group: Group, before: Interval) -> tuple[Interval, list[tuple[LineKind, Interval]]]:
        """``up_to``, ``floor`` and the grid of sections, each with the line it draws."""
        lines: list[tuple[LineKind, Interval]] = []
        points = before
        if group.cap is not None:
            points = capped(points, Interval.point(self.grid(group.cap.value)))
            lines.append(("cap", _difference(points, before)))
        if group.base is not None:
            floor, unraised = Q.of(self.grid(group.base.value)), points
            points = points.each(lambda end: end.most(floor))
            lines.append(("floor", _difference(points, unraised)))
        if self.ruleset.rounding.section is not None:
            unrounded = points
            points = self._rounded(points, self.ruleset.rounding.section)
            lines.append(("rounding", _difference(points, unrounded)))
        return points, lines

    def _rounded(self, points: Interval, grid: Decimal | None = None) -> Interval:
        units = 1 if grid is None else self.grid(grid)
        mode = self.ruleset.rounding.mode
        return points.each(lambda end: Q(end.over(Q.of(units)).rounded(mode) * Int.of(units), ONE))

    def total(self, sections: Sequence[GroupTotal], pools: Sequence[GroupTotal]) -> Total:
        """The score from sections and pools."""
        before = _sum(section.points for section in sections)
        lines: list[tuple[LineKind, Interval]] = []
        scaled = before
        rated: Truth = True
        if any(section.can_drop for section in sections):
            scaled, rated = self._scaled_total(sections, before)
            lines.append(("scaling", _difference(scaled, before)))
        whole = scaled + _sum(pool.points for pool in pools if counts(pool.group))
        points = whole
        if self.ruleset.rounding.total is not None:
            points = self._rounded(whole, self.ruleset.rounding.total)
            lines.append(("rounding", _difference(points, whole)))
        named = tuple((kind, self.stage.interval(f"={kind}", change)) for kind, change in lines)
        return Total(self.stage.interval("=", points), named, self.stage.truth("rated", rated))

    def _scaled(self, full: Int, sure: Share, unsure: Share) -> Interval:
        """``full · G / M``, perhaps joined by the unsure: negative points are least when nothing joins."""
        number = len(self.stage.layer_of)
        sure_full, unsure_full = (
            self.stage.int(f"#{number}{name}", share.full) for name, share in (("s", sure), ("u", unsure))
        )
        lowest, highest = sure.points.lo, sure.points.hi + unsure.points.hi
        joined, alone, whole = Q(sure_full + unsure_full, ONE), Q(sure_full, ONE), Q(full, ONE)
        below = pick_q(lowest.at_least(Q.of(0)), joined - unsure.points.lo, alone)
        above = pick_q(highest.at_least(Q.of(0)), alone + unsure.points.hi, joined)
        some = sure_full.positive()
        bounds = [self.stage.q(f"#{number}{name}", end) for name, end in (("b", below), ("a", above))]
        lo, hi = (_over(whole * end, by) for end, by in zip((lowest, highest), bounds, strict=True))
        return self.stage.keep(Interval(pick_q(some, lo, Q.of(0)), pick_q(some, hi, whole)))

    def _scaled_total(self, sections: Sequence[GroupTotal], before: Interval) -> tuple[Interval, Truth]:
        """The sections scaled to the full points where something dropped out, and whether anything is rated at all."""
        full = Int.of(self.grid(self.ruleset.points.value))
        stated = _total(self._stated(section.group) for section in sections)
        sure_full = _total(section.sure_full for section in sections)
        unsure_full = _total(section.unsure_full for section in sections)
        bare, joined = _sum(section.bare for section in sections), _sum(section.joined for section in sections)
        sure = Share(Interval(before.lo.least(bare.lo), bare.hi), sure_full)
        gain = Interval(joined.lo - bare.lo, joined.hi - bare.hi).each(lambda end: end.most(Q.of(0)))
        sure_full, unsure_full = (
            self.stage.int(f"={name}", full) for name, full in (("sure", sure_full), ("unsure", unsure_full))
        )
        rated = between(sure_full.positive(), surely(some([sure_full.positive(), unsure_full.positive()])))
        scaled = self._rounded(self._scaled(full, sure, Share(self.stage.keep(gain), unsure_full)))
        scaled = self.stage.keep(_where(possibly(rated), scaled))
        untouched = surely(every([sure_full.at_least(stated), stated.at_least(sure_full)]))
        return Interval(pick_q(untouched, before.lo, scaled.lo), pick_q(untouched, before.hi, scaled.hi)), rated


def _sharing(judged: Sequence[Judged]) -> list[Judged]:
    """The criteria that are scaled where one of them does not apply."""
    sharing = [j for j in judged if j.drops == "section" and j.floor >= 0]
    return sharing if any(j.can_drop for j in sharing) else []


def counts(group: Group) -> bool:
    """Whether the points of a section or pool are part of the score."""
    return not isinstance(group, Pool) or group.counts_toward_level


def _dropped(loose: Sequence[Judged], shared: Shared) -> Int:
    """The points of what certainly dropped out of the total."""
    return _total(pick(surely(j.excluded), j.full, ZERO) for j in loose) + pick(
        surely(negate(shared.applies)), shared.full, ZERO
    )


def _over(points: Q, by: Q) -> Q:
    """A quotient whose divisor may be zero where nobody looks at it."""
    return points.over(by.most(Q.of(1)))


def _difference(after: Interval, before: Interval) -> Interval:
    """What a line adds at either end."""
    return Interval(after.lo - before.lo, after.hi - before.hi)


def _where(condition: pl.Expr | bool, points: Interval) -> Interval:
    """The points where the condition holds, else nothing."""
    zero = Q.of(0)
    lo = pick_q(condition, points.lo, zero)
    return Interval(lo, lo if points.is_point else pick_q(condition, points.hi, zero))


def _sum(intervals: Iterable[Interval]) -> Interval:
    return reduce(Interval.__add__, intervals, NOTHING)


def _total(numbers: Iterable[Int]) -> Int:
    return reduce(Int.__add__, numbers, ZERO)
