"""Records in words, with what is made of them in one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from starcheck.language import Text, t
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.conditions import Condition, Every
from starcheck.rules.schema.measures import Aggregate, MeasureModel, RecordMeasure, table_of
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.windows import Window
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.numbers import YES_NO
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.spans import window_in_words

Part = TypeVar("Part", bound=MeasureModel)


class Filter(Protocol):
    """What says which records count: a measure, or an award."""

    @property
    def where(self) -> Condition | None:
        """What holds for them."""

    @property
    def within(self) -> Window | None:
        """When they are dated."""

    @property
    def evidence(self) -> str | None:
        """Whether only those count whose evidence was accepted."""


def records_in_words(table: str, chosen: Filter, scope: Scope) -> Text:
    """The records that count."""
    records = t("records of “{table}”", table=scope.label(table))
    if chosen.where is not None:
        condition = condition_in_words(chosen.where, scope.on_records(table))
        records = t("{records} where {condition}", records=records, condition=condition)
    if chosen.evidence is not None:
        records = t("{records} with accepted evidence", records=records)
    if chosen.within is not None:
        records = t("{records} dated within {window}", records=records, window=window_in_words(chosen.within))
    return records


def scale_in_words(scale: Mapping[str, Constant]) -> list[Text]:
    """What every choice is worth."""
    return [
        t("{value} for {case}", value=constant_in_words(value), case=YES_NO.get(case, case))
        for case, value in scale.items()
    ]


def label(path: str, scope: Scope) -> Words:
    """What a field is called."""
    return scope.field(path).label


def aggregate(measure: Aggregate | schema.Mean | schema.Min | schema.Max, scope: Scope) -> Words:
    """What is computed, apart from the records it is computed over."""
    return AGGREGATES[type(measure)](measure, scope)


def of_records(measure: Aggregate | schema.Mean | schema.Min | schema.Max, scope: Scope) -> Words:
    """An aggregate with its records."""
    table = table_of(measure)
    if table is None or isinstance(measure, schema.FieldMeasure):
        return aggregate(measure, scope)
    return over(measure, records_in_words(table, measure, scope), scope)


def over(measure: Aggregate | schema.Mean | schema.Min | schema.Max, records: Text, scope: Scope) -> Text:
    """An aggregate over records that are already in words."""
    if isinstance(measure, schema.Count):
        return t("the number of {records}", records=records)
    return t("{quantity} in {records}", quantity=aggregate(measure, scope), records=records)


def inside(part: Part, whole: RecordMeasure) -> Part:
    """A part of a measure with what the whole demands of its records besides."""
    if not isinstance(part, RecordMeasure):
        return part
    conditions = tuple(condition for condition in (whole.where, part.where) if condition is not None)
    where = Every(conditions) if len(conditions) > 1 else next(iter(conditions), None)
    further = {"within": part.within or whole.within, "evidence": part.evidence or whole.evidence}
    return part.model_copy(update={"where": where, **further})


AGGREGATES: Mapping[type, Callable[..., Words]] = {
    schema.FieldMeasure: lambda measure, scope: label(measure.field, scope),
    schema.Count: lambda _, _scope: t("the number of records"),
    schema.Sum: lambda measure, scope: t("the sum of {field}", field=label(measure.sum, scope)),
    schema.Mean: lambda measure, scope: t("the mean of {field}", field=label(measure.mean, scope)),
    schema.Min: lambda measure, scope: t("the least {field}", field=label(measure.min, scope)),
    schema.Max: lambda measure, scope: t("the greatest {field}", field=label(measure.max, scope)),
    schema.Distinct: lambda measure, scope: t("the number of different {field}", field=label(measure.distinct, scope)),
}
"""What is made of records, in one number."""
