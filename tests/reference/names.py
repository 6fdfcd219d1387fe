"""Branch-level numbers: constants, names, lookups, bands, formulas (§4 of the rule language)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from . import formulas, groups
from .comparisons import OPERATORS, quantity_satisfies
from .intervals import UNDEFINED, Interval, Quantity, exactly, hull, point
from .literals import Raw, as_list, is_number, number
from .measures import Fact, Operand, branch_field, measure, numbers
from .records import NONE, UNKNOWN
from .truth import Truth, conjunction
from .world import Form, World


@dataclass(frozen=True)
class Scope:
    """Where a name is looked up: the parts of the own measure first, then what is known everywhere."""

    world: World
    parts: Mapping[str, Operand] = field(default_factory=dict)


def resolve(scope: Scope, name: str) -> Operand:
    """What a name stands for."""
    ruleset = scope.world.case.ruleset
    if name in scope.parts:
        return scope.parts[name]
    if name in ruleset.get("constants", {}):
        return quantity(scope, ruleset["constants"][name])
    measure_name, _, part = name.partition(".")
    if measure_name in ruleset.get("measures", {}):
        return measure(scope.world, measure_name)[part or "value"]
    return branch_field(scope.world, name)


def quantity(scope: Scope, form: Raw) -> Quantity:
    """The value of a number in whatever way it is written."""
    if is_number(form):
        return exactly(number(form))
    if isinstance(form, str):
        return _named(scope, form)
    if "formula" in form:
        return formulas.evaluate(form["formula"], lambda name: _named(scope, name))
    if "among" in form:
        return groups.statistic(scope.world, form, numbers)
    return _by_bands(scope, form) if "bands" in form else _by_choice(scope, form)


def _named(scope: Scope, name: str) -> Quantity:
    operand = resolve(scope, name)
    if isinstance(operand, Fact):
        raise TypeError(name)
    return operand


def _by_choice(scope: Scope, form: Form) -> Quantity:
    """The entry of the branch's choice; of an unknown one, the hull of all."""
    operand = resolve(scope, form["by"])
    assert isinstance(operand, Fact)
    if operand.value is NONE:
        return exactly(number(form["else"])) if "else" in form else UNDEFINED
    keys = operand.definition["choices"] if operand.value is UNKNOWN else [operand.value]
    return Quantity(hull(point(entry(form, key)) for key in keys))


def entry(form: Form, key: Raw) -> Fraction:
    """The entry of a one-key table."""
    return number(form["table"][key] if key in form["table"] else form["else"])


def _by_bands(scope: Scope, form: Form) -> Quantity:
    """The value of the first band that fits; the hull of those that may be the first."""
    by = _named(scope, form["by"])
    possible: list[Interval] = []
    for band in form["bands"]:
        fits = True if "else" in band else satisfies(scope, by, {op: band[op] for op in band.keys() & OPERATORS})
        if fits is not False:
            possible.append(point(number(band["else"] if "else" in band else band["value"])))
        if fits:
            break
    return Quantity(hull(possible)) if possible else UNDEFINED


def satisfies(scope: Scope, value: Quantity, operators: Form) -> Truth:
    """Whether a number satisfies every operator."""
    return conjunction(
        quantity_satisfies(value, operator, [_right_side(scope, right) for right in as_list(rights)])
        for operator, rights in operators.items()
    )


def _right_side(scope: Scope, right: Raw) -> Quantity:
    return exactly(int(right)) if isinstance(right, bool) else quantity(scope, right)
