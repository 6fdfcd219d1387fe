"""Comparing two rule sets: their parts by identity, the keys of a part one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from starcheck.language import Text, Title, t
from starcheck.rules.diff.changes import Change, Difference, Subject, Verb
from starcheck.rules.diff.parts import HELD, KINDS, Key, Part, held, parts_of
from starcheck.rules.diff.worded import aspect_in_words, whole_in_words
from starcheck.rules.diff.written import Written, details, written
from starcheck.rules.load import Dated, Loaded
from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section
from starcheck.rules.wording import Line, group_in_words


def compare(before: RuleSet, after: RuleSet) -> Difference:
    """Everything that differs between two rule sets, however they are laid out in files.

    A part is the same part in both if it has the same kind and id. Its order in a list is a difference, that of keys in
    a mapping is none.
    """
    old, new = parts_of(before), parts_of(after)
    old = {_matched(key, before, after): part for key, part in old.items()}
    keys = sorted(dict.fromkeys((*new, *old)), key=lambda key: KINDS.index(key[0]))
    changes = [change for key in keys for change in _of_key(key, (old, before), (new, after))]
    return Difference(before, after, tuple(changes))


def compare_at_all_times(before: Loaded, after: Loaded) -> Difference:
    """Everything that differs in the end, and every value that changes on other days or to other numbers."""
    difference = compare(before.ruleset, after.ruleset)
    old, new = ({each.label(dated.keys): _dated(dated) for dated in each.dated} for each in (before, after))
    places = tuple(details(old, new))
    if not places:
        return difference
    subject = Subject("ruleset", after.ruleset.ruleset, after.ruleset.title)
    return replace(difference, changes=(Change(subject, Verb.CHANGED, "dated", details=places), *difference.changes))


def _dated(dated: Dated) -> Written:
    return [{"from": written(day), "value": written(value)} for day, value in dated.values]


def _matched(key: Key, before: RuleSet, after: RuleSet) -> Key:
    """Two rule sets are compared whatever they are called."""
    return ("ruleset", after.ruleset) if key == ("ruleset", before.ruleset) else key


Side: TypeAlias = tuple[Mapping[Key, Part], RuleSet]


def _of_key(key: Key, before: Side, after: Side) -> Iterator[Change]:
    old, new = before[0].get(key), after[0].get(key)
    if old is None and new is not None:
        yield Change(new.subject, Verb.ADDED, after=whole_in_words(new, after[1]))
    elif new is None and old is not None:
        yield Change(old.subject, Verb.REMOVED, before=whole_in_words(old, before[1]))
    elif old is not None and new is not None:
        yield from _moved(old, new)
        yield from _changed(old, new, before[1], after[1])
        yield from _reordered(old, new)


def _moved(old: Part, new: Part) -> Iterator[Change]:
    if _id_of(old.home) != _id_of(new.home):
        before, after = (Line(t("{words}", words=_home_in_words(part))) for part in (old, new))
        yield Change(new.subject, Verb.MOVED, before=(before,), after=(after,))


def _id_of(home: object) -> str:
    """The id of the section or pool around something; nothing outside of all."""
    return home.id if isinstance(home, Section | Pool) else ""


def _home_in_words(part: Part) -> Text | Title:
    if isinstance(part.home, Section | Pool):
        return group_in_words(part.home)
    return part.home.title if isinstance(part.home, RuleSet) else part.home.label


def _changed(old: Part, new: Part, before: RuleSet, after: RuleSet) -> Iterator[Change]:
    left, right = _aspects(old.thing), _aspects(new.thing)
    for aspect in dict.fromkeys((*right, *left)):
        was, is_ = left.get(aspect), right.get(aspect)
        places = tuple(details(written(was), written(is_)))
        if places:
            words = aspect_in_words(old, aspect, was, before), aspect_in_words(new, aspect, is_, after)
            yield Change(new.subject, Verb.CHANGED, aspect, *words, details=places)


def _aspects(thing: object) -> dict[str, object]:
    """The keys of a part with their values, apart from those that hold parts of their own."""
    if not isinstance(thing, Model):
        return {"value": thing}
    ours = {name: field.alias or name for name, field in type(thing).model_fields.items()}
    hidden = HELD.get(type(thing), ())
    return {key: getattr(thing, name) for name, key in ours.items() if name not in hidden}


def _reordered(old: Part, new: Part) -> Iterator[Change]:
    for key in HELD.get(type(new.thing), ()):
        before, after = _ids(old.thing, key), _ids(new.thing, key)
        both = [[name for name in side if name in other] for side, other in ((before, after), (after, before))]
        if both[0] != both[1]:
            was, is_ = ((Line(t("{words}", words=ids)),) for ids in both)
            yield Change(new.subject, Verb.REORDERED, key, was, is_)


def _ids(thing: object, key: str) -> Sequence[str]:
    """The ids of a list of parts; a mapping has no order."""
    return [] if isinstance(getattr(thing, key), Mapping) else list(held(thing, key))
