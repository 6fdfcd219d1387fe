"""The finding of a criterion: its two worlds, its outcome (semantics §6)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .conditions import holds
from .intervals import Interval, Quantity, hull, point, round_to_grid
from .literals import Raw, number
from .measures import Fact, Parts
from .names import Scope, quantity
from .records import Blank
from .scoring import criterion_place, defined, worth
from .truth import Truth, conjunction
from .world import Case, Form, World


@dataclass(frozen=True)
class Finding:
    """The result of one criterion.

    Attributes:
        applicable: whether the criterion applies, None if that is not known.
        mode: ``section`` or ``total`` if it is excluded when it does not apply, else ``full`` or ``zero``.
        if_it_applies: its points if it does.
        interval: its points.
        standing_high: the most points without any further record.
    """

    id: str
    points: Fraction
    floor: Fraction
    applicable: Truth
    mode: str
    if_it_applies: Interval
    interval: Interval
    standing_high: Fraction
    parts: dict[str, Interval]
    measure: dict[str, Parts]

    @property
    def excluded(self) -> bool:
        """Whether it drops out for certain."""
        return self.applicable is False and self.mode in {"section", "total"}

    @property
    def max(self) -> Fraction:
        """The most it could give."""
        return Fraction(0) if self.excluded else self.points

    @property
    def outcome(self) -> str:
        """The result in a word."""
        low, high = self.interval.low, self.interval.high
        if self.applicable is False:
            return "not_applicable"
        if self.applicable is None or low < high:
            return "open"
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
    points, floor = _points(case, criterion, holder), _floor(criterion, holder)
    standing, reachable = (_judge_in(World(case, reachable), criterion, points, floor) for reachable in (False, True))
    applicable = standing.applies if standing.applies is reachable.applies else None
    mode = _mode(case, criterion)
    if_it_applies = Interval(standing.points.low, reachable.points.high)
    interval, standing_high = if_it_applies, standing.points.high
    if applicable is not True:
        otherwise = points if mode == "full" else Fraction(0)
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


def _points(case: Case, criterion: Form, holder: Form) -> Fraction:
    """The criterion's points; in a pool it may reach the pool's ``up_to``."""
    written = criterion.get("points", holder.get("up_to", 0))
    return quantity(Scope(World(case, reachable=False)), written).low


def _floor(criterion: Form, holder: Form) -> Fraction:
    """The criterion's floor; by default 0, in a pool (which has no points) the pool's."""
    inherited = 0 if "points" in holder else holder.get("floor", 0)
    return number(criterion.get("floor", inherited))


def _mode(case: Case, criterion: Form) -> str:
    written: Raw = criterion.get("not_applicable", case.ruleset.get("not_applicable", {"exclude": "section"}))
    mode: str = written["exclude"] if isinstance(written, dict) else written
    return mode


def _judge_in(world: World, criterion: Form, points: Fraction, floor: Fraction) -> _Judged:
    place = criterion_place(world, criterion, points)
    applies = holds(place.scope, criterion["applies_when"]) if "applies_when" in criterion else True
    worth_of_tree = worth(criterion["score"], place)
    if "measure" in criterion and "if_empty" in criterion:
        is_defined = defined(place.scope.parts)
        if criterion["if_empty"] == "not_applicable":
            applies = conjunction([applies, is_defined])
        else:
            worth_of_tree = _or_empty(is_defined, worth_of_tree, criterion["if_empty"], points)
    rounded = _rounded(world.case, _clipped(worth_of_tree, floor, points))
    return _Judged(applies, rounded, place.found, dict(place.scope.parts))


def _or_empty(is_defined: Truth, tree: Interval, if_empty: Raw, points: Fraction) -> Interval:
    if is_defined:
        return tree
    empty = point(
        {"full": points, "zero": Fraction(0)}[if_empty] if isinstance(if_empty, str) else number(if_empty["points"])
    )
    return empty if is_defined is False else hull([tree, empty])


def _clipped(points: Interval, floor: Fraction, most: Fraction) -> Interval:
    return Interval(max(floor, min(points.low, most)), max(floor, min(points.high, most)))


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
