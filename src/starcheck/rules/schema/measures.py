"""Measures: named quantities drawn from the ledger, one model for each form."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from starcheck.errors import one_of
from starcheck.language import t
from starcheck.rules.schema.atoms import FORM, AnyTitle, Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.conditions import OPERATORS, AnyCondition, Comparison, parse_condition
from starcheck.rules.schema.conditions import Test as ConditionTest
from starcheck.rules.schema.numbers import AnyConstant
from starcheck.rules.schema.ratings import Stage
from starcheck.rules.schema.windows import AnyWindow

Span = Literal["month", "quarter", "half_year", "year"]


class MeasureModel(Model):
    """What every form has."""

    parts: ClassVar[tuple[str, ...]] = ("value",)
    told: ClassVar[tuple[str, ...]] = ("value",)
    can_be_undefined: ClassVar[bool] = False
    label: AnyTitle | None = None
    unit: str = ""


class RecordMeasure(MeasureModel):
    """A form over the records of a table."""

    where: AnyCondition | None = None
    within: AnyWindow | None = None
    evidence: Literal["required"] | None = None


class SampleMeasure(RecordMeasure):
    """A form that means something only over enough records, and nothing over none."""

    can_be_undefined: ClassVar[bool] = True
    sample: int | None = Field(default=None, ge=1, le=1_000_000)


class FieldMeasure(MeasureModel):
    """The value of a field of the branch."""

    field: str


class Imported(MeasureModel):
    """A score or grade of the branch that somebody else decides."""

    imported: str
    decided_by: AnyTitle
    scale: dict[str, AnyConstant] | None = None
    times: AnyConstant | None = None


class Count(RecordMeasure):
    """Number of records."""

    count: str


class Sum(RecordMeasure):
    """Sum of a numeric field."""

    sum: str


class Mean(SampleMeasure):
    """Mean of a numeric field; undefined without records."""

    mean: str


class Min(SampleMeasure):
    """Least value of a numeric field; undefined without records."""

    min: str


class Max(SampleMeasure):
    """Greatest value of a numeric field; undefined without records."""

    max: str


class Distinct(RecordMeasure):
    """Number of different values of a field."""

    distinct: str


class Ratio(SampleMeasure):
    """One aggregate over another; undefined unless the second is positive."""

    ratio: AnyAggregate
    over: AnyAggregate


class Share(SampleMeasure):
    """Share of the records that also match a further condition."""

    share: str
    matching: AnyCondition


class LifeMeasure(RecordMeasure):
    """A form over time that knows when the branch lived."""

    from_: str | None = Field(default=None, alias="from")
    until: str | None = None


class Coverage(LifeMeasure):
    """Calendar periods with enough matching records."""

    parts: ClassVar[tuple[str, ...]] = ("value", "covered", "owed", "missing_periods", "missing_times")
    told: ClassVar[tuple[str, ...]] = parts[1:]
    coverage: str
    every: Span
    times: int = Field(default=1, ge=1, le=1000)
    partial: Literal["skip", "count"] = "skip"
    except_: tuple[int, ...] = Field(default=(), alias="except")
    within: None = None


class LongestGap(LifeMeasure):
    """Longest stretch without a matching record."""

    longest_gap: str
    unit: Literal["days", "months"]
    within: None = None


class Streak(RecordMeasure):
    """Consecutive periods with a matching record."""

    streak: str
    every: Span
    run: Literal["current", "longest"]


class Change(RecordMeasure):
    """A quantity against the previous period."""

    can_be_undefined: ClassVar[bool] = True
    change: AnyChangeable
    as_: Literal["absolute", "percent"] = Field(alias="as")
    within: None = None


class Checklist(RecordMeasure):
    """Which of the named things are there."""

    parts: ClassVar[tuple[str, ...]] = ("value", "present", "owed", "missing_items")
    told: ClassVar[tuple[str, ...]] = parts[1:]
    checklist: str
    items: tuple[str, ...] = Field(min_length=1, max_length=60)

    @field_validator("items")
    @classmethod
    def _no_item_twice(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(items)) < len(items):
            raise Mistake(t("An item is named twice."))
        return items


class Rank(MeasureModel):
    """The place of the branch by another measure, among those of its company."""

    parts: ClassVar[tuple[str, ...]] = ("value", "of", "from_bottom", "percentile")
    told: ClassVar[tuple[str, ...]] = ("value", "of")
    rank: str
    among: str
    order: Literal["descending", "ascending"] = "descending"
    ties: Literal["first", "last", "dense"] = "first"


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


class Rating(RecordMeasure):
    """Marks that people gave, combined key by key from the inside out."""

    can_be_undefined: ClassVar[bool] = True
    rating: str
    scale: dict[str, AnyConstant] | None = None
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=6)
    of: str | None = None
    of_where: AnyCondition | None = None
    places: int = Field(default=2, ge=0, le=6)

    @property
    def called(self) -> int | None:
        """The stage whose keys the roster names: the one by the field that has the name of the roster's."""
        name = None if self.of is None else self.of.partition(".")[2]
        return next((index for index, stage in enumerate(self.stages) if stage.by == name), None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The field of each stage with its table: those after the roster's stage are the roster's."""
        called = len(self.stages) if self.called is None else self.called
        tables = (self.rating.partition(".")[0], (self.of or "").partition(".")[0])
        return tuple(f"{tables[index > called]}.{stage.by}" for index, stage in enumerate(self.stages))

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys that are fields of the marks themselves, without their table."""
        last = len(self.stages) if self.called is None else self.called + 1
        return tuple(stage.by for stage in self.stages[:last])


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
    return None if named is None else named.removeprefix("branch.")


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
