"""What a part of a rule set draws on: measures, tables and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from pydantic import BaseModel

from starcheck.rules.formula import Reference
from starcheck.rules.schema.conditions import (
    SCORE,
    Comparison,
    CriteriaTest,
    OtherField,
    PassedTest,
    SectionTest,
    Test,
)
from starcheck.rules.schema.consequences import Target
from starcheck.rules.schema.criteria import Criterion
from starcheck.rules.schema.dictionary import BRANCH, bare_name
from starcheck.rules.schema.levels import Ladder
from starcheck.rules.schema.measures import (
    Change,
    Each,
    LifeMeasure,
    MeasureModel,
    Rank,
    Rating,
    RecordMeasure,
    branch_field_of,
    form_of,
    table_of,
)
from starcheck.rules.schema.numbers import ALL, Bands, Lookup, Name, Statistic
from starcheck.rules.schema.quotas import FromField, Quota, TiesBy
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award, Score
from starcheck.rules.schema.windows import PreviousPeriod, Window

Column: TypeAlias = tuple[str, str]
"""A table and a field of it; no field where only its records count."""
OF_RECORDS = (RecordMeasure, Award)
"""What speaks of records, whose fields are named there without their table."""
_LEAVES = frozenset({str, int, bool, Fraction, Decimal, date, type(None)})


def all_inside(thing: object, besides: tuple[type, ...] = ()) -> Iterator[object]:
    """The thing and everything inside it, besides things of some types with all that is in them."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, besides):
            continue
        yield part
        inner = [inside for inside in _inside(part) if type(inside) not in _LEAVES]
        waiting.extend(reversed(inner))


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


def compares(ruleset: RuleSet) -> bool:
    """Whether anything in a rule set compares branches with one another."""
    return any(isinstance(part, Rank | Statistic) for part in all_inside(ruleset))


def names_in(thing: object) -> Iterator[str]:
    """Names of constants, measures, their parts and fields of the branch that stand inside; of a condition, its names.

    A bare text on the right of a comparison may be a choice as well: whoever asks keeps the names it knows.
    """
    for part in all_inside(thing, besides=OF_RECORDS):
        yield from _named(part)


def _named(part: object) -> Iterator[str]:
    """The names that a part itself states."""
    match part:
        case Test(name=name) | Name(name) | Reference(name) | Lookup(by=name) | Bands(by=name):
            yield name
        case Comparison(operand=str(name)) | OtherField(field=name) | Rank(rank=name):
            yield name
        case Comparison(operand=tuple(names)) | TiesBy(by=names):
            yield from (name for name in names if isinstance(name, str))
        case Statistic(measure=name, among=among):
            yield from (name, among)
        case Score(per=str(name)) | Quota(per=str(name)) | Target(per=str(name)) | Ladder(from_=name):
            yield name
        case FromField(field=name):
            yield name
    if isinstance(part, Criterion | Score) and isinstance(part.measure, str):
        yield part.measure


def columns_of(measure: MeasureModel) -> Iterator[Column]:
    """The tables and fields that a measure names, apart from its conditions and the measures inside it."""
    if (read_off := branch_field_of(measure)) is not None:
        yield BRANCH, read_off
    elif isinstance(measure, Rank):
        yield from () if measure.among == ALL else [(BRANCH, bare_name(measure.among))]
    elif isinstance(named := getattr(measure, form_of(measure)), str):
        yield _column(named)
    if isinstance(measure, Rating):
        yield from map(_column, measure.keys)
    if isinstance(measure, Each | Rating) and measure.of is not None:
        yield _column(measure.of)
    if isinstance(measure, LifeMeasure):
        yield from ((BRANCH, bare_name(end)) for end in (measure.from_, measure.until) if end is not None)


def _column(path: str) -> Column:
    table, _, name = path.partition(".")
    return table, name


def asks_for_points(thing: object) -> bool:
    """Whether something asks for the points of sections, for criteria, for sheets or for the score."""
    return any(
        isinstance(part, SectionTest | CriteriaTest | PassedTest) or (isinstance(part, Test) and part.name == SCORE)
        for part in all_inside(thing, besides=OF_RECORDS)
    )


@dataclass(frozen=True)
class Uses:
    """What a thing draws on.

    Attributes:
        own: the thing and everything inside it.
        own_names: the names that stand in it.
        named: the measures it uses by name, and everything inside them.
    """

    ruleset: RuleSet
    own: tuple[object, ...]
    own_names: tuple[str, ...]
    named: tuple[object, ...]

    @classmethod
    def of(cls, ruleset: RuleSet, thing: object) -> Uses:
        """Look through a thing once."""
        names = tuple(names_in(thing))
        heads = dict.fromkeys(name.split(".")[0] for name in names)
        measures = [ruleset.measures[head] for head in heads if head in ruleset.measures]
        ranked = [ruleset.measures[measure.rank] for measure in measures if isinstance(measure, Rank)]
        return cls(ruleset, tuple(all_inside(thing)), names, tuple(all_inside([*measures, *ranked])))

    @property
    def parts(self) -> tuple[object, ...]:
        """Everything inside the thing, and inside the measures it names."""
        return (*self.own, *self.named)

    def names(self) -> Iterator[str]:
        """Names of constants, measures, their parts and fields that stand anywhere inside."""
        for part in self.parts:
            yield from _named(part)

    def tables(self) -> list[str]:
        """The tables whose records it uses, in order."""
        used = [table for table, _ in _columns(self.parts) if table != BRANCH]
        return list(dict.fromkeys([*used, *(part.each for part in self.own if isinstance(part, Award))]))

    def windows(self) -> Iterator[tuple[str, Window]]:
        """The tables it looks at through a window of their own, and that window."""
        for part in self.parts:
            within = getattr(part, "within", None) if isinstance(part, MeasureModel | Award) else None
            table = part.each if isinstance(part, Award) else table_of(part) if isinstance(part, MeasureModel) else None
            if within is not None and table is not None:
                yield table, within
            if isinstance(part, Change):
                yield from ((compared, PreviousPeriod()) for compared in Uses.of(self.ruleset, part.change).tables())

    def branch_fields(self) -> list[str]:
        """The fields of the branch it uses, in order."""
        own, named = ([name for table, name in _columns(parts) if table == BRANCH] for parts in (self.own, self.named))
        elsewhere = self.ruleset.measures.keys() | self.ruleset.constants.keys()
        names = [*own, *(bare_name(name) for name in self.own_names if name not in elsewhere), *named]
        return [name for name in dict.fromkeys(names) if name in self.ruleset.tables[BRANCH].fields]


def _columns(parts: Iterable[object]) -> Iterator[Column]:
    for part in parts:
        if isinstance(part, MeasureModel):
            yield from columns_of(part)
