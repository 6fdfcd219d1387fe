"""What a part of a rule set draws on: measures, tables and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pydantic import BaseModel

from starcheck.rules.formula import Reference
from starcheck.rules.schema.conditions import OtherField, Test
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.measures import MeasureModel, table_of
from starcheck.rules.schema.numbers import Bands, Lookup, Name
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.schema.score import Award, Score
from starcheck.rules.schema.windows import Window


def parts_of(thing: object) -> Iterator[object]:
    """The thing and everything inside it."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        yield part
        inner = [inside for inside in _inside(part) if type(inside) not in LEAVES]
        waiting.extend(reversed(inner))


LEAVES = frozenset({str, int, bool, Fraction, Decimal, date, type(None)})


def _inside(thing: object) -> Iterable[object]:
    if isinstance(thing, tuple | list):
        return thing
    if isinstance(thing, dict):
        return thing.values()
    return [getattr(thing, name) for name in _field_names(type(thing))]  # type: ignore[arg-type]  # every class is hashable


@cache
def _field_names(kind: type[object]) -> tuple[str, ...]:
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def names_in(thing: object) -> Iterator[str]:
    """Names of measures, their parts and fields of the branch that stand anywhere inside."""
    for part in parts_of(thing):
        match part:
            case Test(name=name) | Name(name) | Reference(name) | Lookup(by=name) | Bands(by=name):
                yield name
            case Score(per=str(name)) | OtherField(field=name):
                yield name
            case Criterion(measure=named) | Score(measure=named) if isinstance(named, str):
                yield named


def measures_in(ruleset: RuleSet, thing: object) -> Iterator[MeasureModel]:
    """The measures a thing uses, in place or by name; a measure inside another is part of it."""
    found: dict[str, MeasureModel] = {}
    for part in parts_of(thing):
        if isinstance(part, MeasureModel):
            found.setdefault(repr(part), part)
    for name in names_in(thing):
        head = name.split(".")[0]
        if head in ruleset.measures:
            measure = ruleset.measures[head]
            found.setdefault(repr(measure), measure)
    yield from found.values()


def tables_in(ruleset: RuleSet, thing: object) -> list[str]:
    """The tables whose records a thing uses, in order."""
    used: dict[str, None] = {}
    for measure in measures_in(ruleset, thing):
        for part in parts_of(measure):
            if isinstance(part, MeasureModel) and (table := table_of(part)):
                used[table] = None
            if roster := getattr(part, "of", None):
                used[str(roster).split(".")[0]] = None
    for part in parts_of(thing):
        if isinstance(part, Award):
            used[part.each] = None
    return list(used)


def windows_in(ruleset: RuleSet, thing: object) -> Iterator[tuple[str, Window]]:
    """The tables a thing looks at through a window of their own, and that window."""
    for whole in (thing, *measures_in(ruleset, thing)):
        for part in parts_of(whole):
            within = getattr(part, "within", None) if isinstance(part, MeasureModel | Award) else None
            table = part.each if isinstance(part, Award) else table_of(part) if isinstance(part, MeasureModel) else None
            if within is not None and table is not None:
                yield table, within


def branch_fields_in(ruleset: RuleSet, thing: object) -> list[str]:
    """The fields of the branch a thing uses, in order."""
    known = ruleset.tables[BRANCH].fields
    names: dict[str, None] = {}
    wholes = [thing, *measures_in(ruleset, thing)]
    for whole in wholes:
        for part in parts_of(whole):
            for key in ("field", "from_", "until"):
                if isinstance(part, MeasureModel) and isinstance(value := getattr(part, key, None), str):
                    names[value] = None
        if whole is thing:
            names.update(dict.fromkeys(names_in(whole)))
    bare = [
        name.removeprefix(f"{BRANCH}.")
        for name in names
        if name not in ruleset.measures and name not in ruleset.constants
    ]
    return [name for name in dict.fromkeys(bare) if name in known]


__all__ = ["branch_fields_in", "measures_in", "names_in", "parts_of", "tables_in", "windows_in"]
