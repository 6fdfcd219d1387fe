"""Numbers of a record that may not exceed others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from starcheck.language import t
from starcheck.rules.schema.dictionary import Field

BEYOND = t("“{field}” is {read}, more than “{other}”, which is {limit}.")


class Limit(NamedTuple):
    """One number of a record never exceeds another; both are brought to the same unit."""

    name: str
    other: str
    factor: int
    other_factor: int


def limits(stored: Mapping[str, Field]) -> Iterator[Limit]:
    """The ``at_most`` of stored fields; that of a computed field holds for what is computed, not here."""
    for name, field in stored.items():
        other = stored.get(field.at_most or "")
        if field.at_most and other:
            scale = max(field.scale, other.scale)
            yield Limit(name, field.at_most, 10 ** (scale - field.scale), 10 ** (scale - other.scale))
