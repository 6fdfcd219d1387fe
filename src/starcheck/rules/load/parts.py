"""Values of a rule set, each with the place it was written at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from starcheck.documents import Data, Document, Keys
from starcheck.errors import Place

Parts: TypeAlias = "Mapping[str, Part] | tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Step:
    """What one overlay did to a part: a word of ``changes``, and where it stands."""

    verb: str
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """A value with its origin.

    Attributes:
        document: the file it was written in.
        keys: its way in that file.
        data: what was written there.
        parts: what it consists of, once that is no longer what its file says.
        steps: what overlays did to it, the earliest first.
    """

    document: Document
    keys: Keys
    data: Data
    parts: Parts | None = None
    steps: tuple[Step, ...] = ()

    @property
    def opened(self) -> Parts:
        """What it consists of; nothing if it is neither a mapping nor a list."""
        if self.parts is not None:
            return self.parts
        match self.data:
            case dict():
                return {key: Part(self.document, (*self.keys, key), value) for key, value in self.data.items()}
            case list():
                return tuple(Part(self.document, (*self.keys, index), value) for index, value in enumerate(self.data))
            case _:
                return ()

    @property
    def named(self) -> Mapping[str, Part]:
        """The entries of a mapping; none of anything else."""
        opened = self.opened
        return opened if isinstance(opened, Mapping) else {}

    @property
    def listed(self) -> tuple[Part, ...]:
        """The items of a list; none of anything else."""
        opened = self.opened
        return opened if isinstance(opened, tuple) else ()

    @property
    def value(self) -> Data:
        """The data as they are in the end."""
        match self.parts:
            case None:
                return self.data
            case tuple():
                return [part.value for part in self.parts]
            case _:
                return {key: part.value for key, part in self.parts.items()}

    @property
    def own_key_place(self) -> Place:
        """Where its key begins, or else the value itself."""
        return self.document.key_place(self.keys)

    def said(self, key: str) -> Data:
        """What it says under a key, None if nothing."""
        if self.parts is not None:
            part = self.named.get(key)
            return None if part is None else part.value
        return self.data.get(key) if isinstance(self.data, dict) else None

    def below(self, keys: Keys) -> tuple[Part, Keys]:
        """The part at a path, or the nearest around it with the rest of the path."""
        part = self
        for length, key in enumerate(keys):
            if part.parts is None:
                return part, keys[length:]
            inner = _child(part.parts, key)
            if inner is None:
                return part, keys[length:]
            part = inner
        return part, ()

    def at(self, keys: Keys) -> Part:
        """The part at a path that exists."""
        part, rest = self.below(keys)
        for key in rest:
            inner = _child(part.opened, key)
            if inner is None:
                raise KeyError(keys)
            part = inner
        return part

    def has(self, keys: Keys) -> bool:
        """Whether there is a part at a path."""
        try:
            self.at(keys)
        except KeyError:
            return False
        return True

    def place(self, keys: Keys = ()) -> Place:
        """Where the value at a path begins."""
        part, rest = self.below(keys)
        return part.document.place((*part.keys, *rest))

    def key_place(self, keys: Keys = ()) -> Place:
        """Where the last key of a path begins, or else the value itself."""
        part, rest = self.below(keys)
        return part.document.key_place((*part.keys, *rest))

    def put(self, keys: Keys, new: Part) -> Part:
        """With another part at a path; its last key may be new."""
        if not keys:
            return new
        first, rest = keys[0], keys[1:]
        if isinstance(first, int):
            items = list(self.listed)
            items[first] = items[first].put(rest, new)
            return replace(self, parts=tuple(items))
        inner = self.named[first].put(rest, new) if rest else new
        return replace(self, parts={**self.named, first: inner})

    def without(self, keys: Keys) -> Part:
        """Without the part at a path that exists."""
        around, last = self.at(keys[:-1]), keys[-1]
        if isinstance(last, int):
            items = around.listed
            return self.put(keys[:-1], replace(around, parts=(*items[:last], *items[last + 1 :])))
        kept = {key: part for key, part in around.named.items() if key != last}
        return self.put(keys[:-1], replace(around, parts=kept))

    def inserted(self, keys: Keys, new: Part) -> Part:
        """With another item in a list; the path ends with the index it gets."""
        around, index = self.at(keys[:-1]), keys[-1]
        assert isinstance(index, int)
        items = around.listed
        return self.put(keys[:-1], replace(around, parts=(*items[:index], new, *items[index:])))

    def marked(self, verb: str, place: Place) -> Part:
        """With one more step in its history."""
        return replace(self, steps=(*self.steps, Step(verb, place)))


def _child(parts: Parts, key: str | int) -> Part | None:
    if isinstance(parts, tuple):
        return parts[key] if isinstance(key, int) and 0 <= key < len(parts) else None
    return parts.get(str(key))


def whole(document: Document) -> Part:
    """A file as one part."""
    return Part(document, (), document.data)
