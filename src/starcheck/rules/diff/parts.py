"""The parts of a rule set that have an identity of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, get_args

from starcheck.language import Text, Title
from starcheck.rules.diff.changes import Subject, SubjectKind
from starcheck.rules.schema.dictionary import Table
from starcheck.rules.schema.measures import MeasureModel
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section
from starcheck.rules.wording import measure_title

Key: TypeAlias = tuple[SubjectKind, str]
KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)

_GROUP: Mapping[str, SubjectKind] = {"criteria": "criterion"}
HELD: Mapping[type, Mapping[str, SubjectKind]] = {
    RuleSet: {
        "constants": "constant",
        "calendars": "calendar",
        "tables": "table",
        "measures": "measure",
        "sections": "section",
        "pools": "pool",
        "vetoes": "veto",
        "direct": "direct",
        "eligibility": "eligibility",
        "levels": "level",
        "targets": "target",
        "consequences": "consequence",
    },
    Table: {"fields": "field"},
    Section: {**_GROUP, "sections": "section"},
    Pool: _GROUP,
}
"""The keys under which a part holds others, so that they are nothing that it says itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part with what it belongs to.

    Attributes:
        thing: what the schema made of it.
        home: the section or table around it, or else the rule set.
    """

    subject: Subject
    thing: object
    home: Section | Pool | Table | RuleSet


def parts_of(ruleset: RuleSet) -> Mapping[Key, Part]:
    """Every part by kind and id; a field by ``table.field``."""
    whole = Part(Subject("ruleset", ruleset.ruleset, ruleset.title), ruleset, ruleset)
    return {(part.subject.kind, part.subject.id): part for part in _beneath(whole)}


def held(thing: object, key: str) -> Mapping[str, object]:
    """What a part holds under a key, by id."""
    found = getattr(thing, key)
    return found if isinstance(found, Mapping) else {str(each.id): each for each in found}


def _beneath(part: Part) -> Iterator[Part]:
    """A part, then all that it holds."""
    yield part
    home = part.thing
    if not isinstance(home, Section | Pool | Table | RuleSet):
        return
    for key, kind in HELD[type(home)].items():
        for name, thing in held(home, key).items():
            full = f"{part.subject.id}.{name}" if kind == "field" else name
            yield from _beneath(Part(Subject(kind, full, _title(name, thing)), thing, home))


def _title(name: str, thing: object) -> Title | Text | str:
    if isinstance(thing, MeasureModel):
        return measure_title(name, thing)
    title: Title | str = getattr(thing, "title", None) or getattr(thing, "label", None) or name
    return title
