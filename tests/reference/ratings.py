"""``rating``: the marks that people gave, stage by stage (semantics of ratings)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from .aggregates import split
from .intervals import UNDEFINED, Interval, Quantity, exactly, hull, point, round_to_grid
from .literals import Raw, is_percentage, number
from .records import NONE, UNKNOWN, declared_range, fact, interval
from .selection import record_satisfies, select
from .truth import Truth
from .world import Form, Table, World

Values = dict[tuple[Raw, ...], Interval]
"""The value of every combination of keys that are left."""


class Roster(NamedTuple):
    """Who is called to mark.

    Attributes:
        keys: by name, the keys of the stages after, those of the first row that names him.
        open: whose first row is open.
        defined: whether anybody is called.
        unclear: whether it is not known who is called, or to which group he belongs.
    """

    keys: dict[Raw, tuple[Raw, ...]]
    open: set[Raw]
    defined: Truth
    unclear: bool


class Marks(NamedTuple):
    """The average mark for every combination of keys; whether a key is unknown; whether there is a mark."""

    values: Values
    unknown_key: bool
    defined: Truth
    extra: int


def rating(world: World, form: Form) -> Quantity:
    """The result that a reviewer states (semantics §11), else that of the marks."""
    stated = world.case.changes("ratings") if world.case.outer is None else {}
    for name, value in stated.items():
        if world.case.ruleset["measures"][name] == form:
            return exactly(Fraction(value))
    return _of_marks(world, form)


def _of_marks(world: World, form: Form) -> Quantity:
    """Averages from the inside out, each rounded."""
    scale = _scale(world, form)
    stages = form["stages"]
    if "of" not in form:
        marks = _marks(world, form, [stage["by"] for stage in stages], scale, None)
        return _rated(marks.defined, marks.unknown_key or bool(marks.extra), marks.values, stages, scale)
    rater = split(form["of"])[1]
    at = next(index for index, stage in enumerate(stages) if stage["by"] == rater)
    roster = _roster(world, form, [stage["by"] for stage in stages[at:]])
    marks = _marks(world, form, [stage["by"] for stage in stages[: at + 1]], scale, (at, roster))
    given = _collapsed(marks.values, stages[:at], scale)
    values = {
        (name, *later): scale.whole if name in roster.open else given.get((name,), scale.whole)
        for name, later in roster.keys.items()
    }
    unclear = roster.unclear or marks.unknown_key or bool(marks.extra)
    return _rated(roster.defined, unclear, values, stages[at:], scale)


def _rated(defined: Truth, unclear: bool, values: Values, stages: list[Form], scale: Scale) -> Quantity:
    if defined is False:
        return UNDEFINED
    return Quantity(scale.whole if unclear or not values else _combined(values, stages, scale), defined)


class Scale(NamedTuple):
    """The range of marks, and the grid on which averages are kept."""

    whole: Interval
    grid: Fraction


def _scale(world: World, form: Form) -> Scale:
    name, field = split(form["rating"])
    definition = world.case.tables[name].fields[field]
    percent = definition["type"] == "percent" or any(is_percentage(v) for v in form.get("scale", {}).values())
    grid = Fraction(1, 10 ** (form.get("places", 2) + (2 if percent else 0)))
    whole = hull(point(number(v)) for v in form["scale"].values()) if "scale" in form else declared_range(definition)
    return Scale(whole, grid)


def _marks(world: World, form: Form, keys: list[str], scale: Scale, called: tuple[int, Roster] | None) -> Marks:
    """The marks that count; ``called`` is the place among the keys of who has to mark, and the roster."""
    name, field = split(form["rating"])
    selection = select(world, name, form)
    found: dict[tuple[Raw, ...], list[Interval]] = {}
    unknown_key, truths = False, []
    for row, truth in selection.members:
        facts = [fact(world, selection.table, row, key) for key in keys]
        mark = fact(world, selection.table, row, field)
        if NONE in facts or mark is NONE or (called is not None and not _is_called(facts[called[0]], called[1])):
            continue
        truths.append(truth)
        if UNKNOWN in facts:
            unknown_key = True
            continue
        value = _value(world, form, selection.table, row) if truth and mark is not UNKNOWN else scale.whole
        found.setdefault(tuple(facts), []).append(value)
    values = {key: _taken("mean", listed, scale) for key, listed in found.items()}
    defined = True if True in truths else (None if truths or selection.extra else False)
    return Marks(values, unknown_key, defined, selection.extra)


def _is_called(name: Raw, roster: Roster) -> bool:
    return name is UNKNOWN or name in roster.keys


def _roster(world: World, form: Form, wanted: list[str]) -> Roster:
    name, _ = split(form["of"])
    table = world.case.tables[name]
    keys: dict[Raw, tuple[Raw, ...]] = {}
    first_open: set[Raw] = set()
    truths: list[Truth] = []
    extra = world.extra_records(table, None)
    unclear = bool(extra)
    for row in world.case.seen(table):
        facts = [fact(world, table, row, key) for key in wanted]
        truth = record_satisfies(world, table, row, form.get("of_where", {}))
        if truth is False or NONE in facts:
            continue
        truths.append(truth)
        person, *later = facts
        if UNKNOWN in facts:
            unclear = True
        if person in keys:
            unclear = unclear or person in first_open
        elif person is not UNKNOWN:
            keys[person] = tuple(later)
            first_open |= {person} if truth is None else set()
    defined = True if True in truths else (None if truths or extra else False)
    return Roster(keys, first_open, defined, unclear)


def _value(world: World, form: Form, table: Table, row: Form) -> Interval:
    field = split(form["rating"])[1]
    if "scale" in form:
        return point(number(form["scale"][fact(world, table, row, field)]))
    return interval(world, table, row, field)


def _combined(values: Values, stages: list[Form], scale: Scale) -> Interval:
    (result,) = _collapsed(values, stages, scale).values()
    return result


def _collapsed(values: Values, stages: list[Form], scale: Scale) -> Values:
    """The values without the keys of the stages, which are the first of them."""
    for stage in stages:
        groups: dict[tuple[Raw, ...], Values] = {}
        for (first, *rest), value in values.items():
            groups.setdefault(tuple(rest), {})[first,] = value
        values = {rest: _stage(stage, group, scale) for rest, group in groups.items()}
    return values


def _stage(stage: Form, group: Values, scale: Scale) -> Interval:
    if "weights" not in stage:
        return _taken(stage["take"], list(group.values()), scale)
    weighted = [group.get((key,), scale.whole) * point(number(weight)) for key, weight in stage["weights"].items()]
    return _kept(sum(weighted, point(0)), scale)


def _taken(take: str, values: list[Interval], scale: Scale) -> Interval:
    ends = TAKEN[take]
    return _kept(Interval(ends([v.low for v in values]), ends([v.high for v in values])), scale)


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _trimmed(values: list[Fraction]) -> Fraction:
    """The mean without one least and one greatest, if there are three."""
    return _mean(sorted(values)[1:-1] if len(values) >= 3 else values)


TAKEN: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "mean": _mean, "min": min, "max": max, "trimmed": _trimmed,
}  # fmt: skip


def _kept(value: Interval, scale: Scale) -> Interval:
    return Interval(*(round_to_grid(end, scale.grid, "half_up") for end in (value.low, value.high)))
