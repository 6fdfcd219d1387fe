from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck import load_ruleset
from starcheck.insight.overview import overview
from starcheck.rules.library import find

RULES = load_ruleset(find("five-star@2024")).ruleset
GRID = pl.Decimal(38, 2)


def results(*levels: tuple[str, str], scores: list[int] | None = None) -> pl.DataFrame:
    """Rows of branches with these lowest and highest levels, and scores in hundredths."""
    units = scores or [0] * len(levels)
    points = pl.Series([Decimal(each) / 100 for each in units], dtype=GRID)
    low, high = zip(*levels, strict=True) if levels else ((), ())
    return pl.DataFrame(
        {
            "level_low": pl.Series(low, dtype=pl.String),
            "level_high": pl.Series(high, dtype=pl.String),
            "score_low": points,
            "score_high": points,
        }
    )


def counts(*levels: tuple[str, str]) -> dict[str, tuple[int, int]]:
    return {each.id: (each.certain, each.possible) for each in overview(results(*levels), RULES).levels}


def test_levels_come_highest_first_then_what_stands_in_their_place() -> None:
    assert list(counts(("not_rated", "not_rated"), ("5", "5"))) == ["5", "4", "3", "2", "1", "none", "not_rated"]


def test_certain_is_what_both_ends_say_and_possible_what_lies_between() -> None:
    found = counts(("5", "5"), ("5", "5"), ("2", "4"), ("none", "1"))
    assert found == {"5": (2, 0), "4": (0, 1), "3": (0, 1), "2": (0, 1), "1": (0, 1), "none": (0, 1)}


def test_all_levels_up_to_the_upper_one_are_possible_where_a_state_is_the_lower() -> None:
    found = counts(("not_eligible", "2"), ("not_rated", "not_eligible"))
    assert found == {
        "5": (0, 0), "4": (0, 0), "3": (0, 0), "2": (0, 1), "1": (0, 1), "none": (0, 1),
        "not_rated": (0, 1), "not_eligible": (0, 2),
    }  # fmt: skip


def test_levels_are_counted_after_quotas_where_there_are_any() -> None:
    rows = results(("5", "5"), ("5", "5"), ("none", "5"))
    after = rows.with_columns(
        level_after_low=pl.Series(["5", "4", "none"]), level_after_high=pl.Series(["5", "4", "4"])
    )
    found = overview(after, RULES)
    assert found.after_quotas
    assert [(each.id, each.certain, each.possible) for each in found.levels if each.certain or each.possible] == [
        ("5", 1, 0), ("4", 1, 1), ("3", 0, 1), ("2", 0, 1), ("1", 0, 1), ("none", 0, 1)
    ]  # fmt: skip
    assert not overview(rows, RULES).after_quotas


def test_the_points_of_those_who_certainly_are_not_scored_are_left_aside() -> None:
    rows = results(("not_rated", "not_rated"), ("not_rated", "3"), ("5", "5"), scores=[100, 500, 700])
    found = overview(rows, RULES)
    assert found.low is not None
    assert (found.branches, found.scored, found.low.least, found.low.mean) == (3, 2, Decimal(5), Decimal(6))


def test_without_scores_there_is_no_spread() -> None:
    found = overview(results(("not_rated", "not_rated")), RULES)
    assert (found.scored, found.low, found.high) == (0, None, None)


@given(st.lists(st.integers(-100, 12_000), min_size=1, max_size=40))
def test_a_quartile_is_the_least_score_that_so_many_do_not_exceed(scores: list[int]) -> None:
    found = overview(results(*[("none", "none")] * len(scores), scores=scores), RULES).low
    assert found is not None

    def least_not_exceeded_by(share: Fraction) -> Decimal:
        enough = (each for each in sorted(scores) if sum(other <= each for other in scores) >= share * len(scores))
        return Decimal(next(enough)) / 100

    assert found.quartiles == tuple(least_not_exceeded_by(Fraction(quarter, 4)) for quarter in (1, 2, 3))
    assert (found.least, found.greatest) == (Decimal(min(scores)) / 100, Decimal(max(scores)) / 100)
    assert abs(Fraction(found.mean) - Fraction(sum(scores), 100 * len(scores))) <= Fraction(1, 20_000)
