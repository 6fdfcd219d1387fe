"""The finding of a criterion: its two worlds, its outcome (semantics §6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from .conditions import holds
from .intervals import ZERO, Interval, Quantity, hull, point, round_to_grid
from .literals import Raw, number
from .measures import Fact, Parts
from .names import Scope, quantity
from .periods import calendar_periods
from .records import Blank
from .scoring import Place, criterion_place, defined, worth
from .truth import Truth, conjunction
from .world import Case, Form, World


@dataclass(frozen=True)
class Finding:
    """The result of one criterion.

    Attributes:
        points: the most it may give, None without an upper end.
        applicable: whether the criterion applies, None if that is not known.
        mode: ``section`` or ``total`` if it is excluded when it does not apply, else ``full`` or ``zero``.
        if_it_applies: its points if it does.
        interval: its points.
        standing_high: the most points without any further record.
    """

    id: str
    points: Fraction | None
    floor: Fraction
    applicable: Truth
    mode: str
    if_it_applies: Interval
    interval: Interval
    standing_high: Fraction
    parts: dict[str, Interval]
    measure: dict[str, Parts]

    def changed(self, stated: Form | None) -> Finding:
        """The finding as a reviewer states it (semantics §11)."""
        if stated is None:
            return self
        if stated.get("outcome") == "not_applicable":
            dropped = self.full if self.mode == "full" else Fraction(0)
            return replace(self, applicable=False, interval=point(dropped), standing_high=dropped)
        by_outcome = {"met": self.points, "not_met": self.floor}
        given = by_outcome[stated["outcome"]] if "outcome" in stated else Fraction(stated["points"])
        assert given is not None
        kept = max(self.floor, given if self.points is None else min(given, self.points))
        return replace(self, applicable=True, if_it_applies=point(kept), interval=point(kept), standing_high=kept)

    def vetoed(self, standing: str) -> Finding:
        """The finding where a veto makes it zero, or may."""
        if standing == "clear":
            return self

        def keep(points: Interval) -> Interval:
            return hull([points, ZERO]) if standing == "open" else ZERO

        return replace(
            self,
            interval=keep(self.interval),
            if_it_applies=keep(self.if_it_applies),
            standing_high=keep(point(self.standing_high)).high,
        )

    @property
    def excluded(self) -> bool:
        """Whether it drops out for certain."""
        return self.applicable is False and self.mode in {"section", "total"}

    @property
    def max(self) -> Fraction | None:
        """The most it could give."""
        return Fraction(0) if self.excluded else self.points

    @property
    def full(self) -> Fraction:
        """The most it may give, 0 without an upper end."""
        return self.points or Fraction(0)

    @property
    def greatest(self) -> Fraction:
        """The most it could give, 0 where it drops out."""
        return Fraction(0) if self.excluded else self.full

    @property
    def outcome(self) -> str:
        """The result in a word."""
        low, high = self.interval.low, self.interval.high
        if self.applicable is False:
            return "not_applicable"
        if self.applicable is None or low < high:
            return "open"
        if self.points is None:
            return "met" if low > 0 else "not_met"
        if low == self.points:
            return "met"
        return "not_met" if high <= self.floor else "partly_met"


@dataclass(frozen=True)
class _Judged:
    """A criterion in one world."""

    applies: Truth
    points: Interval
    parts: dict[str, Interval]
    measure: Parts


def judge(case: Case, criterion: Form, holder: Form) -> Finding:
    """The finding of a criterion in a section or pool."""
    criterion = {**{key: holder[key] for key in ("repeat",) if key in holder}, **criterion}
    limits = Limits(_points(case, criterion, holder), _floor(criterion, holder), _starts_at(case, criterion, holder))
    points, floor = limits.points, limits.floor
    standing, reachable = (_judge_in(World(case, reachable), criterion, limits) for reachable in (False, True))
    applicable = standing.applies if standing.applies is reachable.applies else None
    mode = _mode(case, criterion)
    if_it_applies = Interval(standing.points.low, reachable.points.high)
    interval, standing_high = if_it_applies, standing.points.high
    if applicable is not True:
        otherwise = (points or Fraction(0)) if mode == "full" else Fraction(0)
        interval, standing_high = _or_instead(applicable, if_it_applies, standing_high, otherwise)
    return Finding(
        criterion["id"],
        points,
        floor,
        applicable,
        mode,
        if_it_applies,
        interval,
        standing_high,
        {key: Interval(standing.parts[key].low, reachable.parts[key].high) for key in standing.parts},
        {"S": standing.measure, "R": reachable.measure},
    )


def _or_instead(
    applicable: Truth, if_it_applies: Interval, standing_high: Fraction, otherwise: Fraction
) -> tuple[Interval, Fraction]:
    """The points where a criterion does not, or perhaps not, apply."""
    if applicable is False:
        return point(otherwise), otherwise
    return hull([if_it_applies, point(otherwise)]), max(standing_high, otherwise)


class Limits(NamedTuple):
    """What a criterion may give, at most and at least, and what losses are counted from."""

    points: Fraction | None
    floor: Fraction
    base: Fraction


def _points(case: Case, criterion: Form, holder: Form) -> Fraction | None:
    """The criterion's points; in a pool it may reach the pool's ``up_to``; in a section that starts full: none."""
    inherited = 0 if "starts" in holder else holder.get("up_to", 0)
    written = criterion.get("points", inherited)
    if written == "none":
        return None
    return quantity(Scope(World(case, reachable=False)), written).low


def _floor(criterion: Form, holder: Form) -> Fraction:
    """The criterion's floor; by default 0, in a pool (it has no points) the pool's, where a section starts full all."""
    inherited = 0 if "points" in holder else holder.get("floor", 0)
    if "starts" in holder:
        inherited = -number(holder["points"])
    return number(criterion.get("floor", inherited))


def _starts_at(case: Case, criterion: Form, holder: Form) -> Fraction:
    """What losses are counted from: the points in a section, 0 where everything is lost from elsewhere."""
    in_section = "points" in holder and "starts" not in holder
    return (_points(case, criterion, holder) or Fraction(0)) if in_section else Fraction(0)


def _mode(case: Case, criterion: Form) -> str:
    written: Raw = criterion.get("not_applicable", case.ruleset.get("not_applicable", {"exclude": "section"}))
    mode: str = written["exclude"] if isinstance(written, dict) else written
    return mode


def _judge_in(world: World, criterion: Form, limits: Limits) -> _Judged:
    place = criterion_place(world, criterion, limits.points or Fraction(0))
    applies = holds(place.scope, criterion["applies_when"]) if "applies_when" in criterion else True
    if criterion.get("if_empty") == "not_applicable":
        applies = conjunction([applies, defined(place.scope.parts)])
    if "repeat" in criterion:
        return _Judged(applies, _repeated(world, criterion, limits), {}, dict(place.scope.parts))
    rounded = _points_in(world, criterion, limits, place)
    return _Judged(applies, rounded, place.found, dict(place.scope.parts))


def _points_in(world: World, criterion: Form, limits: Limits, place: Place) -> Interval:
    """The points of the tree: what is lost weighed, clipped, on the grid."""
    tree = worth(criterion["score"], place)
    empty = criterion.get("if_empty", "not_applicable")
    if "measure" in criterion and empty != "not_applicable":
        tree = _or_empty(defined(place.scope.parts), tree, empty, limits.points or Fraction(0))
    tree = _leniently(world, criterion, tree, limits.base)
    return _rounded(world.case, _clipped(tree, limits))


def _leniently(world: World, criterion: Form, tree: Interval, base: Fraction) -> Interval:
    """What is lost, by a factor where a condition of the branch holds."""
    rule = criterion.get("lenient", world.case.ruleset.get("lenient", "none"))
    if rule == "none":
        return tree
    factor = number(rule["factor"])

    def weighed(end: Fraction) -> Fraction:
        lost = base - end
        return base - factor * lost if lost > 0 else end

    truth = holds(Scope(world), rule["when"])
    milder = Interval(weighed(tree.low), weighed(tree.high))
    if truth is None:
        return hull([tree, milder])
    return milder if truth else tree


def _repeated(world: World, criterion: Form, limits: Limits) -> Interval:
    """The points of every calendar span inside the period, made one."""
    case, rule = world.case, criterion["repeat"]
    found = []
    for span in calendar_periods(case.period, rule["every"]):
        inside = replace(world, case=replace(case, period=span, as_of=min(case.as_of, span.last), outer=case))
        place = criterion_place(inside, criterion, limits.points or Fraction(0))
        found.append(_points_in(inside, criterion, limits, place))
    taken = Interval(*(TAKEN[rule["take"]](ends) for ends in ([p.low for p in found], [p.high for p in found])))
    return _rounded(case, _clipped(taken, limits))


TAKEN: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "mean": lambda ends: sum(ends, Fraction(0)) / len(ends),
    "sum": lambda ends: sum(ends, Fraction(0)),
    "worst": min,
    "best": max,
    "last": lambda ends: ends[-1],
}


def _or_empty(is_defined: Truth, tree: Interval, if_empty: Raw, points: Fraction) -> Interval:
    if is_defined:
        return tree
    empty = point(
        {"full": points, "zero": Fraction(0)}[if_empty] if isinstance(if_empty, str) else number(if_empty["points"])
    )
    return empty if is_defined is False else hull([tree, empty])


def _clipped(points: Interval, limits: Limits) -> Interval:
    most = max(points.high, limits.floor) if limits.points is None else limits.points
    return Interval(max(limits.floor, min(points.low, most)), max(limits.floor, min(points.high, most)))


def _rounded(case: Case, points: Interval) -> Interval:
    return Interval(round_points(case.ruleset, points.low), round_points(case.ruleset, points.high))


def round_points(ruleset: Form, points: Fraction, grid: str = "unit") -> Fraction:
    """Points on the grid of points, or on the further grid of sections or the total."""
    rounding = ruleset.get("rounding", {})
    default = ruleset.get("unit", Fraction(1, 100))
    step = default if grid == "unit" else rounding.get(grid)
    return points if step is None else round_to_grid(points, number(step), rounding.get("mode", "half_up"))


def measured(parts: Parts) -> dict[str, tuple[Raw, Raw, Truth]]:
    """The parts of a measure as plain data."""
    return {name: _plain(operand) for name, operand in parts.items()}


def _plain(operand: Quantity | Fact) -> tuple[Raw, Raw, Truth]:
    if isinstance(operand, Quantity):
        return operand.low, operand.high, operand.defined
    value = None if isinstance(operand.value, Blank) else operand.value
    return value, value, operand.defined
