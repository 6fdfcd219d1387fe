"""Conditions: one grammar for records, branches, parts and levels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from starcheck.errors import one_of
from starcheck.language import t
from starcheck.rules.schema.atoms import FORM, Mistake, ParsedBy, Path, Raw, is_number, percent, spelled
from starcheck.rules.schema.numbers import Constant, Number, parse_constant, parse_number
from starcheck.rules.schema.windows import Window, parse_window

if TYPE_CHECKING:
    from starcheck.rules.schema.measures import Measure

Operator = Literal[
    "at_least", "more_than", "at_most", "less_than", "equals", "not", "one_of", "none_of", "between", "exists", "within"
]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
ORDERINGS = ("at_least", "more_than", "at_most", "less_than")
OWN_VALUE = "value"
LEVEL = "level"
"""The name of the level of a branch, where conditions may ask for it."""
SCORE = "score"
"""The name of the points of a branch, where conditions may ask for them."""
_FRACTION = re.compile(r"^([1-9]\d{0,5})/([1-9]\d{0,5})$")


@dataclass(frozen=True, slots=True)
class OtherField:
    """Another field of the same record, or a share of it."""

    field: str
    share: Constant | None = None

    def __str__(self) -> str:
        if self.share is None:
            return f"{{field: {self.field}}}"
        share = f"{float(self.share.value * 100):g}%" if self.share.percent else str(self.share.value)
        return f"{{share: {share}, of: {self.field}}}"


Single = Number | str | bool | date | OtherField
Operand = Single | Window | tuple[Single, ...]
"""What stands on the right of an operator; a bare text is a choice or a name, as the left side decides."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator and its right-hand side."""

    op: Operator
    operand: Operand
    at: Path


@dataclass(frozen=True, slots=True)
class Test:
    """All comparisons hold for the named quantity."""

    name: str
    comparisons: tuple[Comparison, ...]
    at: Path


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """All comparisons hold for a measure written in place."""

    measure: Measure
    comparisons: tuple[Comparison, ...]
    at: Path


@dataclass(frozen=True, slots=True)
class SectionTest:
    """The points of a section or pool reach a number, or a percentage of its maximum."""

    section: str
    comparisons: tuple[Comparison, ...]
    at: Path


@dataclass(frozen=True, slots=True)
class CriteriaTest:
    """At least so many of the criteria are met."""

    criteria: tuple[str, ...]
    at_least: int
    at: Path


@dataclass(frozen=True, slots=True)
class PassedTest:
    """At least so many of the sheets reach their pass marks."""

    sections: tuple[str, ...]
    at_least: int
    at: Path


