"""The forms of measures that hold no other measure."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from starcheck.language import t
from starcheck.rules.schema.atoms import AnyTitle, Mistake, Model
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.numbers import AnyConstant
from starcheck.rules.schema.windows import AnyWindow, Span


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
