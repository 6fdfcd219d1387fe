"""What the names at some place of a rule set are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, cast

from starcheck.language import Text, Title, t
from starcheck.rules.schema.conditions import LEVEL, SCORE
from starcheck.rules.schema.dictionary import BRANCH, Field, FieldType
from starcheck.rules.schema.measures import (
    Change,
    Coverage,
    Each,
    FieldMeasure,
    LongestGap,
    Max,
    Mean,
    MeasureModel,
    Min,
    Rank,
    Sum,
)
from starcheck.rules.schema.numbers import Constant, Number
from starcheck.rules.schema.papers import MISSING_PAPERS, PAPERS
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.spans import SPANS
from starcheck.rules.wording.states import STATES

Words = Text | Title | str
Kind = Literal["number", "choice", "date", "boolean", "text"]
"""What a quantity is compared as."""

KINDS: Mapping[FieldType, Kind] = {
    "integer": "number",
    "decimal": "number",
    "percent": "number",
    "choice": "choice",
    "evidence": "choice",
    "date": "date",
    "boolean": "boolean",
    "text": "text",
    "files": "text",
}
EVIDENCE: Mapping[str, Words] = {
    "missing": t("missing"),
    "unreviewed": t("unreviewed"),
    "accepted": t("accepted"),
}
GAP_UNITS: Mapping[str, Text] = {"days": t("days"), "months": t("months")}
_NO_STATES: Mapping[str, Words] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Named:
    """A quantity as a person knows it.

    Attributes:
        states: words for values that are not words themselves.
        is_field: whether a cell of the ledger holds it.
    """

    words: Words
    kind: Kind = "number"
    unit: Words = ""
    states: Mapping[str, Words] = field(default_factory=lambda: _NO_STATES)
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a rule set something is put into words.

    Attributes:
        own: the measure that ``value`` and its like speak of.
        table: whose fields the names are, inside a condition on records.
        whole: what ``all`` means.
        reviewer: who decides what is left to discretion.
    """

    ruleset: RuleSet
    own: MeasureModel | None = None
    table: str | None = None
    whole: Number | None = None
    reviewer: Title | None = None

    def measuring(self, measure: str | MeasureModel | None) -> Scope:
        """The scope beneath something with a measure of its own."""
        return self if measure is None else replace(self, own=self.measure(measure))

    def on_records(self, table: str) -> Scope:
        """The scope of a condition on records."""
        return replace(self, table=table)

    def limited(self, up_to: Number | None) -> Scope:
        """The scope beneath a cap."""
        return self if up_to is None else replace(self, whole=up_to)

    def reviewed(self, by: Title | None) -> Scope:
        """The scope beneath something that names its reviewer."""
        return self if by is None else replace(self, reviewer=by)

    def measure(self, measure: str | MeasureModel) -> MeasureModel:
        """A measure by its model, or by its name."""
        return self.ruleset.measures[measure] if isinstance(measure, str) else measure

    def label(self, table: str) -> Title:
        """What a table is called."""
        return self.ruleset.tables[table].label

    def field(self, path: str) -> Field:
        """A field by ``table.field``; one without a table is the branch's."""
        table, _, name = path.rpartition(".")
        return self.ruleset.tables[table or BRANCH].fields[name]

    def quantity(self, name: str) -> Named:
        """What a name stands for here."""
        if self.table is not None:
            return named_field(self.field(f"{self.table}.{name}"))
        if fixed := _fixed(self.ruleset).get(name):
            return fixed
        if self.own is not None and (name == "shortfall" or name in self.own.parts):
            return Named(part_in_words(self.own, name), *self._value(name))
        if name in self.ruleset.constants:
            return Named(constant_in_words(self.ruleset.constants[name]))
        head, _, part = name.partition(".")
        if measure := self.ruleset.measures.get(head):
            return self._of_measure(head, measure, part)
        return named_field(self.field(name))

    def constant(self, name: str) -> Constant | None:
        """The constant of that name, if it is one here."""
        hidden = self.own is not None and (name == "shortfall" or name in self.own.parts)
        return None if hidden or self.table is not None else self.ruleset.constants.get(name)

    def _of_measure(self, name: str, measure: MeasureModel, part: str) -> Named:
        title = measure_title(name, measure)
        if part and part != "value":
            return Named(t("{part} of {measure}", part=part_in_words(measure, part), measure=title))
        return replace(self.measuring(measure).quantity("value"), words=title)

    def _value(self, name: str) -> tuple[Kind, Words, Mapping[str, Words], bool]:
        if isinstance(self.own, FieldMeasure) and name == "value":
            field = named_field(self.field(self.own.field))
            return field.kind, field.unit, field.states, True
        return "number", unit_of(self, self.own) if name in ("value", "shortfall") else "", _NO_STATES, False


FIXED: Mapping[str, Named] = {
    SCORE: Named(t("the score"), unit=t("points")),
    PAPERS: Named(t("the number of papers")),
    MISSING_PAPERS: Named(t("the number of papers missing")),
}
"""What no measure and no field is called."""


def _fixed(ruleset: RuleSet) -> Mapping[str, Named]:
    """Names that mean the same in every rule set; where something follows from the level, that too."""
    if not ruleset.consequences:
        return FIXED
    titles = {str(level.id): level.title for level in ruleset.levels}
    return {**FIXED, LEVEL: Named(t("the level"), "choice", states={**titles, **STATES})}


def named_field(field: Field) -> Named:
    """A cell of the ledger."""
    states = EVIDENCE if field.type == "evidence" else _NO_STATES
    return Named(field.label, KINDS[field.type], field.unit, states, is_field=True)


def measure_title(name: str, measure: MeasureModel) -> Words:
    """What a named measure is called; its name in quotes where the rule set gives it no label."""
    return measure.label or t("“{name}”", name=name)


def unit_of(scope: Scope, measure: MeasureModel | None) -> Words:
    """The unit of what is measured, as far as one is stated."""
    match measure:
        case LongestGap(unit=unit):
            return GAP_UNITS[unit]
        case MeasureModel(unit=str(unit)) if unit:
            return unit
        case FieldMeasure(field=path) | Sum(sum=path) | Mean(mean=path) | Min(min=path) | Max(max=path):
            return scope.field(path).unit
        case Each(take=Sum(sum=path), then=then) if then.aggregate not in ("count", "share"):
            return scope.field(path).unit
        case Change(change=inner, as_="absolute"):
            return unit_of(scope, inner)
        case _:
            return ""


def part_in_words(measure: MeasureModel, part: str) -> Text:
    """The name of one number of a measure."""
    return PARTS[part](measure)


def _missing_periods(measure: MeasureModel) -> Text:
    return SPANS[cast("Coverage", measure).every].missing


PARTS: Mapping[str, Callable[[MeasureModel], Text]] = {
    "value": lambda measure: t("the place") if isinstance(measure, Rank) else t("the measured value"),
    "shortfall": lambda _: t("the shortfall from the target"),
    "covered": lambda _: t("the number of periods covered"),
    "owed": lambda _: t("the number owed"),
    "missing_periods": _missing_periods,
    "missing_times": lambda _: t("the number of times missing"),
    "present": lambda _: t("the number of items present"),
    "missing_items": lambda _: t("the number of items missing"),
    "of": lambda _: t("the number of branches ranked"),
    "from_bottom": lambda _: t("the place from the bottom"),
    "percentile": lambda _: t("the place as a share of the branches ranked"),
}
"""Every part that a measure may have, and the shortfall."""