@dataclass(frozen=True, slots=True)
class Every:
    """All of the conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Any of the conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """Not the condition."""

    part: Condition


Condition = Test | MeasureTest | SectionTest | CriteriaTest | PassedTest | Every | Some | Negation


def parse_condition(raw: Raw, at: Path = ()) -> Condition:
    """Read a condition; ``at`` is where it stands below the value being validated."""
    if not isinstance(raw, dict) or not raw:
        raise Mistake(
            t(
                "A condition is written as {{name: value}} or {{name: {{at_least: 3}}}}, not “{read}”.",
                read=spelled(raw),
            ),
            at,
        )
    keys = raw.keys()
    if keys & _measure_forms():
        return _measure_test(raw, at)
    if "section" in keys:
        return SectionTest(_text(raw["section"], (*at, "section")), _comparisons(_without(raw, "section"), at), at)
    if keys & {"criterion", "criteria"}:
        return _criteria_test(raw, at)
    if "passed" in keys:
        return _passed_test(raw, at)
    if keys <= set(OPERATORS) and not (keys == {"not"} and isinstance(raw["not"], dict)):
        return Test(OWN_VALUE, _comparisons(raw, at), at)
    parts = tuple(_entry(key, value, (*at, key)) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else Every(parts)


def _entry(key: str, value: Raw, at: Path) -> Condition:
    match key:
        case "all" | "any":
            if not isinstance(value, list) or not value:
                raise Mistake(t("“{key}” takes a list of conditions.", key=key), at)
            parts = tuple(parse_condition(part, (*at, index)) for index, part in enumerate(value))
            return Every(parts) if key == "all" else Some(parts)
        case "not":
            return Negation(parse_condition(value, at))
        case _:
            return Test(key, _comparisons(value, at) if isinstance(value, dict) else (_bare(value, at),), at)


def _bare(value: Raw, at: Path) -> Comparison:
    if isinstance(value, list):
        return Comparison("one_of", _operand("one_of", value, at), at)
    return Comparison("equals", _operand("equals", value, at), at)


def _comparisons(raw: Raw, at: Path) -> tuple[Comparison, ...]:
    if not raw:
        raise Mistake(t("An operator is missing."), at, t("Allowed: {choices}.", choices=list(OPERATORS)))
    for op in raw:
        if op not in OPERATORS:
            raise Mistake(t("“{key}” is not an operator.", key=op), (*at, op), one_of(op, OPERATORS))
    return tuple(Comparison(op, _operand(op, value, (*at, op)), (*at, op)) for op, value in raw.items())


def _operand(op: str, raw: Raw, at: Path) -> Operand:
    match op:
        case "one_of" | "none_of":
            if not isinstance(raw, list) or not raw:
                raise Mistake(t("“{key}” takes a list of values.", key=op), at)
            return tuple(_value(item, (*at, index)) for index, item in enumerate(raw))
        case "between":
            if not isinstance(raw, list) or len(raw) != 2:
                raise Mistake(t("“between” takes two values: [least, greatest]."), at)
            return tuple(_value(item, (*at, index)) for index, item in enumerate(raw))
        case "exists":
            if not isinstance(raw, bool):
                raise Mistake(t("“exists” takes true or false."), at)
            return bool(raw)
        case "within":
            window: Window = _at(parse_window, raw, at)
            return window
        case _:
            return _value(raw, at)


def _value(raw: Raw, at: Path) -> Single:
    if isinstance(raw, dict) and raw.keys() & {"field", "share"}:
        return _other_field(raw, at)
    if isinstance(raw, bool | date) or (isinstance(raw, str) and percent(raw) is None):
        plain: str | bool | date = raw
        return plain
    if is_number(raw) or isinstance(raw, str | dict):
        number: Number = _at(parse_number, raw, at)
        return number
    raise Mistake(t("A value is needed here, not “{read}”.", read=spelled(raw)), at)


def _other_field(raw: dict[str, Raw], at: Path) -> OtherField:
    match raw:
        case {"field": str(name)} if len(raw) == 1:
            return OtherField(name)
        case {"share": share, "of": str(name)} if len(raw) == 2:
            return OtherField(name, _share(share, (*at, "share")))
        case _:
            message = t(
                "Another field is written as {{field: expected}}, a part of it as {{share: 2/3, of: expected}}."
            )
            raise Mistake(message, at)


def _share(raw: Raw, at: Path) -> Constant:
    found = _FRACTION.match(raw) if isinstance(raw, str) else None
    if found:
        return Constant(Fraction(int(found[1]), int(found[2])))
    if percent(raw) is None:
        raise Mistake(t("A share is a fraction (2/3) or a percentage (60%), not “{read}”.", read=spelled(raw)), at)
    return parse_constant(raw)


def _at(parse: Raw, raw: Raw, at: Path) -> Raw:
    try:
        return parse(raw)
    except Mistake as mistake:
        raise Mistake(mistake.message, (*at, *mistake.at), mistake.hint) from mistake


def _without(raw: dict[str, Raw], *keys: str) -> dict[str, Raw]:
    return {key: value for key, value in raw.items() if key not in keys}


def _text(raw: Raw, at: Path) -> str:
    if not isinstance(raw, str):
        raise Mistake(t("A name is needed here, not “{read}”.", read=spelled(raw)), at)
    return raw


def _criteria_test(raw: dict[str, Raw], at: Path) -> CriteriaTest:
    named = raw.get("criteria", [raw.get("criterion")])
    if not _are_names(named):
        raise Mistake(t("“criteria” takes a list of criterion ids."), at)
    if raw.get("outcome") != "met" or not raw.keys() <= {"criterion", "criteria", "outcome", "at_least"}:
        raise Mistake(t("A requirement on criteria is written as {{criterion: A-01, outcome: met}}."), at)
    return CriteriaTest(tuple(named), _how_many(raw, named, at), at)


def _passed_test(raw: dict[str, Raw], at: Path) -> PassedTest:
    named = raw["passed"] if isinstance(raw["passed"], list) else [raw["passed"]]
    if not _are_names(named) or not raw.keys() <= {"passed", "at_least"}:
        message = t("That sheets are passed is written as {{passed: A}} or {{passed: [A, B, C], at_least: 2}}.")
        raise Mistake(message, at)
    return PassedTest(tuple(named), _how_many(raw, named, at), at)


def _are_names(raw: Raw) -> bool:
    return isinstance(raw, list) and bool(raw) and all(isinstance(name, str) for name in raw)


def _how_many(raw: dict[str, Raw], named: list[str], at: Path) -> int:
    """How many of those named it takes: all, unless stated."""
    least = raw.get("at_least", len(named))
    if isinstance(least, bool) or not isinstance(least, int) or not 1 <= least <= len(named):
        raise Mistake(
            t("“at_least” lies between 1 and {n}, the number of those named.", n=len(named)), (*at, "at_least")
        )
    return least


@cache
def _measure_forms() -> frozenset[str]:
    from starcheck.rules.schema.measures import FORMS  # noqa: PLC0415 - measures hold conditions too

    return frozenset(FORMS)


def _measure_test(raw: dict[str, Raw], at: Path) -> MeasureTest:
    from starcheck.rules.schema.measures import parse_measure  # noqa: PLC0415 - measures hold conditions too

    tests = {key: value for key, value in raw.items() if key in OPERATORS and key != "within"}  # it widens the measure
    measure = parse_measure(_without(raw, *tests))
    return MeasureTest(measure, _comparisons(tests, at), at)


_VALIDATE = ParsedBy(parse_condition, {FORM: "condition"})
AnyCondition = Annotated[Condition, _VALIDATE]
