from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.rules.schema.conditions import parse_condition
from starcheck.rules.uses import Uses, asks_for_points

from .additions import load_with

CRITERION = """
measures: {held: {count: meetings}, won: {count: honours}}
pools: [{id: P, title: 学习, up_to: 1, criteria: [{id: P-01, title: 学习, points: 1, %s}]}]
"""


def uses(folder: Path, says: str) -> Uses:
    """What a criterion draws on that says something."""
    ruleset = load_with(folder, CRITERION % says).ruleset
    (criterion,) = next(group.criteria for group in ruleset.groups if group.id == "P")
    return Uses.of(ruleset, criterion)


def test_what_stands_on_the_right_of_a_comparison_is_drawn_on_too(tmp_path: Path) -> None:
    found = uses(tmp_path, "applies_when: {held: {less_than: won}, dues: {at_most: 50%}}, score: {judged: [0, 1]}")
    assert found.tables() == ["meetings", "honours"]
    assert found.branch_fields() == ["dues"]


def test_a_field_of_records_is_not_the_field_of_the_branch_with_that_name(tmp_path: Path) -> None:
    found = uses(tmp_path, "measure: {count: meetings, where: {kind: 党课}}, score: {gain: 1, per: value}")
    assert found.tables() == ["meetings"]
    assert found.branch_fields() == []


def test_the_dates_of_a_life_are_drawn_on(tmp_path: Path) -> None:
    found = uses(tmp_path, "applies_when: {monthly.owed: {at_least: 1}}, score: {judged: [0, 1]}")
    assert found.tables() == ["meetings"]
    assert found.branch_fields() == ["founded_on"]


@pytest.mark.parametrize(
    "condition",
    [
        {"section": "A", "at_least": 3},
        {"criterion": "A-01", "outcome": "met"},
        {"passed": "A"},
        {"score": {"at_least": 3}},
        {"any": [{"dues": {"at_most": 3}}, {"not": {"score": {"at_least": 3}}}]},
    ],
    ids=str,
)
def test_a_condition_on_points_is_known_however_deep_it_stands(condition: dict[str, object]) -> None:
    assert asks_for_points(parse_condition(condition))


@pytest.mark.parametrize("condition", [{"dues": 3}, {"count": "exams", "where": {"score": 3}, "at_least": 1}], ids=str)
def test_a_condition_on_the_ledger_asks_for_no_points(condition: dict[str, object]) -> None:
    assert not asks_for_points(parse_condition(condition))
