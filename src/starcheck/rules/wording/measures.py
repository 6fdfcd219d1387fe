"""Measures in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from starcheck.language import Text, t
from starcheck.rules.schema.conditions import Condition, Every
from starcheck.rules.schema.measures import (
    Aggregate,
    Change,
    Checklist,
    Count,
    Coverage,
    Distinct,
    Each,
    FieldMeasure,
    Imported,
    LongestGap,
    Max,
    Mean,
    MeasureModel,
    Min,
    Rank,
    Rating,
    Ratio,
    RecordMeasure,
    SampleMeasure,
    Share,
    Streak,
    Sum,
    table_of,
)
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ratings import Stage, Take
from starcheck.rules.schema.windows import Window
from starcheck.rules.wording.company import rank_in_words
from starcheck.rules.wording.conditions import condition_in_words, predicate_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.numbers import YES_NO
from starcheck.rules.wording.scope import GAP_UNITS, Named, Scope, Words, measure_title
from starcheck.rules.wording.spans import SPANS, window_in_words

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


def measure_in_words(measure: str | MeasureModel, scope: Scope) -> Words:
    """A measure as a noun, its label before it if it has one."""
    model = scope.measure(measure)
    words = definition_in_words(model, scope)
    label = measure_title(measure, model) if isinstance(measure, str) else model.label
    return t("{label}, that is {measure}", label=label, measure=words) if label else words


def definition_in_words(measure: MeasureModel, scope: Scope) -> Words:
    """A measure as a noun, without its label."""
    words = MEASURES[type(measure)](measure, scope)
    if isinstance(measure, SampleMeasure) and measure.sample is not None:
        return t("{measure}, fewer than {n} records being as good as none", measure=words, n=measure.sample)
    return words


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


def _field(measure: FieldMeasure, scope: Scope) -> Words:
    return scope.field(measure.field).label


def _imported(measure: Imported, scope: Scope) -> Words:
    words: Words = t("{field} as {decider} decides", field=_label(measure.imported, scope), decider=measure.decided_by)
    if measure.scale is not None:
        return t("{measure} ({scale})", measure=words, scale=scale_in_words(measure.scale))
    return words if measure.times is None else t("{left} × {right}", left=words, right=constant_in_words(measure.times))


def scale_in_words(scale: Mapping[str, Constant]) -> list[Text]:
    """What every choice is worth."""
    return [
        t("{value} for {case}", value=constant_in_words(value), case=YES_NO.get(case, case))
        for case, value in scale.items()
    ]


def _aggregate(measure: Aggregate | Mean | Min | Max, scope: Scope) -> Words:
    """What is computed, apart from the records it is computed over."""
    return AGGREGATES[type(measure)](measure, scope)


def _label(path: str, scope: Scope) -> Words:
    return scope.field(path).label


AGGREGATES: Mapping[type, Callable[..., Words]] = {
    FieldMeasure: _field,
    Count: lambda _, _scope: t("the number of records"),
    Sum: lambda measure, scope: t("the sum of {field}", field=_label(measure.sum, scope)),
    Mean: lambda measure, scope: t("the mean of {field}", field=_label(measure.mean, scope)),
    Min: lambda measure, scope: t("the least {field}", field=_label(measure.min, scope)),
    Max: lambda measure, scope: t("the greatest {field}", field=_label(measure.max, scope)),
    Distinct: lambda measure, scope: t("the number of different {field}", field=_label(measure.distinct, scope)),
}
"""What is made of records, in one number."""


def _of_records(measure: Aggregate | Mean | Min | Max, scope: Scope) -> Words:
    """An aggregate with its records."""
    table = table_of(measure)
    if table is None or isinstance(measure, FieldMeasure):
        return _aggregate(measure, scope)
    return _over(measure, records_in_words(table, measure, scope), scope)


def _over(measure: Aggregate | Mean | Min | Max, records: Text, scope: Scope) -> Text:
    if isinstance(measure, Count):
        return t("the number of {records}", records=records)
    return t("{quantity} in {records}", quantity=_aggregate(measure, scope), records=records)


def _ratio(measure: Ratio, scope: Scope) -> Words:
    above, below = measure.ratio, measure.over
    if table := _common_table(measure):
        quotient = t("{left} ÷ {right}", left=_aggregate(above, scope), right=_aggregate(below, scope))
        return t("{quantity} in {records}", quantity=quotient, records=records_in_words(table, measure, scope))
    sides = [_of_records(_inside(side, measure), scope) for side in (above, below)]
    return t("({left}) ÷ ({right})", left=sides[0], right=sides[1])


def _inside(part: Part, whole: RecordMeasure) -> Part:
    """A part of a measure with what the whole demands of its records besides."""
    if not isinstance(part, RecordMeasure):
        return part
    conditions = tuple(condition for condition in (whole.where, part.where) if condition is not None)
    where = Every(conditions) if len(conditions) > 1 else next(iter(conditions), None)
    further = {"within": part.within or whole.within, "evidence": part.evidence or whole.evidence}
    return part.model_copy(update={"where": where, **further})


def _common_table(measure: Ratio) -> str | None:
    """The table of both sides, if neither has a filter of its own."""
    tables = {table_of(side) for side in (measure.ratio, measure.over)}
    sides = [side for side in (measure.ratio, measure.over) if isinstance(side, RecordMeasure)]
    plain = all((side.where, side.within, side.evidence) == (None, None, None) for side in sides)
    return tables.pop() if plain and len(tables) == 1 else None


def _share(measure: Share, scope: Scope) -> Words:
    return t(
        "among {records}: the share where {condition}",
        records=records_in_words(measure.share, measure, scope),
        condition=condition_in_words(measure.matching, scope.on_records(measure.share)),
    )


def _life(words: Text, measure: Coverage | LongestGap, scope: Scope) -> Text:
    if measure.from_ is not None:
        words = t("{measure}, from {field} on", measure=words, field=_label(measure.from_, scope))
    if measure.until is not None:
        words = t("{measure}, until {field}", measure=words, field=_label(measure.until, scope))
    return words


def _coverage(measure: Coverage, scope: Scope) -> Words:
    records = records_in_words(measure.coverage, measure, scope)
    words = t(
        "{every} at least {times} among {records}",
        every=SPANS[measure.every].every,
        times=measure.times,
        records=records,
    )
    words = _life(words, measure, scope)
    if measure.partial == "count":
        words = t("{measure}, periods cut short included", measure=words)
    if measure.except_:
        words = t("{measure}, except number {numbers} of each year", measure=words, numbers=measure.except_)
    return words


def _longest_gap(measure: LongestGap, scope: Scope) -> Words:
    records = records_in_words(measure.longest_gap, measure, scope)
    words = t(
        "the longest stretch in {unit}, first to last day, with none among {records}",
        unit=GAP_UNITS[measure.unit],
        records=records,
    )
    return _life(words, measure, scope)


def _streak(measure: Streak, scope: Scope) -> Words:
    records = records_in_words(measure.streak, measure, scope)
    spans = SPANS[measure.every].in_a_row
    if measure.run == "current":
        return t("the number of {spans}, up to the last, with any among {records}", spans=spans, records=records)
    return t("the greatest number of {spans} with any among {records}", spans=spans, records=records)


def _change(measure: Change, scope: Scope) -> Words:
    inner = _inside(measure.change, measure)
    words = definition_in_words(inner, scope)
    if measure.as_ == "percent":
        return t("the percentage change, against the period before, of {measure}", measure=words)
    return t("the change, against the period before, of {measure}", measure=words)


def _checklist(measure: Checklist, scope: Scope) -> Words:
    table = measure.checklist.split(".")[0]
    return t(
        "{field} in {records}, to include {items}",
        field=_label(measure.checklist, scope),
        records=records_in_words(table, measure, scope),
        items=measure.items,
    )


def _each(measure: Each, scope: Scope) -> Words:
    return THEN[measure.then.aggregate](per_key_in_words(measure, scope), _passing(measure, scope))


def per_key_in_words(measure: Each, scope: Scope) -> Text:
    """What is made of the records of every key."""
    table = measure.each.split(".")[0]
    key = _label(measure.each, scope)
    if measure.of is not None:
        key = t("{key} found in {roster}", key=key, roster=_roster(measure.of, measure.of_where, scope))
    records = records_in_words(table, _inside(measure.take, measure), scope)
    return t("for each {key}: {quantity}", key=key, quantity=_over(measure.take, records, scope))


def _roster(path: str, where: Condition | None, scope: Scope) -> Text:
    chosen = RecordMeasure.model_construct(where=where, within=None, evidence=None)
    return records_in_words(path.partition(".")[0], chosen, scope)


def _passing(measure: Each, scope: Scope) -> Text | None:
    if not measure.then.comparisons:
        return None
    unit = scope.field(measure.take.sum).unit if isinstance(measure.take, Sum) else ""
    return predicate_in_words(measure.then.comparisons, Named("", unit=unit), scope)


def _rating(measure: Rating, scope: Scope) -> Words:
    table = measure.rating.split(".")[0]
    marks: Words = _label(measure.rating, scope)
    if measure.scale is not None:
        marks = t("{measure} ({scale})", measure=marks, scale=scale_in_words(measure.scale))
    words = t("{quantity} in {records}", quantity=marks, records=records_in_words(table, measure, scope))
    for stage, key in zip(measure.stages, measure.keys, strict=True):
        words = t(
            "{measure}; then over {key}: {combined}", measure=words, key=_label(key, scope), combined=_stage(stage)
        )
    words = t("{measure}; every average to {places} decimals", measure=words, places=measure.places)
    if measure.of is None:
        return words
    roster = _roster(measure.of, measure.of_where, scope)
    return t(
        "{measure}; everybody in {roster} has to mark: who did not is unknown, not 0", measure=words, roster=roster
    )


def _stage(stage: Stage) -> Text:
    if stage.weights is not None:
        return t("the sum of {weights}", weights=scale_in_words(stage.weights))
    return TAKEN[stage.take or "mean"]


TAKEN: Mapping[Take, Text] = {
    "mean": t("the mean"),
    "min": t("the least"),
    "max": t("the greatest"),
    "trimmed": t("the mean without one greatest and one least, if there are three"),
}
"""What can be made of the marks of one key."""

THEN: Mapping[str, Callable[[Text, Text | None], Text]] = {
    "sum": lambda per_key, _: t("{measure}; then the sum of these", measure=per_key),
    "mean": lambda per_key, _: t("{measure}; then the mean of these", measure=per_key),
    "min": lambda per_key, _: t("{measure}; then the least of these", measure=per_key),
    "max": lambda per_key, _: t("{measure}; then the greatest of these", measure=per_key),
    "count": lambda per_key, test: t("{measure}; then how many are {predicate}", measure=per_key, predicate=test),
    "share": lambda per_key, test: t("{measure}; then the share that is {predicate}", measure=per_key, predicate=test),
}
"""What can be made of the numbers of all keys."""

MEASURES: Mapping[type[MeasureModel], Callable[..., Words]] = {
    FieldMeasure: _field,
    Imported: _imported,
    Count: _of_records,
    Sum: _of_records,
    Mean: _of_records,
    Min: _of_records,
    Max: _of_records,
    Distinct: _of_records,
    Ratio: _ratio,
    Share: _share,
    Coverage: _coverage,
    LongestGap: _longest_gap,
    Streak: _streak,
    Change: _change,
    Checklist: _checklist,
    Each: _each,
    Rating: _rating,
    Rank: rank_in_words,
}
"""Every form of a measure."""
