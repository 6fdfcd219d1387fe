"""Ranges: the values that a quantity can have at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from starcheck.rules.check.kinds import SHORTFALL, may_be_undefined
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.conditions import Comparison
from starcheck.rules.schema.dictionary import BRANCH, NUMERIC, Field, Table, bare_name
from starcheck.rules.schema.measures import MeasureModel, form_of
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.papers import PAPER_WORDS, PAPERS


class Range(NamedTuple):
    """Least and greatest value; None where there is no bound.

    Attributes:
        is_sure: there always is a value.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    is_sure: bool = True

    def unsure(self) -> Range:
        """The same, where there may be no value."""
        return self._replace(is_sure=False)


PLACE = Range(Fraction(1), is_sure=False)
ANYTHING, NOT_NEGATIVE, PART = Range(), Range(Fraction(0)), Range(Fraction(0), Fraction(1), is_sure=False)
Tables = Mapping[str, Table]


def of_name(scope: Scope, name: str) -> Range:
    """The range of a named quantity."""
    ruleset = scope.ruleset
    if name in PAPER_WORDS:
        return Range(Fraction(scope.papers if name == PAPERS else 0), Fraction(scope.papers))
    if name == SHORTFALL:
        return NOT_NEGATIVE.unsure()
    if scope.own is not None and name in scope.own.parts:
        return of_part(ruleset.tables, scope.own, name)
    head, _, part = name.partition(".")
    if head in ruleset.measures:
        return of_part(ruleset.tables, ruleset.measures[head], part or "value")
    field = scope.branch_field(name)
    return ANYTHING if field is None or name in ruleset.constants else of_field(field)


def of_field(field: Field) -> Range:
    """The declared range of a field."""
    if field.type not in NUMERIC:
        return ANYTHING.unsure()
    low, high = (None if end is None else end.value for end in (field.min, field.max))
    return Range(low, high, is_sure=field.blank != "none")


def of_part(tables: Tables, measure: MeasureModel, part: str) -> Range:
    """The range of a part of a measure."""
    return of_measure(tables, measure) if part == "value" else _PARTS.get(part, NOT_NEGATIVE)


def of_measure(tables: Tables, measure: MeasureModel) -> Range:
    """The range of a measure's value."""
    found = _of_form(tables, measure)
    return found.unsure() if may_be_undefined(tables, measure) else found


def _of_form(tables: Tables, measure: MeasureModel) -> Range:
    form = _FORMS.get(type(measure))
    return NOT_NEGATIVE if form is None else form(tables, measure)


def _of_branch_field(tables: Tables, measure: schema.FieldMeasure) -> Range:
    return of_field(tables[BRANCH].fields[bare_name(measure.field)])


def _of_imported(tables: Tables, measure: schema.Imported) -> Range:
    found = of_field(tables[BRANCH].fields[bare_name(measure.imported)])
    if measure.scale is not None:
        worth = [entry.value for entry in measure.scale.values()]
        return Range(min(worth), max(worth))
    times = 1 if measure.times is None else measure.times.value
    low, high = (None if end is None else end * times for end in (found.low, found.high))
    return found._replace(low=low, high=high)


def _of_rating(tables: Tables, measure: schema.Rating) -> Range:
    if measure.scale is None:
        return _of_column(tables, measure.rating)
    worth = [entry.value for entry in measure.scale.values()]
    return Range(min(worth), max(worth))


def _of_values(tables: Tables, measure: MeasureModel) -> Range:
    return _of_column(tables, getattr(measure, form_of(measure)))


def _of_column(tables: Tables, named: str) -> Range:
    table, _, name = named.partition(".")
    return of_field(tables[table].fields[name])


def _of_sum(tables: Tables, measure: schema.Sum) -> Range:
    one = _of_column(tables, measure.sum)
    low = Fraction(0) if one.low is not None and one.low >= 0 else None
    high = Fraction(0) if one.high is not None and one.high <= 0 else None
    return Range(low, high)


