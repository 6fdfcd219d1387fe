"""Cycles among names that refer to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def cycles(graph: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Every name that leads back to itself first, as the chain ``a, b, a``; each cycle once.

    Args:
        graph: what every name refers to; names it does not hold refer to nothing.
    """
    reported: set[str] = set()
    for start in graph:
        chain = None if start in reported else _way_back(graph, start)
        if chain is not None:
            reported.update(chain)
            yield chain


def _way_back(graph: Mapping[str, Collection[str]], start: str) -> tuple[str, ...] | None:
    """The shortest chain from a name to itself."""
    seen = {start}
    chains: list[tuple[str, ...]] = [(start,)]
    for chain in chains:  # grows while it is walked
        for following in graph.get(chain[-1], ()):
            if following == start:
                return (*chain, start)
            if following not in seen:
                seen.add(following)
                chains.append((*chain, following))
    return None
