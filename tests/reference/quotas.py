"""Places of levels: one choice of all that is open, then all of them (semantics §10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from typing import NamedTuple


class Places(NamedTuple):
    """The quota of a level that limits it."""

    number: int | Fraction
    """A whole number, or a share."""
    of: str = "all"
    round: str = "down"
    ties: str = "all_in"
    moved_down: str = "use_next"
    per: bool = False


class Open(NamedTuple):
    """A branch of which something is open: every tuple holds what it may be."""

    orders: tuple[tuple[int, ...], ...]
    """The score, then the keys of ties."""
    bests: tuple[int, ...]
    states: tuple[str, ...] = ("eligible",)
    group: str = ""


class Chosen(NamedTuple):
    """A branch with everything settled."""

    name: int
    order: tuple[int, ...]
    best: int
    state: str
    group: str


COUNTED = {
    "all": {"eligible", "scored_only", "not_rated"},
    "rated": {"eligible", "scored_only"},
    "eligible": {"eligible"},
}
ROUNDED: dict[str, Callable[[Fraction], int]] = {
    "down": floor,
    "up": ceil,
    "half_up": lambda number: floor(number + Fraction(1, 2)),
}


def outcomes(branches: Sequence[Open], levels: Sequence[Places | None], fill: Places | None = None) -> list[set[int]]:
    """Per branch, every level it may come to hold; one past the last is none."""
    found: list[set[int]] = [set() for _ in branches]
    each = [product(branch.orders, branch.bests, branch.states) for branch in branches]
    for choice in product(*each):
        everyone = [Chosen(n, *values, branches[n].group) for n, values in enumerate(choice)]
        for held in _given(everyone, levels, {}, 0):
            for moved in [set()] if fill is None else _moved(everyone, held, len(levels) - 1, fill):
                for branch in everyone:
                    level = held.get(branch.name, len(levels))
                    found[branch.name].add(max(level, len(levels) - 1) if branch.name in moved else level)
    return found


def _moved(everyone: list[Chosen], held: dict[int, int], last: int, fill: Places) -> Iterator[set[int]]:
    """Who counts as one of those at the end, whatever their points."""
    rivals = [
        branch._replace(order=tuple(-value for value in branch.order) if held.get(branch.name, last) < last else (1,))
        for branch in everyone
        if branch.state == "eligible"
    ]
    yield from _in_all_groups(everyone, rivals, fill)


def _given(
    everyone: list[Chosen], levels: Sequence[Places | None], held: dict[int, int], rank: int
) -> Iterator[dict[int, int]]:
    """Who holds what, for each way to part those whom nothing parts."""
    if rank == len(levels):
        yield held
        return
    waiting = [branch for branch in everyone if branch.name not in held and branch.state == "eligible"]
    above = levels[rank - 1] if rank else None
    beside = {b.name for b in waiting if above is not None and above.moved_down == "beside_next" and b.best < rank}
    candidates = [branch for branch in waiting if branch.best <= rank and branch.name not in beside]
    places = levels[rank]
    holders = [{b.name for b in candidates}] if places is None else _in_all_groups(everyone, candidates, places)
    for chosen in holders:
        yield from _given(everyone, levels, held | dict.fromkeys(chosen | beside, rank), rank + 1)


def _in_all_groups(everyone: list[Chosen], candidates: list[Chosen], places: Places) -> Iterator[set[int]]:
    groups = sorted({branch.group for branch in everyone}) if places.per else [None]
    each = []
    for group in groups:
        inside = [branch for branch in everyone if group in (None, branch.group)]
        rivals = [branch for branch in candidates if group in (None, branch.group)]
        each.append(list(_holders(rivals, number_of(places, [branch.state for branch in inside]), places.ties)))
    for chosen in product(*each):
        yield set().union(*chosen)


def number_of(places: Places, states: Sequence[str]) -> int:
    """How many places there are among branches of these states."""
    if isinstance(places.number, int):
        return places.number
    return ROUNDED[places.round](places.number * sum(state in COUNTED[places.of] for state in states))


def _holders(rivals: list[Chosen], number: int, ties: str) -> Iterator[set[int]]:
    order = {branch.name: branch.order if ties == "by" else branch.order[:1] for branch in rivals}
    before = {name: sum(other > own for other in order.values()) for name, own in order.items()}
    until = {name: sum(other >= own for other in order.values()) for name, own in order.items()}
    if ties == "all_in":
        yield {name for name in order if before[name] < number}
        return
    fit = {name for name in order if until[name] <= number}
    if ties == "all_out":
        yield fit
        return
    at_the_cut = [name for name in order if before[name] < number < until[name]]
    for some in combinations(at_the_cut, max(0, number - len(fit)) if at_the_cut else 0):
        yield fit | set(some)
