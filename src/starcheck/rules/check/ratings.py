"""Ratings: marks on a grid, stages by fields that exist, weights that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check import keyed, scales
from starcheck.rules.check.derived import every_key
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.kinds import of_measure
from starcheck.rules.check.numbers import keys_of
from starcheck.rules.check.references import column
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import VALUE_LIMIT, Field
from starcheck.rules.schema.measures import Rating
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ratings import Stage
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet, measure: Rating, at: Path) -> Flaws:
    """A rating, at its path."""
    field = yield from column(ruleset.tables, measure.rating, (*at, "rating"))
    if field is not None:
        yield from scales.check(measure.rating, field, measure.scale, at)
        yield from _limits(ruleset, measure, field, at)
    yield from _stages(ruleset, measure, at)
    if measure.of is not None and measure.called is None:
        message = t("No stage goes by a field called as that of the roster, “{name}”.", name=measure.of)
        yield Flaw((*at, "of"), message, t("Give the people on the roster and their marks a field of the same name."))
    called = measure.rating if measure.called is None else measure.keys[measure.called]
    yield from keyed.roster(ruleset, measure, called, at)


def _limits(ruleset: RuleSet, measure: Rating, field: Field, at: Path) -> Flaws:
    """What the least and the greatest mark are is stated, and averages are as fine as both."""
    if measure.scale is None and not keys_of(field) and (field.min is None or field.max is None):
        message = t("Nothing says what the least and the greatest mark are.")
        yield Flaw((*at, "rating"), message, t("Give “{name}” a “min” and a “max”.", name=measure.rating))
    places = measure.places + (2 if of_measure(ruleset.tables, measure).sort == "percent" else 0)
    for mark, place in _ends(measure, field, at):
        units = mark.value * 10**places
        if units.denominator != 1:
            message = t("A mark of {mark} is finer than the averages.", mark=written(mark))
            yield Flaw(place, message, t("Raise “places”."))
        elif abs(units) > VALUE_LIMIT:
            message = t("{number} is beyond what can be counted exactly.", number=written(mark))
            yield Flaw(place, message, t("Count in a larger unit."))


def _ends(measure: Rating, field: Field, at: Path) -> Iterator[tuple[Constant, Path]]:
    if measure.scale is not None:
        yield from ((mark, (*at, "scale", key)) for key, mark in measure.scale.items())
    else:
        yield from ((end, (*at, "places")) for end in (field.min, field.max) if end is not None)


def _stages(ruleset: RuleSet, measure: Rating, at: Path) -> Flaws:
    seen: set[str] = set()
    for index, (stage, named) in enumerate(zip(measure.stages, measure.keys, strict=True)):
        place = (*at, "stages", index)
        field = yield from column(ruleset.tables, named, (*place, "by"))
        if stage.by in seen:
            message = t("Two stages go by “{name}”.", name=stage.by)
            yield Flaw((*place, "by"), message, t("Every stage goes by a field of its own."))
        elif field is not None and field.type == "files":
            yield keyed.no_key(named, (*place, "by"))
        elif field is not None:
            yield from _stage(stage, field, place)
        seen.add(stage.by)


def _stage(stage: Stage, field: Field, at: Path) -> Flaws:
    if (stage.take is None) == (stage.weights is None):
        message = t("A stage says either “take” or “weights”.")
        yield Flaw(at, message, t("Write take: mean, or a weight for each choice."))
    if stage.weights is None:
        return
    keys = keys_of(field)
    if not keys:
        message = t("Weights go by a choice, or by true and false; “{name}” is neither.", name=stage.by)
        yield Flaw((*at, "by"), message, t("Make it a choice, or take the mean."))
        return
    yield from every_key(stage.by, keys, list(stage.weights), (*at, "weights"))
    yield from _weights(stage.weights, (*at, "weights"))


def _weights(weights: Mapping[str, Constant], at: Path) -> Flaws:
    for key, weight in weights.items():
        if not weight.percent or weight.value < 0:
            message = t("A weight is a percentage, not below 0; this is {weight}.", weight=written(weight))
            yield Flaw((*at, key), message, t("Write it as 30%."))
            return
    total = Constant(sum((weight.value for weight in weights.values()), start=Fraction(0)), percent=True)
    if total.value != 1:
        message = t("The weights add up to {total}.", total=written(total))
        yield Flaw(at, message, t("They add up to 100%."))
