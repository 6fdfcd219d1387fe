"""Kinds: what a field, a measure or a part of one is, and so what it may be compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from starcheck.language import Text, t
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.dictionary import BRANCH, Field, FieldType, Table, bare_name
from starcheck.rules.schema.measures import FORMS, MeasureModel, branch_field_of, form_of
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.papers import PAPER_WORDS

Sort = Literal["number", "percent", "date", "choice", "boolean", "text", "files", "any"]
VALUE = "value"
SHORTFALL = "shortfall"
PART_WORDS: frozenset[str] = frozenset(
    {part for form in FORMS.values() for part in form.parts} | {SHORTFALL, *PAPER_WORDS}
)
"""The words that speak of a criterion's own measure, or of its papers."""
PERCENTAGES = frozenset({"percentile"})
"""The parts that are percentages whatever the measure is; all but its value are plain numbers else."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is.

    Attributes:
        sort: ``any`` where a mistake elsewhere hides it.
        choices: of a choice, lowest first.
        scale: decimal places kept of the number itself; None where a number may have any.
    """

    sort: Sort
    choices: tuple[str, ...] = ()
    scale: int | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether it can be compared with numbers."""
        return self.sort in {"number", "percent", "any"}

    @property
    def words(self) -> Text:
        """The kind in a sentence, if it is known."""
        return _WORDS[self.sort]

    def agrees_with(self, other: Kind) -> bool:
        """Whether both are of one sort, as far as known."""
        return self.sort == other.sort or "any" in {self.sort, other.sort}


NO_MEASURES: Mapping[str, MeasureModel] = MappingProxyType({})
NUMBER, PERCENT, ANY = Kind("number"), Kind("percent"), Kind("any")

_WORDS: Mapping[Sort, Text] = {
    "number": t("a plain number"),
    "percent": t("a percentage"),
    "date": t("a date"),
    "choice": t("a choice"),
    "boolean": t("true or false"),
    "text": t("a text"),
    "files": t("a list of files"),
}
_OF_TYPE: Mapping[FieldType, Sort] = {
    "integer": "number",
    "decimal": "number",
    "percent": "percent",
    "boolean": "boolean",
    "date": "date",
    "choice": "choice",
    "text": "text",
    "files": "files",
    "evidence": "choice",
}


def of_field(field: Field) -> Kind:
    """The kind of a field's values."""
    sort = _OF_TYPE[field.type]
    return Kind(sort, field.allowed, field.scale if sort in {"number", "percent"} else None)


def of_measure(tables: Mapping[str, Table], measure: MeasureModel) -> Kind:
    """The kind of a measure's value; ``ANY`` if it refers to what does not exist."""
    form = _OF_FORM.get(type(measure))
    return NUMBER if form is None else form(tables, measure)


def of_part(tables: Mapping[str, Table], measure: MeasureModel, part: str) -> Kind | None:
    """The kind of a part of a measure, None if it has no such part."""
    if part not in measure.parts:
        return None
    if part == VALUE:
        return of_measure(tables, measure)
    return PERCENT if part in PERCENTAGES else NUMBER


def of_branch_field(tables: Mapping[str, Table], name: str) -> Kind | None:
    """The kind of a field of the branch, None if there is no such field."""
    branch = tables.get(BRANCH)
    field = None if branch is None else branch.fields.get(bare_name(name))
    return None if field is None else of_field(field)


def may_be_undefined(
    tables: Mapping[str, Table], measure: MeasureModel, named: Mapping[str, MeasureModel] = NO_MEASURES
) -> bool:
    """Whether a measure over nothing has no value; a rank has none where the measure it is taken of has none."""
    match measure:
        case schema.Change():
            return measure.as_ == "percent" or may_be_undefined(tables, measure.change)
        case schema.Rank(rank=name):
            ranked = named.get(name)
            return ranked is not None and (may_be_undefined(tables, ranked) or may_be_none(tables, ranked))
        case schema.Each():
            return measure.then.aggregate not in {"sum", "count"}
        case schema.Imported():
            return _is_fact_when_empty(tables, measure)
        case _:
            return measure.can_be_undefined


def may_be_none(tables: Mapping[str, Table], measure: MeasureModel) -> bool:
    """Whether a measure is a field of the branch for which an empty cell is a fact."""
    return isinstance(measure, schema.FieldMeasure) and _is_fact_when_empty(tables, measure)


def _is_fact_when_empty(tables: Mapping[str, Table], measure: MeasureModel) -> bool:
    name, branch = branch_field_of(measure), tables.get(BRANCH)
    field = None if branch is None or name is None else branch.fields.get(name)
    return field is not None and field.blank == "none"


def _of_values(tables: Mapping[str, Table], measure: MeasureModel) -> Kind:
    return _without_choices(_of_column(tables, getattr(measure, form_of(measure))))


def _of_change(tables: Mapping[str, Table], measure: schema.Change) -> Kind:
    return PERCENT if measure.as_ == "percent" else of_measure(tables, measure.change)


def _of_rating(tables: Mapping[str, Table], measure: schema.Rating) -> Kind:
    if measure.scale is not None:
        return _of_scale(measure.scale)
    return _without_choices(_of_column(tables, measure.rating))


def _of_scale(scale: Mapping[str, Constant]) -> Kind:
    return PERCENT if any(entry.percent for entry in scale.values()) else NUMBER


def _of_imported(tables: Mapping[str, Table], measure: schema.Imported) -> Kind:
    if measure.scale is not None:
        return _of_scale(measure.scale)
    field = of_branch_field(tables, measure.imported) or ANY
    return field if measure.times is None or not field.is_numeric else NUMBER


def _of_each(tables: Mapping[str, Table], measure: schema.Each) -> Kind:
    match measure.then.aggregate:
        case "share":
            return PERCENT
        case "count":
            return NUMBER
        case _:
            return of_measure(tables, measure.take)


def _of_column(tables: Mapping[str, Table], named: str) -> Kind:
    table, _, name = named.partition(".")
    field = tables[table].fields.get(name) if table in tables else None
    return ANY if field is None else of_field(field)


def _without_choices(kind: Kind) -> Kind:
    return Kind(kind.sort) if kind.is_numeric else ANY


_OF_FORM: Mapping[type[MeasureModel], Callable[..., Kind]] = {
    schema.FieldMeasure: lambda tables, measure: of_branch_field(tables, measure.field) or ANY,
    schema.Imported: _of_imported,
    schema.Sum: _of_values,
    schema.Mean: _of_values,
    schema.Min: _of_values,
    schema.Max: _of_values,
    schema.Ratio: lambda _tables, _measure: PERCENT,
    schema.Share: lambda _tables, _measure: PERCENT,
    schema.Change: _of_change,
    schema.Each: _of_each,
    schema.Rating: _of_rating,
}
"""The forms that need not be plain numbers."""
