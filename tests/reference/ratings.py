"""``rating``: the marks that people gave, stage by stage (semantics of ratings)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from .aggregates import split
from .intervals import UNDEFINED, Interval, Quantity, hull, point, round_to_grid
from .literals import Raw, is_percentage, number
from .records import NONE, UNKNOWN, declared_range, fact, interval
from .selection import record_satisfies, select
from .truth import Truth
from .world import Form, Table, World

Values = dict[tuple[Raw, ...], Interval]
"""The value of every combination of keys that are left."""


class Marks(NamedTuple):
    """What was marked: the values by all keys, whether a key is unknown, whether a mark is there for certain."""

    values: Values
    unknown_key: bool
    certain: bool
    extra: int


def rating(world: World, form: Form) -> Quantity:
    """Averages from the inside out, each rounded."""
    scale = _scale(world, form)
    stages = form["stages"]
    if "of" not in form:
        marks = _marks(world, form, [stage["by"] for stage in stages], scale)
        if not marks.values and not marks.unknown_key and not marks.extra:
            return UNDEFINED
        defined: Truth = True if marks.certain else None
        if marks.unknown_key or marks.extra:
            return Quantity(scale.whole, defined)
        return Quantity(_combined(marks.values, stages, scale), defined)
    return _by_roster(world, form, scale)


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


def _marks(world: World, form: Form, keys: list[str], scale: Scale) -> Marks:
    """The average mark for every combination of the keys."""
    name, field = split(form["rating"])
    selection = select(world, name, form)
    found: dict[tuple[Raw, ...], list[Interval]] = {}
    unknown_key = certain = False
    for row, truth in selection.members:
        facts = [fact(world, selection.table, row, key) for key in keys]
        mark = fact(world, selection.table, row, field)
        if NONE in facts or mark is NONE:
            continue
        certain = certain or truth is True
        if UNKNOWN in facts:
            unknown_key = True
            continue
        value = _value(world, form, selection.table, row) if truth and mark is not UNKNOWN else scale.whole
        found.setdefault(tuple(facts), []).append(value)
    values = {key: _taken("mean", listed, scale) for key, listed in found.items()}
    return Marks(values, unknown_key, certain, selection.extra)


def _value(world: World, form: Form, table: Table, row: Form) -> Interval:
    field = split(form["rating"])[1]
    if "scale" in form:
        return point(number(form["scale"][fact(world, table, row, field)]))
    return interval(world, table, row, field)


def _by_roster(world: World, form: Form, scale: Scale) -> Quantity:
    """With a roster, who has not marked counts with any mark."""
    name, rater = split(form["of"])
    stages = form["stages"]
    at = next(index for index, stage in enumerate(stages) if stage["by"] == rater)
    table = world.case.tables[name]
    wanted = [stage["by"] for stage in stages[at:]]
    roster: dict[Raw, tuple[Raw, ...]] = {}
    unknown_key = False
    for row in world.case.seen(table):
        facts = [fact(world, table, row, key) for key in wanted]
        if record_satisfies(world, table, row, form.get("of_where", {})) is False or NONE in facts:
            continue
        if UNKNOWN in facts:
            unknown_key = True
        else:
            roster.setdefault(facts[0], tuple(facts))
    extra = world.extra_records(table, None)
    if not roster and not unknown_key:
        return Quantity(scale.whole, None) if extra else UNDEFINED
    marks = _marks(world, form, [stage["by"] for stage in stages[: at + 1]], scale)
    if extra or unknown_key or marks.unknown_key:
        return Quantity(scale.whole, None if not roster and not unknown_key else True)
    given = _collapsed(marks.values, stages[:at], scale)
    values = {
        facts: scale.whole if marks.extra else given.get((rater,), scale.whole) for rater, facts in roster.items()
    }
    return Quantity(_combined(values, stages[at:], scale))


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
