from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck import load_ruleset
from starcheck.insight.losses import Loss, costliest, losses
from starcheck.model import Outcome
from starcheck.rules.library import find

RULES = load_ruleset(find("five-star@2024")).ruleset
GRID = pl.Decimal(38, 2)
POOL = RULES.pools[0]
BONUS = POOL.criteria[0].id
SECTION_OF = {criterion.id: group.id for group in RULES.groups for criterion in group.criteria}

Row = tuple[str, str, str, str, str | None]
"""Criterion, outcome, points now, points possible, the most."""


def findings(rows: Sequence[Row]) -> pl.LazyFrame:
    """The columns of findings that losses are counted from."""
    criterion, outcome, *ends = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    points = [pl.Series([None if each is None else Decimal(each) for each in end], dtype=GRID) for end in ends]
    return pl.LazyFrame(
        {
            "criterion": pl.Series(criterion, dtype=pl.Enum([*SECTION_OF])),
            "section": pl.Series([SECTION_OF[each] for each in criterion], dtype=pl.String),
            "outcome": pl.Series(outcome, dtype=pl.Enum(Outcome)),
            **dict(zip(("points_low", "points_high", "points_max"), points, strict=True)),
        }
    )


def of(rows: Sequence[Row]) -> Mapping[str, Loss]:
    return {loss.criterion: loss for loss in losses(findings(rows), RULES)}


def figures(loss: Loss) -> tuple[int, int, Decimal, Decimal]:
    return loss.branches, loss.losing, loss.lost, loss.open


def test_what_lies_beyond_reach_is_lost_and_what_may_come_is_open() -> None:
    found = of(
        [("A-04", "met", "2", "2", "2"), ("A-04", "open", "0.5", "1.5", "2"), ("A-04", "not_met", "0", "0", "2")]
    )
    assert figures(found["A-04"]) == (3, 2, Decimal("2.50"), Decimal("1.00"))


def test_every_criterion_has_a_loss_in_the_order_of_the_rule_set() -> None:
    assert [(loss.criterion, loss.section) for loss in losses(findings([]), RULES)] == [*SECTION_OF.items()]


def test_what_does_not_apply_is_counted_and_costs_nothing() -> None:
    loss = of([("A-04", "not_applicable", "0", "0", "2")])["A-04"]
    assert loss.outcomes[Outcome.NOT_APPLICABLE].number == 1
    assert figures(loss) == (0, 0, Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("low", "high", "most", "lost"),
    [
        ("0", "1", "3", "0"),
        ("0", "0", "3", "0"),
        ("-2", "-1", "0", "1"),
        ("-2", "-2", None, "2"),
        ("1", "1", None, "0"),
    ],
)
def test_nobody_is_owed_a_bonus_and_what_is_taken_away_is_lost(
    low: str, high: str, most: str | None, lost: str
) -> None:
    loss = of([(BONUS, "open" if low != high else "partly_met", low, high, most)])[BONUS]
    assert (loss.lost, loss.open) == (Decimal(lost), Decimal(high) - Decimal(low))


def test_the_costliest_come_first_and_what_costs_nothing_does_not_come() -> None:
    found = losses(
        findings(
            [
                ("A-01", "open", "0", "2", "2"),
                ("A-02", "not_met", "0", "0", "2"),
                ("A-03", "met", "2", "2", "2"),
                ("A-04", "open", "0", "1", "3"),
                ("B-01", "open", "0", "2", "2"),
            ]
        ),
        RULES,
    )
    assert [loss.criterion for loss in costliest(found, 10)] == ["A-04", "A-02", "A-01", "B-01"]
    assert [loss.criterion for loss in costliest(found, 1)] == ["A-04"]


@given(st.lists(st.tuples(st.sampled_from(["A-01", "A-02"]), st.integers(0, 200), st.integers(0, 200)), max_size=20))
def test_now_and_open_and_lost_add_up_to_all_that_could_be_had(rows: list[tuple[str, int, int]]) -> None:
    ends = [(name, Decimal(min(one, other)) / 100, Decimal(max(one, other)) / 100) for name, one, other in rows]
    found = of([(name, "open", str(low), str(high), "2") for name, low, high in ends])
    for criterion in ("A-01", "A-02"):
        now = sum((low for name, low, _ in ends if name == criterion), Decimal(0))
        loss = found[criterion]
        assert now + loss.open + loss.lost == 2 * loss.branches
