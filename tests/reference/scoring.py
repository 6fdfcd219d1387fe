"""The scoring tree of a criterion in one world (semantics §6)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .awards import award
from .conditions import holds
from .groups import MILLIONTH
from .intervals import ZERO, Interval, Quantity, at_least_zero, between, both_defined, exactly, hull, point
from .literals import Raw, number
from .measures import Fact, Operand, form_of, measure
from .names import Scope, quantity
from .records import NONE, UNKNOWN
from .spellings import Setting, lower
from .truth import Truth, conjunction
from .world import Form, World


@dataclass(frozen=True)
class Place:
    """Where in a criterion's tree a node stands.

    Attributes:
        scope: the names that hold here.
        own: the measure that ``value`` speaks of.
        points: the criterion's points.
        everything: what ``all`` means here.
        criterion: the criterion's id.
        mark: the key of the reviewer's mark that holds here.
        papers: the names that count the criterion's papers.
        found: the intervals of the nodes with an id.
    """

    scope: Scope
    own: Form
    points: Fraction
    everything: Interval
    criterion: str
    mark: str
    papers: Mapping[str, Operand] = field(default_factory=dict)
    found: dict[str, Interval] = field(default_factory=dict)


def criterion_place(world: World, criterion: Form, points: Fraction) -> Place:
    """The root of a criterion's tree."""
    papers = _papers(world, criterion)
    root = Place(Scope(world, papers), {}, points, point(points), criterion["id"], criterion["id"], papers)
    return _measuring(root, criterion)


def _papers(world: World, criterion: Form) -> dict[str, Operand]:
    """How many papers a criterion asks for, and how many are missing."""
    if "papers" not in criterion:
        return {}
    states = world.case.ledger.get("papers", {}).get(criterion["id"], {})
    asked = [states.get(name) for name in criterion["papers"]]
    missing = asked.count("missing")
    return {
        "papers": exactly(len(asked)),
        "missing_papers": between(missing, len(asked) - asked.count("accepted")),
    }


def _measuring(place: Place, node: Form) -> Place:
    """The names that a node's own measure and target add."""
    world, parts = place.scope.world, dict(place.scope.parts)
    own = place.own
    if "measure" in node:
        own = form_of(world, node["measure"])
        parts = {**place.papers, **measure(world, node["measure"])}
    if "target" in node:
        parts["shortfall"] = _shortfall(parts["value"], quantity(place.scope, node["target"]))
    return replace(place, scope=Scope(world, parts), own=own)


def _shortfall(value: Operand, target: Quantity) -> Quantity:
    assert isinstance(value, Quantity)
    missing = at_least_zero(target.interval - value.interval)
    return Quantity(missing, both_defined([target, value]))


def _enter(place: Place, node: Form) -> Place:
    place = _measuring(place, node)
    if "id" in node:
        place = replace(place, mark=f"{place.criterion}/{node['id']}")
    if "up_to" in node:
        place = replace(place, everything=quantity(place.scope, node["up_to"]).interval)
    return place


def worth(node: Form, place: Place) -> Interval:
    """The points of a node."""
    return _given(*_judge(node, place))


def _given(truth: Truth, points: Interval) -> Interval:
    """The points under a condition: all, nothing, or the hull of both."""
    if truth is None:
        return hull([points, ZERO])
    return points if truth else ZERO


def _judge(node: Form, outside: Place) -> tuple[Truth, Interval]:
    """Whether a node's ``when`` holds, and its points if it does."""
    node = lower(node, Setting(outside.points, form_of(outside.scope.world, node.get("measure", outside.own))))
    place = _enter(outside, node)
    points = _cut(_uncut(node, place), node, place)
    if "measure" in node:
        points = _given(defined(place.scope.parts), points)
    if "applies_when" in node:
        points = _given(holds(place.scope, node["applies_when"]), points)
    truth = holds(place.scope, node["when"]) if "when" in node else True
    if "id" in node:
        place.found[node["id"]] = _given(truth, points)
    return truth, points


def defined(parts: Mapping[str, Operand]) -> Truth:
    """Whether the value of a measure is defined."""
    return parts["value"].defined


def _uncut(node: Form, place: Place) -> Interval:
    for kind, combine in INNER.items():
        if kind in node:
            return combine([_judge(child, place) for child in node[kind]])
    if "award" in node:
        return _award(node["award"], place)
    if "grades" in node:
        return _grade(node["grades"], place)
    points = _product(_amount(node["gain"] if "gain" in node else node["lose"], place), _multiplicity(node, place))
    return -points if "lose" in node else points


def _sum(children: list[tuple[Truth, Interval]]) -> Interval:
    return sum((_given(*child) for child in children), ZERO)


def _best(children: list[tuple[Truth, Interval]]) -> Interval:
    points = [_given(*child) for child in children]
    return Interval(max(p.low for p in points), max(p.high for p in points))


