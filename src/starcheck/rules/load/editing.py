"""A rule set while changes are made to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from starcheck.documents import Data, Keys
from starcheck.errors import Place, nearest
from starcheck.language import t
from starcheck.rules.load.addresses import every_address, find, names, written
from starcheck.rules.load.parts import Part
from starcheck.rules.schema.atoms import Mistake

WHOLE = "*"
"""Stands for all keys of a thing."""


def canonical(data: Data) -> str:
    """Data as a text that does not depend on layout."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)


def same(one: Part, other: Part) -> bool:
    """Whether two parts say the same."""
    return canonical(one.value) == canonical(other.value)


@dataclass
class Editing:
    """What lies below, what is laid over it, and what has become of both so far.

    Attributes:
        root: as the changes so far left it.
        base: the rule set that is extended.
        own: what the other one states itself.
        made: by address, which keys were changed, and where that is said.
    """

    root: Part
    base: Part
    own: Part
    made: dict[str, dict[str, Place]] = field(default_factory=lambda: defaultdict(dict))

    def find(self, address: str, at: Keys) -> Keys:
        """Where a thing is now."""
        found = find(self.root, address)
        if len(found) == 1:
            return found[0]
        if found:
            raise Mistake(t("Two things are called “{id}”.", id=address), at, t("Every id stands for one thing."))
        if find(self.base, address):
            raise Mistake(t("An earlier change has taken “{id}” away.", id=address), at, _IN_ORDER)
        message = t("The rule set that is extended has no “{id}”.", id=address)
        known = [*every_address(self.base), *map(written, names(self.base))]
        raise Mistake(message, at, nearest(address, known) or _NAMES)

    def find_of_base(self, address: str, at: Keys) -> Keys:
        """Where a thing is now that the base has."""
        keys = self.find(address, at)
        if not find(self.base, address):
            message = t("“{id}” is added by this rule set itself.", id=address)
            raise Mistake(message, at, t("Write it there as it shall be."))
        return keys

    def name(self, address: str, at: Keys) -> Keys | None:
        """Where a name of the base is now, None if the base has no such name."""
        keys = next((way for way in names(self.base) if written(way) == address), None)
        if keys is not None and self.own.has(keys):
            message = t("“{id}” is stated by this rule set itself.", id=address)
            raise Mistake(message, at, t("Either state it or remove it."))
        if keys is not None and not self.root.has(keys):
            raise Mistake(t("An earlier change has taken “{id}” away.", id=address), at, _IN_ORDER)
        return keys

    def claim(self, address: str, keys: Sequence[str], entry: Part, at: Keys) -> None:
        """Note what a change is about; nothing is changed twice."""
        made = self.made[address]
        before = [place for key, place in made.items() if key in (*keys, WHOLE) or WHOLE in keys]
        if before:
            raise Mistake(t("“{id}” is changed already, in line {line}.", id=address, line=before[0].line), at, _ONCE)
        made.update(dict.fromkeys(keys, entry.place()))


_IN_ORDER = t("Changes are made in the order in which they stand.")
_ONCE = t("Say in one change all that is different about it.")
_NAMES = t("A constant, table or measure is changed by stating it anew, and removed as “remove: constants.hours”.")
