"""The measures of a branch: one function per form (semantics §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import aggregates, groups, keyed, ratings, ratios, regularity
from .aggregates import split
from .intervals import UNDEFINED, Quantity, between, exactly, hull, point
from .literals import Raw, number
from .records import NONE, NUMERIC, UNKNOWN, definition_of, fact, may_stay_none
from .selection import Selection, having, select
from .truth import Truth, conjunction
from .world import Form, World


class Fact(NamedTuple):
    """A field of the branch that is no number."""

    value: Raw
    definition: Form
    defined: Truth


Operand = Quantity | Fact
"""What a name of a condition stands for."""
Parts = dict[str, Operand]
"""The numbers of a measure by name; ``value`` is always there."""


def branch_field(world: World, reference: str) -> Operand:
    """A field of the branch, written with or without ``branch.``."""
    field = reference.removeprefix("branch.")
    table, row = world.branch
    definition = definition_of(table, field)
    if definition["type"] in NUMERIC:
        return aggregates.branch_number(world, field)
    value = fact(world, table, row, field)
    return Fact(value, definition, None if may_stay_none(world, table, row, field) else value is not NONE)


def _over_numbers(kind: str) -> Callable[[World, Form], Quantity]:
    def measured(world: World, form: Form) -> Quantity:
        name, field = split(form[kind])
        return aggregates.OVER_NUMBERS[kind](aggregates.numbers_of(world, select(world, name, form), field))

    return measured


def _count(world: World, form: Form) -> Quantity:
    return aggregates.count(aggregates.ones_of(select(world, form["count"], form)))


def _distinct(world: World, form: Form) -> Quantity:
    name, field = split(form["distinct"])
    return aggregates.distinct(world, select(world, name, form), field)


def _checklist(world: World, form: Form) -> Parts:
    name, field = split(form["checklist"])
    seen = aggregates.values_of(world, select(world, name, form), field)
    items = set(form["items"])
    number, sure = len(items), len(items & seen.sure)
    possible = min(number, len(items & seen.possible) + seen.blank)
    present = between(sure, possible)
    return {
        "value": present,
        "present": present,
        "owed": exactly(number),
        "missing_items": between(number - possible, number - sure),
    }


def _imported(world: World, form: Form) -> Quantity:
    """A score or grade decided elsewhere, converted."""
    operand = branch_field(world, form["imported"])
    if isinstance(operand, Quantity):
        times = number(form.get("times", 1))
        return Quantity(operand.interval * point(times), operand.defined)
    if operand.value is NONE:
        return UNDEFINED
    keys = operand.definition["choices"] if operand.value is UNKNOWN else [operand.value]
    return Quantity(hull(point(number(form["scale"][key])) for key in keys))


def _rank(world: World, form: Form) -> Parts:
    return dict(groups.rank(world, form, numbers))


def numbers(world: World, name: Form | str) -> dict[str, Quantity]:
    """The numbers of a measure."""
    return {part: operand for part, operand in measure(world, name).items() if isinstance(operand, Quantity)}


FORMS: dict[str, Callable[[World, Form], Operand | Parts]] = {
    "field": lambda world, form: branch_field(world, form["field"]),
    "count": _count,
    **{kind: _over_numbers(kind) for kind in ("sum", "mean", "min", "max")},
    "distinct": _distinct,
    "change": ratios.change,
    "ratio": ratios.ratio,
    "share": ratios.share,
    "coverage": lambda world, form: dict(regularity.coverage(world, form)),
    "longest_gap": regularity.longest_gap,
    "streak": regularity.streak,
    "checklist": _checklist,
    "each": keyed.each,
    "rating": ratings.rating,
    "imported": _imported,
    "rank": _rank,
}


def _sample(world: World, form: Form, kind: str) -> Selection:
    """The records that a measure is taken over."""
    if kind == "share":
        return select(world, form["share"], form)
    if kind != "ratio":
        name, field = split(form[kind])
        return having(world, select(world, name, form), field)
    if ratios.is_part_of_whole(world, form["ratio"], form["over"]):
        name, part = split(form["ratio"]["sum"])
        return having(world, _counted(world, form, form["over"]), part)
    return _counted(world, form, form["ratio"] if "field" in form["over"] else form["over"])


def _counted(world: World, form: Form, agg: Form) -> Selection:
    """The records that an aggregate of a ratio counts."""
    kind = next(key for key in ("count", "sum", "distinct") if key in agg)
    name, _, field = agg[kind].partition(".")
    selection = select(world, name, form, [agg.get("where", {})])
    return having(world, selection, field) if field else selection


def _sampled(world: World, form: Form, kind: str, value: Quantity) -> Quantity:
    """Undefined with too few records."""
    records = aggregates.count(aggregates.ones_of(_sample(world, form, kind)))
    enough = True if records.low >= form["sample"] else (False if records.high < form["sample"] else None)
    defined = conjunction([value.defined, enough])
    return UNDEFINED if defined is False else Quantity(value.interval, defined)


def form_of(world: World, measure: Form | str) -> Form:
    """A measure written in place, or the named one."""
    named: Form = world.case.ruleset["measures"][measure] if isinstance(measure, str) else measure
    return named


def kind_of(form: Form) -> str | None:
    """Which form a mapping is written in, if it is a measure."""
    return next((kind for kind in FORMS if kind in form), None)


def measure(world: World, measure: Form | str) -> Parts:
    """All numbers of a measure."""
    form = form_of(world, measure)
    kind = kind_of(form)
    if kind is None:
        raise ValueError(form)
    result = FORMS[kind](world, form)
    if "sample" in form:
        assert isinstance(result, Quantity)
        result = _sampled(world, form, kind, result)
    return result if isinstance(result, dict) else {"value": result}
