"""Measures that go key by key, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.conditions import Condition
from starcheck.rules.schema.measures import Each, Rating, RecordMeasure, Sum
from starcheck.rules.schema.ratings import Stage, Take
from starcheck.rules.wording.aggregates import inside, label, over, records_in_words, scale_in_words
from starcheck.rules.wording.conditions import predicate_in_words
from starcheck.rules.wording.scope import Named, Scope, Words


def each_in_words(measure: Each, scope: Scope) -> Words:
    """What is made of the numbers of all keys."""
    return THEN[measure.then.aggregate](per_key_in_words(measure, scope), _passing(measure, scope))


def per_key_in_words(measure: Each, scope: Scope) -> Text:
    """What is made of the records of every key."""
    table = measure.each.split(".")[0]
    key = label(measure.each, scope)
    if measure.of is not None:
        key = t("{key} found in {roster}", key=key, roster=_roster(measure.of, measure.of_where, scope))
    records = records_in_words(table, inside(measure.take, measure), scope)
    return t("for each {key}: {quantity}", key=key, quantity=over(measure.take, records, scope))


def _roster(path: str, where: Condition | None, scope: Scope) -> Text:
    chosen = RecordMeasure.model_construct(where=where, within=None, evidence=None)
    return records_in_words(path.partition(".")[0], chosen, scope)


def _passing(measure: Each, scope: Scope) -> Text | None:
    if not measure.then.comparisons:
        return None
    unit = scope.field(measure.take.sum).unit if isinstance(measure.take, Sum) else ""
    return predicate_in_words(measure.then.comparisons, Named("", unit=unit), scope)


def rating_in_words(measure: Rating, scope: Scope) -> Words:
    """A rating, stage by stage."""
    table = measure.rating.split(".")[0]
    marks: Words = label(measure.rating, scope)
    if measure.scale is not None:
        marks = t("{measure} ({scale})", measure=marks, scale=scale_in_words(measure.scale))
    words = t("{quantity} in {records}", quantity=marks, records=records_in_words(table, measure, scope))
    for stage, key in zip(measure.stages, measure.keys, strict=True):
        words = t(
            "{measure}; then over {key}: {combined}", measure=words, key=label(key, scope), combined=_stage(stage)
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
