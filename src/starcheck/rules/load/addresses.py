"""How a change names a part of a rule set: a thing by its id, a name by its way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from starcheck.documents import Keys
from starcheck.rules.load.parts import Part
from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.ruleset import RuleSet

CRITERIA = "criteria"
_Annotation = Any  # what stands behind the colon of a model's field


def _kind(annotation: _Annotation) -> object:
    return get_origin(annotation)


def entries_of(annotation: _Annotation) -> _Annotation | None:
    """What a mapping of names holds, None if this is no mapping of names."""
    return get_args(annotation)[1] if _kind(annotation) is dict else None


def fields_of(annotation: _Annotation) -> dict[str, _Annotation]:
    """The keys of a model in which names are given, none of anything else."""
    if not isinstance(annotation, type) or not issubclass(annotation, Model):
        return {}
    fields = {name: field.annotation for name, field in annotation.model_fields.items()}
    return fields if any(entries_of(inner) is not None for inner in fields.values()) else {}


def holds_things(annotation: _Annotation) -> bool:
    """Whether this is a list of things with ids."""
    if _kind(annotation) is not tuple:
        return False
    item = get_args(annotation)[0]
    return isinstance(item, type) and issubclass(item, Model) and "id" in item.model_fields


LISTS = tuple(name for name, annotation in fields_of(RuleSet).items() if holds_things(annotation))
"""The keys of a rule set that list things with ids."""


def id_of(part: Part) -> str | None:
    """The id of a thing."""
    found = part.said("id")
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else None


def things(root: Part) -> Iterator[tuple[str, Keys]]:
    """Every thing that counts by itself: section, criterion, pool, veto, eligibility, level."""
    for key in LISTS:
        if key in root.named:
            yield from _listed(root.named[key], (key,))


def _listed(listing: Part, keys: Keys) -> Iterator[tuple[str, Keys]]:
    for index, item in enumerate(listing.listed):
        if (name := id_of(item)) is None:
            continue
        yield name, (*keys, index)
        if keys[-1] != CRITERIA:
            for key in lists_in(item):
                yield from _listed(item.named[key], (*keys, index, key))


def lists_in(thing: Part) -> list[str]:
    """The keys of a thing that list further things."""
    return [
        key for key, part in thing.named.items() if part.listed and all(id_of(item) is not None for item in part.listed)
    ]


def nodes(criterion: Part, name: str, keys: Keys) -> Iterator[tuple[str, Keys]]:
    """Every part with an id in the score of a criterion, as a mark names it."""
    for key, part in criterion.named.items():
        yield from nodes_in(part, name, (*keys, key))


def nodes_in(part: Part, name: str, keys: Keys) -> Iterator[tuple[str, Keys]]:
    """Every part with an id from here down."""
    if isinstance(part.opened, tuple):
        for index, item in enumerate(part.opened):
            yield from nodes_in(item, name, (*keys, index))
        return
    if (own := id_of(part)) is not None:
        yield f"{name}/{own}", keys
    yield from nodes(part, name, keys)


def criterion_around(root: Part, keys: Keys) -> str | None:
    """The id of the criterion that a path leads into."""
    inner = next((length + 2 for length, key in enumerate(keys) if key == CRITERIA), len(keys))
    return id_of(root.at(keys[:inner])) if inner < len(keys) else None


def find(root: Part, address: str) -> list[Keys]:
    """Where the things with this address are; more than one if an id is given twice."""
    head, slash, _ = address.partition("/")
    found = [keys for name, keys in things(root) if name == head]
    if not slash:
        return found
    return [keys for around in found for name, keys in nodes(root.at(around), head, around) if name == address]


def every_address(root: Part) -> list[str]:
    """All that a change can speak of by an id."""
    known = list(things(root))
    inner = [name for outer, keys in known if CRITERIA in keys for name, _ in nodes(root.at(keys), outer, keys)]
    return [*(name for name, _ in known), *inner]


def names(part: Part, annotation: _Annotation = RuleSet, keys: Keys = ()) -> Iterator[Keys]:
    """The way to everything that has a name: constants, tables and their fields, measures."""
    for key, inner in fields_of(annotation).items():
        held = entries_of(inner)
        if held is None or key not in part.named:
            continue
        for name, entry in part.named[key].named.items():
            yield (*keys, key, name)
            yield from names(entry, held, (*keys, key, name))


def written(way: Keys) -> str:
    """How a change names what has no id."""
    return ".".join(map(str, way))


def label(root: Part, keys: Keys) -> str:
    """A path as a person reads it: from the nearest thing on, or from the top."""
    around = [(way, name) for name, way in things(root) if keys[: len(way)] == way]
    way, name = max(around, key=lambda found: len(found[0]), default=((), ""))
    return " ".join(filter(None, [name, written(keys[len(way) :])]))
