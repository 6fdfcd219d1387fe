"""Ranks: one choice of all scores, then the place of each (semantics §10)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Literal, NamedTuple


class Ranked(NamedTuple):
    """A branch of which something is open: every tuple holds what it may be."""

    orders: tuple[tuple[int, ...], ...]
    """The score, then the numbers that part equals."""
    rated: tuple[bool, ...] = (True,)


def place(own: tuple[int, ...], others: Sequence[tuple[int, ...]], shared: Literal["first", "last", "dense"]) -> int:
    """The place among others."""
    before = [order for order in others if order > own]
    equal = [order for order in others if order == own]
    return {"first": 1 + len(before), "last": 1 + len(before) + len(equal), "dense": 1 + len(set(before))}[shared]


def places(branches: Sequence[Ranked], shared: Literal["first", "last", "dense"]) -> list[set[int]]:
    """Per branch, every place that it may come to have."""
    found: list[set[int]] = [set() for _ in branches]
    for choice in product(*(list(product(branch.orders, branch.rated)) for branch in branches)):
        for index, (own, rated) in enumerate(choice):
            others = [order for other, (order, takes_part) in enumerate(choice) if takes_part and other != index]
            if rated:
                found[index].add(place(own, others, shared))
    return found
