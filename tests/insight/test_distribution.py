from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck.insight.distribution import MOST_STRETCHES, distribution

GRID = pl.Decimal(38, 2)
SCORES = st.lists(st.tuples(st.integers(-300, 12_000), st.integers(0, 4_000)), min_size=1, max_size=30)


def results(ends: list[tuple[int, int]], ranks: list[int | None]) -> pl.DataFrame:
    low, high = ([Decimal(each) / 100 for each in end] for end in zip(*ends, strict=True))
    return pl.DataFrame(
        {
            "score_low": pl.Series(low, dtype=GRID),
            "score_high": pl.Series(high, dtype=GRID),
            "rank_best": pl.Series(ranks, dtype=pl.Int64),
        }
    )


@given(SCORES)
def test_every_score_lies_in_one_of_few_stretches_of_equal_width(drawn: list[tuple[int, int]]) -> None:
    ends = [(low, low + more) for low, more in drawn]
    found = distribution(results(ends, [1] * len(ends)))
    assert len(found) <= MOST_STRETCHES
    assert len({each.end - each.start for each in found}) == 1
    assert all(one.end == other.start for one, other in pairwise(found))
    for each in found:
        inside = [[each.start <= Decimal(end) / 100 < each.end for end in pair] for pair in ends]
        assert (each.low, each.high) == tuple(map(sum, zip(*inside, strict=True)))
    assert sum(each.low for each in found) == sum(each.high for each in found) == len(ends)


def test_who_is_not_rated_is_left_aside() -> None:
    found = distribution(results([(9000, 9000), (1000, 1000)], [1, None]))
    assert [(each.start, each.low) for each in found] == [(Decimal(90), 1)]


def test_without_scores_there_is_nothing_to_distribute() -> None:
    assert distribution(pl.DataFrame({"branch": ["a"]})) == []
    assert distribution(results([(9000, 9000)], [None])) == []
