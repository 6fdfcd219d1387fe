"""A criterion: one requirement a branch is judged on."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from starcheck.language import t
from starcheck.rules.schema.atoms import AnyTitle, BasisText, Id, Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.leniency import AnyLeniency
from starcheck.rules.schema.measures import AnyNamedMeasure
from starcheck.rules.schema.numbers import AnyConstant, AnyNumber
from starcheck.rules.schema.repeats import Repeat
from starcheck.rules.schema.score import Score

NotApplicable = Literal["section", "total", "full", "zero"]
IfEmpty = Literal["full", "zero", "not_applicable"] | Decimal


def _parse_not_applicable(raw: Raw) -> NotApplicable:
    match raw:
        case "full" | "zero":
            return raw  # type: ignore[no-any-return]
        case {"exclude": "section" | "total" as scope} if len(raw) == 1:
            return scope  # type: ignore[no-any-return]
        case _:
            raise Mistake(t("“not_applicable” is {{exclude: section}}, {{exclude: total}}, full or zero."))


_NA = ParsedBy(
    _parse_not_applicable,
    {
        "anyOf": [
            {"enum": ["full", "zero"]},
            {
                "type": "object",
                "properties": {"exclude": {"enum": ["section", "total"]}},
                "required": ["exclude"],
                "additionalProperties": False,
            },
        ]
    },
)
AnyNotApplicable = Annotated[NotApplicable, _NA]


def _parse_if_empty(raw: Raw) -> IfEmpty:
    match raw:
        case "full" | "zero" | "not_applicable":
            return raw  # type: ignore[no-any-return]
        case {"points": int() | Decimal() as points} if len(raw) == 1 and not isinstance(points, bool):
            return Decimal(points)
        case _:
            raise Mistake(t("“if_empty” is full, zero, not_applicable or {{points: 2}}."))


_IF_EMPTY = ParsedBy(
    _parse_if_empty,
    {
        "anyOf": [
            {"enum": ["full", "zero", "not_applicable"]},
            {
                "type": "object",
                "properties": {"points": {"type": "number"}},
                "required": ["points"],
                "additionalProperties": False,
            },
        ]
    },
)


class Criterion(Model):
    """One requirement a branch is judged on."""

    id: Id
    title: AnyTitle
    points: AnyNumber | None = None
    floor: AnyConstant | None = None
    basis: BasisText | None = None
    applies_when: AnyCondition | None = None
    not_applicable: AnyNotApplicable | None = None
    lenient: AnyLeniency | None = None
    repeat: Repeat | None = None
    measure: AnyNamedMeasure | None = None
    target: AnyNumber | None = None
    if_empty: Annotated[IfEmpty | None, _IF_EMPTY] = None
    score: Score
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    judged_by: AnyTitle | None = None
    inspect: AnyTitle | None = None
    remedy: AnyTitle | None = None
    note: AnyTitle | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
