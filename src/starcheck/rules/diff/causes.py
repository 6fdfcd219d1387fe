"""Which changes can move the points of a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starcheck.rules.diff.changes import Change, Difference, SubjectKind, Verb
from starcheck.rules.diff.parts import Key, parts_of
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.uses import Uses, all_inside

WORDS_ONLY = frozenset({
    "title", "label", "note", "remedy", "basis", "tags", "evidence", "judged_by", "inspect", "doubt",
    "not_visible", "source", "edition", "aliases",
    "effective_from", "effective_to", "ruleset",
})  # fmt: skip
"""Keys that people read and nothing is computed from."""
_OF_THE_TOTAL = frozenset({("ruleset", "points"), ("ruleset", "hierarchy"), ("ruleset", "ranking")})
"""Keys that no criterion looks at."""


def causes_of(difference: Difference, name: str, kind: SubjectKind = "criterion") -> tuple[Change, ...]:
    """The changes to a criterion and to all that it draws on, apart from those of words alone.

    Args:
        difference: what differs between two rule sets.
        name: the id of the criterion, or of the veto or the like.
        kind: what it is.
    """
    drawn = {key for ruleset in (difference.before, difference.after) for key in _drawn_on(ruleset, (kind, name))}
    return tuple(
        change
        for change in difference.changes
        if (change.subject.kind, change.subject.id) in drawn and _matters(change)
    )


def _matters(change: Change) -> bool:
    """Whether points can depend on what changed."""
    apart = change.aspect in WORDS_ONLY or (change.subject.kind, change.aspect) in _OF_THE_TOTAL
    return not apart and change.verb not in (Verb.MOVED, Verb.REORDERED)


def _drawn_on(ruleset: RuleSet, key: Key) -> Iterator[Key]:
    yield "ruleset", ruleset.ruleset
    part = parts_of(ruleset).get(key)
    if part is None:
        return
    yield key
    match part.home:
        case Pool(id=group):
            yield "pool", group
        case Section(id=group, only_loses=True):
            yield "section", group
        case _:
            pass
    yield from _used_by(ruleset, part.thing)


def _used_by(ruleset: RuleSet, thing: object) -> Iterator[Key]:
    uses = Uses.of(ruleset, ruleset.scored_by(thing) if isinstance(thing, Criterion) else thing)
    named = {*uses.names(), *_texts_in(uses.parts)}
    for head in {name.partition(".")[0] for name in named}:
        yield "constant", head
        yield "measure", head
        yield "calendar", head
    yield from (("field", f"{BRANCH}.{field}") for field in uses.branch_fields())
    for table in uses.tables():
        yield "table", table
        yield from (("field", f"{table}.{field}") for field in _fields(ruleset, table, named))


def _fields(ruleset: RuleSet, table: str, named: set[str]) -> set[str]:
    """The fields of a table that are named, with those that they are derived from."""
    fields = ruleset.tables[table].fields
    dated = {ruleset.tables[table].date, ruleset.tables[table].evidence_field}
    found = {name for name in fields if name in named or f"{table}.{name}" in named or name in dated}
    while True:
        below = {text for name in found for text in _texts_in(all_inside(fields[name].derived))} & fields.keys()
        if below <= found:
            return found
        found |= below


def _texts_in(parts: Iterable[object]) -> Iterator[str]:
    """Every text that some parts hold, whether it names anything or not."""
    for part in parts:
        held = vars(part).values() if hasattr(part, "__dict__") else _slots(part)
        for value in held:
            if isinstance(value, str):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, str))


def _slots(part: object) -> Iterator[object]:
    yield from (getattr(part, name) for name in getattr(type(part), "__slots__", ()) if hasattr(part, name))
