"""What a file says, with the place of every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from starcheck.errors import Place

Data: TypeAlias = "dict[str, Data] | list[Data] | str | bool | int | Decimal | date | None"
"""A value of a file; an anchored value and its aliases are one object, so nobody may change it."""

Keys: TypeAlias = tuple[str | int, ...]
"""The way from the root to a value: keys of mappings, indexes of lists."""


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file.

    Attributes:
        data: the value of the whole file.
        source: the file as messages name it.
        places: where each value begins. What lies under an alias has no place of its own.
        key_places: where the key of each entry of a mapping begins.
    """

    data: Data
    source: str
    places: Mapping[Keys, Place]
    key_places: Mapping[Keys, Place]

    def place(self, keys: Keys) -> Place:
        """Where a value begins, or else the nearest value around it."""
        return _nearest(self.places, keys) or Place(self.source)

    def key_place(self, keys: Keys) -> Place:
        """Where the last key begins, or else the value itself."""
        return self.key_places.get(keys) or self.place(keys)


def _nearest(places: Mapping[Keys, Place], keys: Keys) -> Place | None:
    around = (keys[:length] for length in range(len(keys), -1, -1))
    return next((places[known] for known in around if known in places), None)
