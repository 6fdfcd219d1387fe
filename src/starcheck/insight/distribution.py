"""How scores are distributed: how many lie in each of some stretches of equal width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import count

import polars as pl

from starcheck.engine.results import BEST, HIGH, LOW, SCORE

MOST_STRETCHES = 12
"""Scores are told apart by no more stretches than this."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Scores from a start to below an end.

    Attributes:
        low: how many branches have such a score as things stand.
        high: how many can reach such a score, and no more.
    """

    start: Decimal
    end: Decimal
    low: int
    high: int


def distribution(results: pl.DataFrame) -> list[Stretch]:
    """The stretches from the least to the greatest score of the branches that are rated, at least perhaps.

    Args:
        results: one row for each branch, as `Results` gives them.

    Returns:
        stretches 1, 2 or 5 wide, or ten, a hundred, … times that; none without scores.
    """
    ends = [f"{SCORE}_{end}" for end in (LOW, HIGH)]
    if BEST not in results.columns:
        return []
    rated = results.filter(pl.col(BEST).is_not_null())
    if rated.is_empty():
        return []
    low, high = ({Decimal(score): number for score, number in rated[end].value_counts().iter_rows()} for end in ends)
    least, greatest = min(low), max(high)
    step = next(width for width in _widths() if _at(greatest, width) - _at(least, width) < MOST_STRETCHES)
    below, reached = (_counted(scores, step) for scores in (low, high))
    return [
        Stretch(step * at, step * (at + 1), below[at], reached[at])
        for at in range(_at(least, step), _at(greatest, step) + 1)
    ]


def _widths() -> Iterator[Decimal]:
    return (Decimal(width) * 10**power for power in count() for width in (1, 2, 5))


def _at(score: Decimal, width: Decimal) -> int:
    """Which stretch a score lies in, counted from the one that begins at 0."""
    return int((score / width).to_integral_value(rounding=ROUND_FLOOR))


def _counted(scores: dict[Decimal, int], width: Decimal) -> Counter[int]:
    counted: Counter[int] = Counter()
    for score, number in scores.items():
        counted[_at(score, width)] += number
    return counted
