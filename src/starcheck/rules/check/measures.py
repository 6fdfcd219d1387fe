"""Measures: what they read exists, and fits what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import t
from starcheck.rules.check import company, imported, keyed, periods, ratings
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import of_field, of_measure
from starcheck.rules.check.record_conditions import Records, of_records
from starcheck.rules.check.references import branch_field, column, numeric_column, record_table
from starcheck.rules.check.selection import no_date, selection
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.measures import MeasureModel, RecordMeasure, form_of
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """The named measures."""
    for name, named in ruleset.measures.items():
        yield from measure(ruleset, named, ("measures", name))


def measure(ruleset: RuleSet, measure: MeasureModel, at: Path) -> Flaws:
    """A measure, at its path."""
    yield from _FORMS[type(measure)](ruleset, measure, at)
    if isinstance(measure, RecordMeasure):
        yield from selection(ruleset, tables_of(measure), measure, at)


def tables_of(measure: MeasureModel) -> list[str]:
    """The tables whose records a measure counts."""
    match measure:
        case schema.Ratio():
            return list(dict.fromkeys([*tables_of(measure.ratio), *tables_of(measure.over)]))
        case schema.Change():
            return tables_of(measure.change)
        case _:
            table = schema.table_of(measure)
            return [] if table is None else [table]


def _inside(ruleset: RuleSet, inner: MeasureModel, at: Path) -> Flaws:
    """An aggregate inside a measure, to which it leaves window and evidence."""
    for key in ("within", "evidence"):
        if getattr(inner, key, None) is not None:
            message = t("“{key}” holds for the measure as a whole.", key=key)
            yield Flaw((*at, key), message, t("Write it beside “{key}”.", key=at[-1]))
    yield from measure(ruleset, inner, at)


def _field(ruleset: RuleSet, measure: schema.FieldMeasure, at: Path) -> Flaws:
    yield from branch_field(ruleset.tables, measure.field, (*at, "field"))


def _count(ruleset: RuleSet, measure: schema.Count, at: Path) -> Flaws:
    yield from record_table(ruleset.tables, measure.count, (*at, "count"))


def _over_numbers(ruleset: RuleSet, measure: MeasureModel, at: Path) -> Flaws:
    form = form_of(measure)
    yield from numeric_column(ruleset.tables, getattr(measure, form), (*at, form))


def _distinct(ruleset: RuleSet, measure: schema.Distinct, at: Path) -> Flaws:
    field = yield from column(ruleset.tables, measure.distinct, (*at, "distinct"))
    if field is not None and field.type == "files":
        yield keyed.no_key(measure.distinct, (*at, "distinct"))


def _ratio(ruleset: RuleSet, measure: schema.Ratio, at: Path) -> Flaws:
    sides = {"ratio": measure.ratio, "over": measure.over}
    for key, side in sides.items():
        yield from _inside(ruleset, side, (*at, key))
        kind = of_measure(ruleset.tables, side)
        if not kind.is_numeric:
            form = form_of(side)
            message = t("“{name}” is {kind}; a number is needed.", name=getattr(side, form), kind=kind.words)
            yield Flaw((*at, key, form), message, t("Divide counts, sums, or fields that are numbers."))
    if measure.sample is not None and not tables_of(measure):
        message = t("Here nothing is counted, so there is no sample.")
        yield Flaw((*at, "sample"), message, t("Remove “sample”."), on_key=True)
    above, below = (of_measure(ruleset.tables, side) for side in sides.values())
    if above.is_numeric and below.is_numeric and not above.agrees_with(below):
        message = t("A ratio divides like by like; here one is a percentage, the other a plain number.")
        yield Flaw((*at, "over"), message, t("Use fields of one type."))


def _share(ruleset: RuleSet, measure: schema.Share, at: Path) -> Flaws:
    table = yield from record_table(ruleset.tables, measure.share, (*at, "share"))
    if table is not None:
        records = Records(measure.share, table, ruleset.constants, has_window=False)
        yield from of_records(records, measure.matching, (*at, "matching"))


def _change(ruleset: RuleSet, measure: schema.Change, at: Path) -> Flaws:
    yield from _inside(ruleset, measure.change, (*at, "change"))
    names = [name for name in tables_of(measure) if name in ruleset.tables]
    if names and not any(ruleset.tables[name].date for name in names):
        yield no_date(names[0], (*at, "change"))


def _checklist(ruleset: RuleSet, measure: schema.Checklist, at: Path) -> Flaws:
    named = measure.checklist
    field = yield from column(ruleset.tables, named, (*at, "checklist"))
    if field is None:
        return
    kind = of_field(field)
    if kind.sort == "choice":
        for index, item in enumerate(measure.items):
            yield from compared.constant(named, kind, item, (*at, "items", index))
    elif kind.sort != "text":
        message = t("“{name}” is {kind}; a checklist goes by a choice or a text.", name=named, kind=kind.words)
        yield Flaw((*at, "checklist"), message, t("Name the field that holds the items."))


def _each(ruleset: RuleSet, measure: schema.Each, at: Path) -> Flaws:
    yield from keyed.each(ruleset, measure, at)
    yield from _inside(ruleset, measure.take, (*at, "take"))


_FORMS: Mapping[type[MeasureModel], Callable[..., Flaws]] = {
    schema.FieldMeasure: _field,
    schema.Imported: imported.check,
    schema.Count: _count,
    schema.Sum: _over_numbers,
    schema.Mean: _over_numbers,
    schema.Min: _over_numbers,
    schema.Max: _over_numbers,
    schema.Distinct: _distinct,
    schema.Ratio: _ratio,
    schema.Share: _share,
    schema.Coverage: periods.coverage,
    schema.LongestGap: periods.longest_gap,
    schema.Streak: periods.streak,
    schema.Change: _change,
    schema.Checklist: _checklist,
    schema.Each: _each,
    schema.Rating: ratings.check,
    schema.Rank: company.rank,
}
