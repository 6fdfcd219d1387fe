"""What a spelling is lowered to."""

from __future__ import annotations

import pytest

from starcheck.rules.schema.conditions import Comparison
from starcheck.rules.schema.conditions import Test as ConditionTest
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.score import Score
from starcheck.rules.tree import Node, Setting, lowered
from tests.rules.wording.small import RULES


def tree(score: dict[str, object]) -> Node:
    return lowered(Score.model_validate(score), Setting(RULES, Constant(4), None))  # type: ignore[arg-type]  # whole numbers are exact


def at_most(part: str, place: int) -> ConditionTest:
    return ConditionTest(part, (Comparison("at_most", Constant(place), ()),), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("by_rank", "part"),
    [([4, 2, {"else": 1}], "value"), ({"from": "bottom", "points": [4, 2, {"else": 1}]}, "from_bottom")],
)
def test_places_are_asked_one_after_the_other(by_rank: object, part: str) -> None:
    first = tree({"by_rank": by_rank})
    assert first.op == "first"
    assert [node.when for node in first.children] == [at_most(part, 1), at_most(part, 2), None]
    assert [node.amount for node in first.children] == [Constant(4), Constant(2), Constant(1)]  # type: ignore[arg-type]
