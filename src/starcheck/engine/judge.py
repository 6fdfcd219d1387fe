"""Judging: one criterion in both worlds, from its tree to points on the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q, TooLargeError
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval, choose
from starcheck.engine.lenient import eased
from starcheck.engine.marks import Marks
from starcheck.engine.measures import Reading
from starcheck.engine.papers import Papers
from starcheck.engine.quantities import Readings, Scope
from starcheck.engine.rows import Measured
from starcheck.engine.scoring import NOTHING, Place, Trace, points_of
from starcheck.engine.truth import Truth, between, every, negate, same
from starcheck.engine.zeros import Zero, Zeros
from starcheck.errors import Place as SourcePlace
from starcheck.errors import Problem, RuleSetError
from starcheck.language import t
from starcheck.rules.schema.ruleset import Criterion, NotApplicable, Pool, RuleSet, Section
from starcheck.rules.tree import Node, criterion_tree, mark_keys

Group = Section | Pool


@dataclass(frozen=True)
class Judged:
    """A criterion for all branches; points are whole units of the grid.

    Attributes:
        top: the most it gives, None where there is no end.
        applies: whether it applies; unknown also where the two worlds differ.
        drops: what "does not apply" does.
        can_drop: whether it can fail to apply at all.
        unclipped: its points where it does, as numbers, before they are clipped and rounded.
        is_lenient: whether what is lost counts only in part.
        if_it_applies: its points where it does.
        points: its points, applicability considered.
        standing_high: the most without any further record.
        papers: the state of every paper that it asks for, null where nothing is stated.
        marks: keys of the reviewers' marks it waits for.
        zeros: the vetoes that make it count nothing.
    """

    criterion: Criterion
    group: Group
    top: Int | None
    floor: int
    applies: Truth
    drops: NotApplicable
    can_drop: bool
    unclipped: Interval
    is_lenient: Truth
    if_it_applies: Interval
    points: Interval
    standing_high: Q
    parts: Mapping[str, tuple[Node, Interval]]
    reading: Mapping[World, Reading | None]
    target: Measured | None
    tree: Node
    papers: Mapping[str, pl.Expr]
    marks: Mapping[str, pl.Expr | bool]
    zeros: Sequence[Zero]

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.criterion.id

    @property
    def full(self) -> Int:
        """What it counts in a sum of stated points."""
        return Int.of(0) if self.top is None else self.top

    @property
    def met(self) -> Truth:
        """Whether it gives all it can, for certain, possibly or not at all; where there is no end, anything."""
        enough = Q.of(1) if self.top is None else Q(self.top, Int.of(1))
        return every([self.applies, between(self.points.lo.at_least(enough), self.points.hi.at_least(enough))])

    @property
    def excluded(self) -> Truth:
        """Whether it drops out, three-valued."""
        return negate(self.applies) if self.drops in ("section", "total") else False


@dataclass(frozen=True)
class Judging:
    """What judging needs: the names of both worlds, the marks, the papers, and where columns go."""

    ruleset: RuleSet
    readings: Readings
    marks: Marks
    papers: Papers
    stage: Stage
    trace: Trace | None = None
    zeros: Zeros = field(default_factory=dict)

    @cached_property
    def unit(self) -> Fraction:
        """The grid of points."""
        return Fraction(self.ruleset.unit)

    def scope(self, world: World) -> Scope:
        """The names of a world."""
        return Scope(self.readings, world)

    def grid(self, points: Fraction | Decimal) -> int:
        """Points as whole units of the grid."""
        return int(Fraction(points) / self.unit)

    def judge(self, criterion: Criterion, group: Group) -> Judged:
        """Judge a criterion.

        Raises:
            RuleSetError: its numbers could leave the range of exact arithmetic.
        """
        try:
            return self._judge(criterion, group)
        except TooLargeError as error:
            problem = Problem(
                SourcePlace(self.ruleset.ruleset),
                t("The numbers of criterion {id} could grow beyond exact arithmetic.", id=criterion.id),
                t("Declare “min” and “max” for the fields it uses."),
            )
            raise RuleSetError([problem]) from error

    def _judge(self, criterion: Criterion, group: Group) -> Judged:
        top = self._top(criterion, group)
        floor = self.grid(group.floor_of(criterion).value)
        worlds = [World.STANDING] if self.readings.sources.clock.over else list(World)
        tree = criterion_tree(self.ruleset, criterion, group)
        each = [self._in_world(criterion, group, tree, top, floor, world) for world in worlds]
        standing, reachable = each[0], each[-1]
        applies = self.stage.truth(f"{criterion.id}?", same(standing.applies, reachable.applies))
        lo = standing.points.lo
        hi = lo if standing is reachable and standing.points.is_point else reachable.points.hi
        zeros = self.zeros.get(criterion.id, ())
        if_applies, standing_points = (_vetoed(points, zeros) for points in (Interval(lo, hi), standing.points))
        drops = criterion.not_applicable or self.ruleset.not_applicable or "section"
        dropped = Q(top if top is not None and drops == "full" else Int.of(0), Int.of(1))
        otherwise = _vetoed(Interval.point(dropped), zeros)
        return Judged(
            criterion=criterion,
            group=group,
            top=top,
            floor=floor,
            applies=applies,
            drops=drops,
            can_drop=applies is not True,
            unclipped=Interval(standing.unclipped.lo, reachable.unclipped.hi),
            is_lenient=same(standing.is_lenient, reachable.is_lenient),
            if_it_applies=if_applies,
            points=self.stage.keep(choose(applies, if_applies, otherwise)),
            standing_high=choose(applies, Interval.point(standing_points.hi), otherwise).hi,
            parts={
                key: (node, Interval(standing.parts[key][1].lo, reachable.parts[key][1].hi))
                for key, (node, _) in standing.parts.items()
            },
            reading={World.STANDING: standing.reading, World.REACHABLE: reachable.reading},
            target=None if criterion.target is None else self.scope(World.STANDING).number(criterion.target),
            tree=tree,
            papers=self.papers.states(criterion),
            marks={key: self.marks.is_missing(key) for key in mark_keys(tree, criterion.id)},
            zeros=zeros,
        )

    def _top(self, criterion: Criterion, group: Group) -> Int | None:
        """The points of the criterion, None where there is no end."""
        stated = group.points_of(criterion)
        if stated is None:
            return None
        value = self.scope(World.STANDING).number(stated).interval.lo.over(Q.of(self.unit))
        return value.rounded("floor")

    def _in_world(
        self, criterion: Criterion, group: Group, tree: Node, top: Int | None, floor: int, world: World
    ) -> _InWorld:
        scope = replace(self.scope(world), papers=self.papers.counted(criterion))
        scope = scope.measuring(criterion.measure, criterion.target)
        applies = scope.condition(criterion.applies_when) if criterion.applies_when is not None else True
        whole = NOTHING if top is None else Interval.point(Q(top, Int.of(1)) * Q.of(self.unit))
        found: dict[str, Interval] = {}
        points = points_of(
            tree, Place(scope, self.stage, self.marks, whole, criterion.id, criterion.id, found, self.trace)
        )
        defined = scope.own_defined()
        if criterion.if_empty == "not_applicable":
            applies = every([applies, defined])
        elif criterion.if_empty is not None:
            points = choose(defined, points, self._if_empty(criterion, whole))
        points, is_lenient = self._eased(criterion, group, points, whole, scope)
        named = self.stage.interval(f"{criterion.id}.{world.value}", self._on_grid(points, top, floor))
        parts = {
            node.id: (node, self.stage.interval(f"{criterion.id}/{node.id}.{world.value}", found[node.id]))
            for node in tree.walk()
            if node.id is not None and node.id in found
        }
        return _InWorld(applies, points, named, is_lenient, parts, scope.own)

    def _eased(
        self, criterion: Criterion, group: Group, points: Interval, whole: Interval, scope: Scope
    ) -> tuple[Interval, Truth]:
        """The points with the leniency that holds for the criterion, and whether its condition does."""
        lenient = self.ruleset.leniency_of(criterion)
        if lenient is None:
            return points, False
        holds = self.stage.keep_truth(scope.condition(lenient.when))
        points = self.stage.keep(points)
        eased_points = eased(points, None if group.only_loses else whole, lenient.factor.value)
        return self.stage.keep(choose(holds, eased_points, points)), holds

    def _on_grid(self, points: Interval, top: Int | None, floor: int) -> Interval:
        """Points between the floor and the top, rounded to the grid."""
        points = points.each(lambda end: end.most(Q.of(floor * self.unit)))
        if top is not None:
            most = Q(top, Int.of(1)) * Q.of(self.unit)
            points = points.each(lambda end: end.least(most))
        mode = self.ruleset.rounding.mode
        units = points.each(lambda end: Q(end.over(Q.of(self.unit)).rounded(mode), Int.of(1)))
        if top is None:
            return units
        bound = max(top.bound, abs(floor))
        return units.each(lambda end: Q(end.num.within(bound), end.den))

    def _if_empty(self, criterion: Criterion, whole: Interval) -> Interval:
        match criterion.if_empty:
            case "full":
                return whole
            case Decimal() as points:
                return Interval.point(Fraction(points))
            case _:
                return Interval.point(0)


def _vetoed(points: Interval, zeros: Sequence[Zero]) -> Interval:
    for zero in zeros:
        points = zero.on(points)
    return points


@dataclass(frozen=True)
class _InWorld:
    applies: Truth
    unclipped: Interval
    points: Interval
    is_lenient: Truth
    parts: Mapping[str, tuple[Node, Interval]]
    reading: Reading | None


__all__ = ["Judged", "Judging"]
