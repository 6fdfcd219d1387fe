"""Usage: what a rule set draws on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from pydantic import BaseModel

from starcheck.rules.check.measures import tables_of
from starcheck.rules.formula import Reference
from starcheck.rules.lint import walk
from starcheck.rules.schema.conditions import Comparison, Test
from starcheck.rules.schema.consequences import Target
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.levels import Ladder
from starcheck.rules.schema.measures import (
    Each,
    LifeMeasure,
    MeasureModel,
    Rank,
    Rating,
    RecordMeasure,
    branch_field_of,
    form_of,
)
from starcheck.rules.schema.numbers import ALL, Bands, Lookup, Name, Statistic
from starcheck.rules.schema.quotas import FromField, Quota, TiesBy
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.schema.score import Award, RecordTable, Score
from starcheck.rules.uses import names_in

_POINTS = ("lenient", "sections", "pools")
_LEVELS = ("vetoes", "direct", "ladder", "eligibility", "levels", "consequences", "targets")
_ROOTS = (*_POINTS, *_LEVELS)
Column = tuple[str, str]
"""A table and a field of it."""


def used_names(ruleset: RuleSet) -> set[str]:
    """The constants, measures and fields of the branch that points or levels depend on."""
    found = {name for root in _ROOTS for part in _parts(getattr(ruleset, root)) for name in _names(part)}
    heads = {head for head, _, _ in (name.partition(".") for name in found)}
    ranks = [ruleset.measures[head] for head in heads if head in ruleset.measures]
    heads |= {measure.rank for measure in ranks if isinstance(measure, Rank)}
    return heads | {name.removeprefix(f"{BRANCH}.") for name in found}


def used_tables(ruleset: RuleSet) -> set[str]:
    """The tables whose records something reads."""
    return {table for table, _ in _columns(ruleset)}


def used_columns(ruleset: RuleSet) -> set[Column]:
    """The fields that something reads, and those they are computed from or limited by."""
    columns = {column for column in _columns(ruleset) if column[1]}
    for name in {table for table, _ in _columns(ruleset)}:
        date = ruleset.tables[name].date
        columns |= set() if date is None else {(name, date)}
    waiting = list(columns)
    while waiting:
        table, name = waiting.pop()
        field = ruleset.tables[table].fields[name]
        sources = [
            *(field.derived.sources if field.derived else ()),
            *([] if field.at_most is None else [field.at_most]),
        ]
        fresh = {(table, source) for source in sources} - columns
        columns |= fresh
        waiting += fresh
    return columns


def _columns(ruleset: RuleSet) -> set[Column]:
    """The fields that are named somewhere; a table that is only counted has an empty field."""
    branch = ruleset.tables[BRANCH].fields
    columns = {(BRANCH, name) for name in used_names(ruleset) if name in branch}
    for measure, _ in walk.measures(ruleset):
        columns.update(_of_measure(ruleset, measure))
    for placed in walk.nodes(ruleset):
        if placed.node.award is not None:
            columns.update(_of_award(ruleset, placed.node.award))
    for records in walk.record_conditions(ruleset):
        tested = set(names_in(records.condition))
        columns.update((table, name) for table in records.tables for name in tested)
    return columns


def _of_measure(ruleset: RuleSet, measure: MeasureModel) -> Iterator[Column]:
    if (read_off := branch_field_of(measure)) is not None:
        yield BRANCH, read_off
    elif isinstance(measure, Rank):
        yield from _agreed(measure.among)
    elif isinstance(named := getattr(measure, form_of(measure)), str):
        table, _, name = named.partition(".")
        yield table, name
    if isinstance(measure, Rating):
        yield from ((table, name) for table, _, name in (key.partition(".") for key in measure.keys))
    if isinstance(measure, Each | Rating) and measure.of is not None:
        table, _, name = measure.of.partition(".")
        yield table, name
    if isinstance(measure, LifeMeasure):
        yield from (
            (BRANCH, end.removeprefix(f"{BRANCH}.")) for end in (measure.from_, measure.until) if end is not None
        )
    if isinstance(measure, RecordMeasure) and measure.evidence is not None:
        yield from ((table, ruleset.tables[table].evidence_field or "") for table in tables_of(measure))


def _agreed(among: str) -> Iterator[Column]:
    """The field that branches agree in to be compared."""
    if among != ALL:
        yield BRANCH, among.removeprefix(f"{BRANCH}.")


def _of_award(ruleset: RuleSet, award: Award) -> Iterator[Column]:
    yield award.each, award.shared_by or ""
    yield from ((award.each, name) for name in award.once_per or ())
    if isinstance(award.points, RecordTable):
        yield from ((award.each, name) for name in award.points.by)
    if award.evidence is not None:
        yield award.each, ruleset.tables[award.each].evidence_field or ""


def _parts(thing: object) -> Iterator[object]:
    """Everything inside that speaks of the branch: what speaks of records is left out."""
    match thing:
        case Rank():
            yield thing
            return
        case MeasureModel() | Award() | str() | int():
            return
        case BaseModel():
            yield thing
            inner = [getattr(thing, name) for name in type(thing).model_fields]
        case Mapping():
            inner = list(thing.values())
        case tuple():
            inner = list(thing)
        case _ if is_dataclass(thing):
            yield thing
            inner = [getattr(thing, field.name) for field in fields(thing)]
        case _:
            return
    for part in inner:
        yield from _parts(part)


def _names(part: object) -> Iterator[str]:
    match part:
        case Test(name=name) | Name(name=name) | Reference(name=name) | Lookup(by=name) | Bands(by=name):
            yield name
        case TiesBy(by=names):
            yield from names
        case Comparison(operand=str(name)) | Rank(rank=name):
            yield name
        case Statistic(measure=name, among=among):
            yield from (name, among)
        case Comparison(operand=tuple(values)):
            yield from (value for value in values if isinstance(value, str))
        case Score(per=str(name)) | Ladder(from_=name) | FromField(field=name):
            yield name
        case Quota(per=str(name)) | Target(per=str(name)):
            yield name
        case _:
            pass
    if isinstance(part, Criterion | Score) and isinstance(part.measure, str):
        yield part.measure
