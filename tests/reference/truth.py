"""Kleene's three truth values: True, False, and None for unknown."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def negation(truth: Truth) -> Truth:
    """Unknown stays unknown."""
    return None if truth is None else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """False beats unknown beats true."""
    seen = list(truths)
    if False in seen:
        return False
    return None if None in seen else True


def disjunction(truths: Iterable[Truth]) -> Truth:
    """True beats unknown beats false."""
    return negation(conjunction(negation(truth) for truth in truths))
