"""Parts of a rule set as a person would write them, without defaults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from typing import TypeAlias

from starcheck.calendar import Period
from starcheck.language import Title
from starcheck.rules.diff.changes import Detail
from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.calendars import days_written
from starcheck.rules.schema.conditions import (
    Comparison,
    CriteriaTest,
    Every,
    MeasureTest,
    Negation,
    OtherField,
    PassedTest,
    SectionTest,
    Some,
    Test,
)
from starcheck.rules.schema.dictionary import Derived
from starcheck.rules.schema.numbers import Band, Bands, Constant, Formula, Lookup, Name
from starcheck.rules.schema.quotas import FromField
from starcheck.rules.schema.score import AllPoints, ByRank, Range, Tier
from starcheck.rules.schema.windows import PreviousPeriod, Stretch
from starcheck.rules.wording import figure

Written: TypeAlias = "dict[str, Written] | list[Written] | str | None"
_NO_PART_OF_THE_MEANING = "at"
_READS_AS_SOMETHING_ELSE = re.compile(r"[+-]?[\d.,-]+|true|false|null|")


def written(part: object) -> Written:
    """A part as mappings, lists and texts; equal parts are written equally, wherever they stand."""
    if (spell := SPELLED.get(type(part))) is not None:
        return spell(part)
    if isinstance(part, Model):
        return _model(part)
    if is_dataclass(part):
        named = ((field.name, getattr(part, field.name)) for field in fields(part))
        return {name: written(value) for name, value in named if name != _NO_PART_OF_THE_MEANING}
    if isinstance(part, Mapping):
        return {str(key): written(value) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return [written(item) for item in part]
    return None if part is None else _leaf(part)


def _leaf(part: object) -> str:
    match part:
        case bool():
            return str(part).lower()
        case int() | Decimal() | Fraction():
            return figure(part)
        case str() if _READS_AS_SOMETHING_ELSE.fullmatch(part):
            return f'"{part}"'
        case _:
            return str(part)


def _model(part: Model) -> dict[str, Written]:
    stated = ((field.alias or name, getattr(part, name), field) for name, field in type(part).model_fields.items())
    return {key: written(value) for key, value, field in stated if value is not None and value != field.default}


def both_languages(title: Title) -> str:
    """A title with everything that could differ in it."""
    return title.zh if title.zh == title.en else f"{title.zh} / {title.en}"


def _constant(constant: Constant) -> str:
    return f"{figure(constant.value * 100)}%" if constant.percent else figure(constant.value)


def _lookup(lookup: Lookup) -> Written:
    otherwise = {} if lookup.otherwise is None else {"else": written(lookup.otherwise)}
    return {"by": lookup.by, "table": written(lookup.table), **otherwise}


def _bands(bands: Bands) -> Written:
    return {"by": bands.by, "bands": [*map(written, bands.bands), {"else": written(bands.otherwise)}]}


def _band(band: Band) -> Written:
    return {**{op: written(bound) for op, bound in band.tests}, "value": written(band.value)}


def _comparisons(comparisons: tuple[Comparison, ...]) -> dict[str, Written]:
    return {each.op: written(each.operand) for each in comparisons}


def _test(test: Test) -> Written:
    match test.comparisons:
        case (Comparison("equals", operand),):
            return {test.name: written(operand)}
        case comparisons:
            return {test.name: _comparisons(comparisons)}


def _measure_test(test: MeasureTest) -> Written:
    return {**_model(test.measure), **_comparisons(test.comparisons)}


def _criteria_test(test: CriteriaTest) -> Written:
    return {"criteria": list(test.criteria), "outcome": "met", "at_least": str(test.at_least)}


def _passed_test(test: PassedTest) -> Written:
    return {"passed": list(test.sections), "at_least": str(test.at_least)}


def _tier(tier: Tier) -> Written:
    match tier.condition:
        case None:
            return {"else": written(tier.points)}
        case Test("value", comparisons):
            return {**_comparisons(comparisons), "points": written(tier.points)}
        case condition:
            return {"when": written(condition), "points": written(tier.points)}


def _by_rank(ranked: ByRank) -> Written:
    rows: Written = [*map(written, ranked.points), {"else": written(ranked.otherwise)}]
    return rows if ranked.part == "value" else {"from": "bottom", "points": rows}


def _derived(derived: Derived) -> Written:
    if derived.part is not None:
        return _model(derived.part)
    return {"formula": derived.formula[0]} if derived.formula is not None else _model(derived)


SPELLED: Mapping[type, Callable[..., Written]] = {
    Title: both_languages,
    Constant: _constant,
    Name: lambda name: name.name,
    Lookup: _lookup,
    Bands: _bands,
    Band: _band,
    Formula: lambda formula: {"formula": formula.source},
    FromField: lambda places: {"from": places.field},
    Range: lambda span: [figure(span.low), figure(span.high)],
    AllPoints: lambda _: "all",
    Period: days_written,
    Stretch: lambda stretch: f"{stretch.number} {stretch.unit}s",
    PreviousPeriod: lambda _: "previous period",
    Test: _test,
    MeasureTest: _measure_test,
    SectionTest: lambda test: {"section": test.section, **_comparisons(test.comparisons)},
    CriteriaTest: _criteria_test,
    PassedTest: _passed_test,
    Every: lambda every: {"all": [written(part) for part in every.parts]},
    Some: lambda some: {"any": [written(part) for part in some.parts]},
    Negation: lambda negation: {"not": written(negation.part)},
    OtherField: str,
    Tier: _tier,
    ByRank: _by_rank,
    Derived: _derived,
}
"""What is not written as its fields."""


def flow(part: Written) -> str:
    """A written part on one line."""
    match part:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in part.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, part)) + "]"
        case _:
            return part or "–"


def details(before: Written, after: Written, at: str = "") -> Iterator[Detail]:
    """The innermost places at which two parts are written differently."""
    if before == after:
        return
    match before, after:
        case dict(), dict():
            for key in dict.fromkeys((*before, *after)):
                yield from details(before.get(key), after.get(key), f"{at}.{key}" if at else key)
        case list(), list():
            yield from _in_lists(before, after, at)
        case _:
            yield Detail(at, None if before is None else flow(before), None if after is None else flow(after))


def _in_lists(before: list[Written], after: list[Written], at: str) -> Iterator[Detail]:
    """Items that stayed are passed over; items in the same gap between them are taken for one another."""
    matcher = SequenceMatcher(None, [flow(item) for item in before], [flow(item) for item in after], autojunk=False)
    for tag, old, old_end, new, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = min(old_end - old, new_end - new)
        for step in range(pairs):
            yield from details(before[old + step], after[new + step], f"{at}[{new + step + 1}]")
        yield from (Detail(f"{at}[{i + 1}]", flow(before[i]), None) for i in range(old + pairs, old_end))
        yield from (Detail(f"{at}[{i + 1}]", None, flow(after[i])) for i in range(new + pairs, new_end))