def _of_ratio(tables: Tables, ratio: schema.Ratio) -> Range:
    if _is_part_of_whole(tables, ratio.ratio, ratio.over):
        return PART
    sides = [of_measure(tables, side).low for side in (ratio.ratio, ratio.over)]
    return NOT_NEGATIVE if all(low is not None and low >= 0 for low in sides) else ANYTHING


def _is_part_of_whole(tables: Tables, part: MeasureModel, whole: MeasureModel) -> bool:
    """Whether no record adds more to the first than to the second."""
    if not (isinstance(part, schema.Sum) and isinstance(whole, schema.Sum)):
        return False
    (table, name), (other, limit) = part.sum.split("."), whole.sum.split(".")
    fields = tables[table].fields
    is_limited = table == other and fields[name].at_most == limit and part.where is whole.where is None
    return is_limited and all((of_field(fields[end]).low or 0) >= 0 for end in (name, limit))


def _of_change(tables: Tables, change: schema.Change) -> Range:
    inner = of_measure(tables, change.change)
    falls_to_nothing = change.as_ == "percent" and inner.low is not None and inner.low >= 0
    return Range(Fraction(-1)) if falls_to_nothing else ANYTHING


def _of_each(tables: Tables, each: schema.Each) -> Range:
    match each.then.aggregate:
        case "count":
            return NOT_NEGATIVE
        case "share":
            return PART
        case _:
            taken = of_measure(tables, each.take)
            return Range(taken.low if taken.low == 0 else None)


_FORMS: Mapping[type[MeasureModel], Callable[..., Range]] = {
    schema.FieldMeasure: _of_branch_field,
    schema.Imported: _of_imported,
    schema.Sum: _of_sum,
    schema.Mean: _of_values,
    schema.Min: _of_values,
    schema.Max: _of_values,
    schema.Share: lambda _tables, _measure: PART,
    schema.Ratio: _of_ratio,
    schema.Change: _of_change,
    schema.Checklist: lambda _tables, measure: Range(Fraction(0), Fraction(len(measure.items))),
    schema.Each: _of_each,
    schema.Rating: _of_rating,
    schema.Rank: lambda _tables, _measure: PLACE,
}
"""The forms whose values have other bounds than 0."""
_PARTS: Mapping[str, Range] = {"of": PLACE, "from_bottom": PLACE, "percentile": PART}
"""The parts that have other bounds than 0."""


def verdict(found: Range, comparison: Comparison) -> bool | None:
    """What a comparison with a constant always says, None if that depends."""
    if not isinstance(comparison.operand, Constant):
        return None
    holds = _HOLDS.get(comparison.op)
    if holds is None:
        return None
    always, never = holds
    bound = comparison.operand.value
    return True if always(found, bound) else False if never(found, bound) else None


def _above(found: Range, bound: Fraction) -> bool:
    return found.low is not None and found.low > bound


def _not_below(found: Range, bound: Fraction) -> bool:
    return found.low is not None and found.low >= bound


def _below(found: Range, bound: Fraction) -> bool:
    return found.high is not None and found.high < bound


def _not_above(found: Range, bound: Fraction) -> bool:
    return found.high is not None and found.high <= bound


def _outside(found: Range, value: Fraction) -> bool:
    return _above(found, value) or _below(found, value)


def _unheard_of(_found: Range, _value: Fraction) -> bool:
    return False


Judge = Callable[[Range, Fraction], bool]
_HOLDS: Mapping[str, tuple[Judge, Judge]] = {
    "at_least": (_not_below, _below),
    "more_than": (_above, _not_above),
    "at_most": (_not_above, _above),
    "less_than": (_below, _not_below),
    "equals": (_unheard_of, _outside),
    "not": (_outside, _unheard_of),
}
"""When a comparison holds of every value, and when of none."""
