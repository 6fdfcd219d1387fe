"""What a part of a rule set draws on: measures, tables and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pydantic import BaseModel

from starcheck.rules.formula import Reference
from starcheck.rules.schema.conditions import OtherField, Test
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.levels import Ladder
from starcheck.rules.schema.measures import MeasureModel, Rank, table_of
from starcheck.rules.schema.numbers import Bands, Lookup, Name, Statistic
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
    return _names(parts_of(thing))


def _names(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        match part:
            case Test(name=name) | Name(name) | Reference(name) | Lookup(by=name) | Bands(by=name):
                yield name
            case Score(per=str(name)) | OtherField(field=name) | Ladder(from_=name):
                yield name
            case Rank(rank=name) | Statistic(measure=name):
                yield name
            case Criterion(measure=named) | Score(measure=named) if isinstance(named, str):
                yield named


@dataclass(frozen=True)
class Uses:
    """What a thing draws on.

    Attributes:
        own: the thing and everything inside it.
        named: the measures it uses by name, and everything inside them.
    """

    ruleset: RuleSet
    own: tuple[object, ...]
    named: tuple[object, ...]

    @classmethod
    def of(cls, ruleset: RuleSet, thing: object) -> Uses:
        """Look through a thing once."""
        own = tuple(parts_of(thing))
        heads = dict.fromkeys(name.split(".")[0] for name in _names(own))
        measures = [ruleset.measures[head] for head in heads if head in ruleset.measures]
        ranked = [ruleset.measures[measure.rank] for measure in measures if isinstance(measure, Rank)]
        return cls(ruleset, own, tuple(parts_of([*measures, *ranked])))

    @property
    def parts(self) -> tuple[object, ...]:
        """Everything inside the thing, and inside the measures it names."""
        return (*self.own, *self.named)

    def names(self) -> Iterator[str]:
        """Names of measures, their parts and fields that stand anywhere inside."""
        return _names(self.parts)

    def tables(self) -> list[str]:
        """The tables whose records it uses, in order."""
        used: dict[str, None] = {}
        for part in self.parts:
            if isinstance(part, MeasureModel):
                if table := table_of(part):
                    used[table] = None
                if roster := getattr(part, "of", None):
                    used[str(roster).split(".")[0]] = None
        used.update({part.each: None for part in self.own if isinstance(part, Award)})
        return list(used)

    def windows(self) -> Iterator[tuple[str, Window]]:
        """The tables it looks at through a window of their own, and that window."""
        for part in self.parts:
            within = getattr(part, "within", None) if isinstance(part, MeasureModel | Award) else None
            table = part.each if isinstance(part, Award) else table_of(part) if isinstance(part, MeasureModel) else None
            if within is not None and table is not None:
                yield table, within

    def branch_fields(self) -> list[str]:
        """The fields of the branch it uses, in order."""
        names = [*_facts(self.own), *_names(self.own), *_facts(self.named)]
        elsewhere = self.ruleset.measures.keys() | self.ruleset.constants.keys()
        bare = dict.fromkeys(name.removeprefix(f"{BRANCH}.") for name in names if name not in elsewhere)
        return [name for name in bare if name in self.ruleset.tables[BRANCH].fields]


def _facts(parts: Iterable[object]) -> Iterator[str]:
    """The fields that measures, and numbers among branches, name on their own."""
    for part in parts:
        if isinstance(part, MeasureModel | Statistic):
            for key in ("field", "imported", "from_", "until", "among"):
                if isinstance(value := getattr(part, key, None), str):
                    yield value


__all__ = ["Uses", "names_in", "parts_of"]
