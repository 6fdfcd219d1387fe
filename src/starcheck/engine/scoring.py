"""Scoring: one tree, from conditions and quantities to an interval of points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

from starcheck.engine.awards import award
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import ZERO, Interval, choose, compare
from starcheck.engine.marks import Marks
from starcheck.engine.measures import LEAST_RATIO
from starcheck.engine.quantities import Scope
from starcheck.engine.rows import Measured
from starcheck.engine.truth import Truth, every
from starcheck.rules.schema.numbers import Number, Statistic
from starcheck.rules.schema.score import AllPoints, Award, Range
from starcheck.rules.tree import Grades, Node

NOTHING = Interval.point(0)
LEAST_STEP = Q.of(LEAST_RATIO)


@dataclass(frozen=True)
class Traced:
    """What became of a node in one world: its points if its condition holds, that condition, the names inside it."""

    points: Interval
    holds: Truth
    scope: Scope


Trace = dict[tuple[int, World], Traced]
"""Every node of the trees that were scored, by its identity, in each world."""


@dataclass(frozen=True)
class Place:
    """Where in a criterion's tree a node stands.

    Attributes:
        whole: what ``all`` means here.
        mark: the key of the reviewer's mark that holds here.
        found: the points of every node with an id.
        trace: where every node leaves what became of it, if anybody asks.
    """

    scope: Scope
    stage: Stage
    marks: Marks
    whole: Interval
    criterion: str
    mark: str
    found: dict[str, Interval]
    trace: Trace | None = None


def points_of(node: Node, place: Place) -> Interval:
    """The points of a node, its own condition included."""
    points = _under_when(node, place)
    return points if node.when is None else place.stage.keep(choose(_when(node, place), points, NOTHING))


def _inside(node: Node, place: Place) -> Place:
    if all(new is None for new in (node.measure, node.target, node.up_to, node.id)):
        return place
    scope = place.scope.measuring(node.measure, node.target)
    whole = place.whole if node.up_to is None else scope.number(node.up_to).interval
    mark = place.mark if node.id is None else f"{place.criterion}/{node.id}"
    return replace(place, scope=scope, whole=whole, mark=mark)


def _when(node: Node, place: Place) -> Truth:
    assert node.when is not None
    return place.stage.keep_truth(_inside(node, place).scope.condition(node.when))


def _under_when(node: Node, place: Place) -> Interval:
    """The points of a node if its ``when`` holds."""
    inside = _inside(node, place)
    points = _combined(node, inside) if node.op else _part(node, inside)
    points = _limited(node, points, inside.scope)
    if node.measure is not None:
        points = choose(inside.scope.own_defined(), points, NOTHING)
    if node.applies_when is not None:
        points = choose(inside.scope.condition(node.applies_when), points, NOTHING)
    points = place.stage.keep(points)
    if place.trace is not None:
        holds = True if node.when is None else inside.scope.condition(node.when)
        place.trace[id(node), inside.scope.world] = Traced(points, holds, inside.scope)
    if node.id is not None:
        place.found[node.id] = points if node.when is None else choose(_when(node, place), points, NOTHING)
    return points


def _combined(node: Node, place: Place) -> Interval:
    match node.op:
        case "first":
            return _first(node.children, place)
        case "sum":
            return reduce(Interval.__add__, [points_of(child, place) for child in node.children])
        case "best":
            return reduce(Interval.most, [points_of(child, place) for child in node.children])
        case _:
            return reduce(Interval.least, [points_of(child, place) for child in node.children])


def _first(children: tuple[Node, ...], place: Place) -> Interval:
    """The first child whose condition holds; where that is unknown, the hull of the child and the rest."""
    result = NOTHING
    for child in reversed(children):
        points = _under_when(child, place)
        if child.when is not None:
            points = place.stage.keep(choose(_when(child, place), points, result))
        result = points
    return result


def _part(node: Node, place: Place) -> Interval:
    points = _amount(node, place).times(_multiplicity(node, place.scope))
    return points if node.sign > 0 else -points


def _amount(node: Node, place: Place) -> Interval:
    match node.amount:
        case AllPoints():
            return place.whole
        case Range(low, high):
            return place.marks.points(place.mark, low, high)
        case Grades(table):
            return place.marks.grade(place.mark, dict(table))
        case None:
            return NOTHING
        case number:
            return _at_least_zero(_or_nothing(place.scope.number(number)))


def _multiplicity(node: Node, scope: Scope) -> Interval:
    """How many times the amount counts."""
    if node.per is None:
        return Interval.point(1)
    value = award(scope.sources, node.per, scope.world) if isinstance(node.per, Award) else scope.quantity(node.per)
    interval, defined = value.interval, value.defined
    if node.base is not None:
        side, base = node.base[0], scope.number(node.base[1])
        interval = interval - base.interval if side == "above" else base.interval - interval
        defined = every([defined, base.defined])
    interval = _at_least_zero(interval)
    if node.step is not None:
        step = _step(node.step, scope)
        interval = Interval(interval.lo.over(step.interval.hi), interval.hi.over(step.interval.lo))
        defined = every([defined, step.defined])
    if node.partial_steps != "proportional":
        interval = scope.sources.stage.keep(interval)
        mode = "floor" if node.partial_steps == "ignore" else "ceil"
        interval = interval.each(lambda end: Q(end.rounded(mode), Int.of(1)))
    return _or_nothing(Measured(interval, defined))


def _step(number: Number, scope: Scope) -> Measured:
    """What one step is; one that branches decide may turn out not to be positive, and then there are none."""
    step = scope.number(number)
    if not isinstance(number, Statistic):
        return step
    positive = scope.sources.stage.keep_truth(compare("more_than", step.interval, NOTHING))
    return Measured(step.interval.each(lambda end: end.most(LEAST_STEP)), every([step.defined, positive]))


def _or_nothing(value: Measured) -> Interval:
    """An undefined quantity counts 0, a perhaps undefined one perhaps."""
    return choose(value.defined, value.interval, NOTHING)


def _at_least_zero(interval: Interval) -> Interval:
    return interval.each(lambda end: end.most(ZERO))


def _limited(node: Node, points: Interval, scope: Scope) -> Interval:
    """``up_to``, then ``floor``."""
    if node.up_to is not None:
        points = capped(points, scope.number(node.up_to).interval)
    if node.floor is not None:
        floor = Q.of(node.floor.value)
        points = points.each(lambda end: end.most(floor))
    return points


def capped(points: Interval, limit: Interval) -> Interval:
    """A magnitude of at most ``limit``: gains are cut by its low end at the low end, losses the other way round."""
    lo = points.lo.least(limit.lo.most(ZERO)).most(-limit.hi)
    if points.is_point and limit.is_point:
        return Interval(lo, lo)
    return Interval(lo, points.hi.least(limit.hi).most((-limit.lo).least(ZERO)))


__all__ = ["Place", "Trace", "Traced", "capped", "points_of"]
