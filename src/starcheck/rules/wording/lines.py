"""Sentences that stand beneath one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from starcheck.language import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; a deeper one belongs to the line above it."""

    words: Text
    depth: int = 0


def beneath(lines: Iterable[Line]) -> list[Line]:
    """The same lines, one step deeper."""
    return [replace(line, depth=line.depth + 1) for line in lines]
