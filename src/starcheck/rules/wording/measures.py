"""Measures in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.measures import MeasureModel, RecordMeasure, SampleMeasure, table_of
from starcheck.rules.wording.aggregates import (
    aggregate,
    inside,
    label,
    of_records,
    records_in_words,
    scale_in_words,
)
from starcheck.rules.wording.company import rank_in_words
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.keyed import each_in_words, rating_in_words
from starcheck.rules.wording.scope import GAP_UNITS, Scope, Words, measure_title
from starcheck.rules.wording.spans import SPANS


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


def _imported(measure: schema.Imported, scope: Scope) -> Words:
    words: Words = t("{field} as {decider} decides", field=label(measure.imported, scope), decider=measure.decided_by)
    if measure.scale is not None:
        return t("{measure} ({scale})", measure=words, scale=scale_in_words(measure.scale))
    return words if measure.times is None else t("{left} × {right}", left=words, right=constant_in_words(measure.times))


def _ratio(measure: schema.Ratio, scope: Scope) -> Words:
    above, below = measure.ratio, measure.over
    if table := _common_table(measure):
        quotient = t("{left} ÷ {right}", left=aggregate(above, scope), right=aggregate(below, scope))
        return t("{quantity} in {records}", quantity=quotient, records=records_in_words(table, measure, scope))
    sides = [of_records(inside(side, measure), scope) for side in (above, below)]
    return t("({left}) ÷ ({right})", left=sides[0], right=sides[1])


def _common_table(measure: schema.Ratio) -> str | None:
    """The table of both sides, if neither has a filter of its own."""
    tables = {table_of(side) for side in (measure.ratio, measure.over)}
    sides = [side for side in (measure.ratio, measure.over) if isinstance(side, RecordMeasure)]
    plain = all((side.where, side.within, side.evidence) == (None, None, None) for side in sides)
    return tables.pop() if plain and len(tables) == 1 else None


def _share(measure: schema.Share, scope: Scope) -> Words:
    return t(
        "among {records}: the share where {condition}",
        records=records_in_words(measure.share, measure, scope),
        condition=condition_in_words(measure.matching, scope.on_records(measure.share)),
    )


def _life(words: Text, measure: schema.Coverage | schema.LongestGap, scope: Scope) -> Text:
    if measure.from_ is not None:
        words = t("{measure}, from {field} on", measure=words, field=label(measure.from_, scope))
    if measure.until is not None:
        words = t("{measure}, until {field}", measure=words, field=label(measure.until, scope))
    return words


def _coverage(measure: schema.Coverage, scope: Scope) -> Words:
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


def _longest_gap(measure: schema.LongestGap, scope: Scope) -> Words:
    records = records_in_words(measure.longest_gap, measure, scope)
    words = t(
        "the longest stretch in {unit}, first to last day, with none among {records}",
        unit=GAP_UNITS[measure.unit],
        records=records,
    )
    return _life(words, measure, scope)


def _streak(measure: schema.Streak, scope: Scope) -> Words:
    records = records_in_words(measure.streak, measure, scope)
    spans = SPANS[measure.every].in_a_row
    if measure.run == "current":
        return t("the number of {spans}, up to the last, with any among {records}", spans=spans, records=records)
    return t("the greatest number of {spans} with any among {records}", spans=spans, records=records)


def _change(measure: schema.Change, scope: Scope) -> Words:
    inner = inside(measure.change, measure)
    words = definition_in_words(inner, scope)
    if measure.as_ == "percent":
        return t("the percentage change, against the period before, of {measure}", measure=words)
    return t("the change, against the period before, of {measure}", measure=words)


def _checklist(measure: schema.Checklist, scope: Scope) -> Words:
    table = measure.checklist.split(".")[0]
    return t(
        "{field} in {records}, to include {items}",
        field=label(measure.checklist, scope),
        records=records_in_words(table, measure, scope),
        items=measure.items,
    )


MEASURES: Mapping[type[MeasureModel], Callable[..., Words]] = {
    schema.FieldMeasure: aggregate,
    schema.Imported: _imported,
    schema.Count: of_records,
    schema.Sum: of_records,
    schema.Mean: of_records,
    schema.Min: of_records,
    schema.Max: of_records,
    schema.Distinct: of_records,
    schema.Ratio: _ratio,
    schema.Share: _share,
    schema.Coverage: _coverage,
    schema.LongestGap: _longest_gap,
    schema.Streak: _streak,
    schema.Change: _change,
    schema.Checklist: _checklist,
    schema.Each: each_in_words,
    schema.Rating: rating_in_words,
    schema.Rank: rank_in_words,
}
"""Every form of a measure."""