def _worst(children: list[tuple[Truth, Interval]]) -> Interval:
    points = [_given(*child) for child in children]
    return Interval(min(p.low for p in points), min(p.high for p in points))


def _first(children: list[tuple[Truth, Interval]]) -> Interval:
    """The child is taken, skipped, or the hull of the child and the rest."""
    if not children:
        return ZERO
    (truth, points), *rest = children
    if truth:
        return points
    return _first(rest) if truth is False else hull([points, _first(rest)])


INNER: dict[str, Callable[[list[tuple[Truth, Interval]]], Interval]] = {
    "sum": _sum,
    "best": _best,
    "worst": _worst,
    "first": _first,
}


def _cut(points: Interval, node: Form, place: Place) -> Interval:
    """``up_to``, then ``floor``."""
    if "up_to" in node:
        points = cap(points, quantity(place.scope, node["up_to"]).interval)
    if "floor" in node:
        points = raise_to(points, quantity(place.scope, node["floor"]).interval)
    return points


def cap(points: Interval, limit: Interval) -> Interval:
    """Each end clipped to [−limit, limit]."""
    low = min(points.low, limit.low) if points.low > 0 else max(points.low, -limit.high)
    high = min(points.high, limit.high) if points.high > 0 else max(points.high, -limit.low)
    return Interval(low, high)


def raise_to(points: Interval, floor: Interval) -> Interval:
    """Each end clipped from below."""
    return Interval(max(points.low, floor.low), max(points.high, floor.high))


def _award(form: Form, place: Place) -> Interval:
    points = award(place.scope, form)
    points = cap(points, quantity(place.scope, form["up_to"]).interval) if "up_to" in form else points
    return -points if "lose" in form else points


def _grade(grades: Form, place: Place) -> Interval:
    """By the choice that is the own measure, else by the reviewer's mark."""
    value = place.scope.parts.get("value")
    if isinstance(value, Fact) and value.definition["type"] == "choice":
        if value.value is NONE:
            return ZERO
        keys = value.definition["choices"] if value.value is UNKNOWN else [value.value]
    else:
        mark = _mark(place).get("grade")
        keys = list(grades) if mark is None else [mark]
    return hull(point(number(grades.get(key, 0))) for key in keys)


def _mark(place: Place) -> Form:
    mark: Form = place.scope.world.case.ledger.get("marks", {}).get(place.mark, {})
    return mark


def _amount(form: Raw, place: Place) -> Interval:
    """A number or all, never negative; or a reviewer's range."""
    if form == "all":
        return place.everything
    if isinstance(form, list):
        return _ranged(form, place)
    return at_least_zero(_hull_with_zero(quantity(place.scope, form)))


def _ranged(ends: list[Raw], place: Place) -> Interval:
    least, greatest = (quantity(place.scope, end).interval for end in ends)
    marked = _mark(place).get("points")
    if marked is not None and least.low <= number(marked) <= greatest.high:
        return point(number(marked))
    return Interval(least.low, greatest.high)


def _hull_with_zero(value: Quantity) -> Interval:
    """An undefined quantity counts 0, a perhaps undefined one perhaps."""
    return _given(value.defined, value.interval)


STEPS: dict[str, Callable[[Fraction], Fraction]] = {
    "ignore": lambda steps: Fraction(math.floor(steps)),
    "full": lambda steps: Fraction(math.ceil(steps)),
    "proportional": lambda steps: steps,
}


def _multiplicity(node: Form, place: Place) -> Interval:
    """How many times the amount counts."""
    if "per" not in node:
        return point(1)
    counted = _excess(quantity(place.scope, node["per"]), node, place)
    if "step" in node:
        step = quantity(place.scope, node["step"])
        longest, shortest = max(step.high, MILLIONTH), max(step.low, MILLIONTH)
        whole = STEPS[node.get("partial_steps", "proportional")]
        above_zero = True if step.low > 0 else (False if step.high <= 0 else None)
        defined_by = conjunction([counted.defined, step.defined, above_zero])
        counted = between(whole(counted.low / longest), whole(counted.high / shortest), defined=defined_by)
    return _hull_with_zero(counted)


def _excess(value: Quantity, node: Form, place: Place) -> Quantity:
    """X, max(0, X − above) or max(0, below − X)."""
    amount, defined_by = value.interval, [value]
    if "above" in node:
        base = quantity(place.scope, node["above"])
        amount, defined_by = amount - base.interval, [value, base]
    if "below" in node:
        base = quantity(place.scope, node["below"])
        amount, defined_by = base.interval - amount, [value, base]
    return Quantity(at_least_zero(amount), both_defined(defined_by))


def _product(amount: Interval, times: Interval) -> Interval:
    """Both factors are never negative: low × low, high × high."""
    return Interval(amount.low * times.low, amount.high * times.high)
