"""Measures: named quantities drawn from the ledger, one model for each form."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from starcheck.errors import one_of
from starcheck.language import t
from starcheck.rules.schema.atoms import FORM, Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.conditions import OPERATORS, AnyCondition, Comparison, parse_condition
from starcheck.rules.schema.conditions import Test as ConditionTest
from starcheck.rules.schema.dictionary import bare_name
from starcheck.rules.schema.forms import (
    Checklist,
    Count,
    Coverage,
    Distinct,
    FieldMeasure,
    Imported,
    LifeMeasure,
    LongestGap,
    Max,
    Mean,
    MeasureModel,
    Min,
    Rank,
    RecordMeasure,
    SampleMeasure,
    Share,
    Streak,
    Sum,
)
from starcheck.rules.schema.ratings import Rating


class Ratio(SampleMeasure):
    """One aggregate over another; undefined unless the second is positive."""

    ratio: AnyAggregate
    over: AnyAggregate


class Change(RecordMeasure):
    """A quantity against the previous period."""

    can_be_undefined: ClassVar[bool] = True
    change: AnyChangeable
    as_: Literal["absolute", "percent"] = Field(alias="as")
    within: None = None


class Then(Model):
    """What is made of the values of all keys."""

    aggregate: Literal["sum", "mean", "min", "max", "count", "share"]
    comparisons: tuple[Comparison, ...] = ()


def _parse_then(raw: Raw) -> Then:
    match raw:
        case "sum" | "mean" | "min" | "max":
            return Then(aggregate=raw)
        case {"count": dict(ops)} | {"share": dict(ops)} if len(raw) == 1 and ops.keys() <= set(OPERATORS):
            test = parse_condition(ops)
            assert isinstance(test, ConditionTest)
            return Then(aggregate=next(iter(raw)), comparisons=test.comparisons)
        case _:
            raise Mistake(t("“then” is sum, mean, min, max, {{count: {{at_least: 3}}}} or {{share: {{at_least: 3}}}}."))


_THEN_SCHEMA: dict[str, Raw] = {
    "anyOf": [{"enum": ["sum", "mean", "min", "max"]}, {"type": "object", "minProperties": 1, "maxProperties": 1}]
}
_VALIDATE_THEN = ParsedBy(_parse_then, _THEN_SCHEMA)


class Each(RecordMeasure):
    """First an aggregate per key, then one over the keys."""

    each: str
    take: AnyTaken
    then: Annotated[Then, _VALIDATE_THEN]
    of: str | None = None
    of_where: AnyCondition | None = None


Measure = (
    FieldMeasure
    | Imported
    | Count
    | Sum
    | Mean
    | Min
    | Max
    | Distinct
    | Ratio
    | Share
    | Coverage
    | LongestGap
    | Streak
    | Change
    | Checklist
    | Each
    | Rating
    | Rank
)
Aggregate = FieldMeasure | Count | Sum | Distinct

FORMS: dict[str, type[MeasureModel]] = {
    "field": FieldMeasure,
    "imported": Imported,
    "count": Count,
    "sum": Sum,
    "mean": Mean,
    "min": Min,
    "max": Max,
    "distinct": Distinct,
    "ratio": Ratio,
    "share": Share,
    "coverage": Coverage,
    "longest_gap": LongestGap,
    "streak": Streak,
    "change": Change,
    "checklist": Checklist,
    "each": Each,
    "rating": Rating,
    "rank": Rank,
}
"""The key that names a form, and its model."""

_AGGREGATES = ("field", "count", "sum", "distinct")
_CHANGEABLE = ("count", "sum", "distinct", "ratio")
_TAKEN = ("count", "sum")


def parse_measure(raw: Raw, allowed: tuple[str, ...] = tuple(FORMS)) -> Any:  # noqa: ANN401 - any of Measure
    """Read a measure; pydantic's own errors keep their paths."""
    if not isinstance(raw, dict):
        raise Mistake(
            t("A measure is written as {{count: meetings}} or the like."),
            hint=t("Allowed: {choices}.", choices=list(allowed)),
        )
    named = [key for key in FORMS if key in raw]
    if not named:
        unknown = next(iter(raw), "")
        raise Mistake(t("A measure names its form."), hint=one_of(str(unknown), allowed))
    form = named[-1] if named[-1] == "each" else named[0]
    if form not in allowed:
        raise Mistake(
            t("“{form}” cannot stand here.", form=form), (form,), t("Allowed: {choices}.", choices=list(allowed))
        )
    return FORMS[form].model_validate(raw)


def form_of(measure: MeasureModel) -> str:
    """The key that names the form of a measure."""
    return next(key for key, model in FORMS.items() if model is type(measure))


def table_of(measure: MeasureModel) -> str | None:
    """The table whose records a measure reads, None for what is read off the branch."""
    named: str | None = getattr(measure, form_of(measure)) if isinstance(measure, RecordMeasure) else None
    return named.split(".")[0] if isinstance(named, str) else None


def branch_field_of(measure: MeasureModel) -> str | None:
    """The field of the branch that a measure is, None for what is made of records."""
    named: str | None = getattr(measure, form_of(measure)) if isinstance(measure, FieldMeasure | Imported) else None
    return None if named is None else bare_name(named)


def _any(allowed: tuple[str, ...]) -> Any:  # noqa: ANN401 - an annotation
    return ParsedBy(
        lambda raw: parse_measure(raw, allowed), {"anyOf": [{FORM: FORMS[key].__name__} for key in allowed]}
    )


_MEASURE = _any(tuple(FORMS))
AnyMeasure = Annotated[Measure, _MEASURE]
_VALIDATE_AGGREGATE = _any(_AGGREGATES)
AnyAggregate = Annotated[Aggregate, _VALIDATE_AGGREGATE]
_VALIDATE_CHANGEABLE = _any(_CHANGEABLE)
AnyChangeable = Annotated[Count | Sum | Distinct | Ratio, _VALIDATE_CHANGEABLE]
_VALIDATE_TAKEN = _any(_TAKEN)
AnyTaken = Annotated[Count | Sum, _VALIDATE_TAKEN]


def _parse_named(raw: Raw) -> Any:  # noqa: ANN401 - a name or any of Measure
    return raw if isinstance(raw, str) else parse_measure(raw)


_NAMED = ParsedBy(_parse_named, {"anyOf": [{"type": "string"}, {FORM: "measure"}]})
AnyNamedMeasure = Annotated[str | Measure, _NAMED]

__all__ = [
    "FORMS",
    "Aggregate",
    "AnyAggregate",
    "AnyMeasure",
    "AnyNamedMeasure",
    "Change",
    "Checklist",
    "Count",
    "Coverage",
    "Distinct",
    "Each",
    "FieldMeasure",
    "Imported",
    "LifeMeasure",
    "LongestGap",
    "Max",
    "Mean",
    "Measure",
    "MeasureModel",
    "Min",
    "Rank",
    "Rating",
    "Ratio",
    "RecordMeasure",
    "SampleMeasure",
    "Share",
    "Streak",
    "Sum",
    "Then",
    "branch_field_of",
    "form_of",
    "parse_measure",
    "table_of",
]
