"""Levels worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from starcheck.errors import RuleSetError
from tests.engine.standings import RULES, assessed, levels

DIRECT = [{"id": "D", "title": "先进", "when": {"honoured": True}, "level": 2}]
VETO = [{"id": "V", "title": "通报", "when": {"reported": True}, "effect": {"at_most": 1}}]


@pytest.mark.parametrize(
    ("branch", "expected", "outcome"),
    [
        ({"honoured": True}, (2, 2), "triggered"),
        ({"honoured": False}, (1, 1), "clear"),
        ({"honoured": None}, (1, 2), "open"),
        ({"honoured": True, "earned": 10}, (3, 3), "triggered"),
        ({"honoured": True, "earned": 0}, (2, 2), "triggered"),
        ({"honoured": None, "earned": None}, ("none", 3), "open"),
    ],
)
def test_a_direct_award_raises_and_never_lowers(
    branch: dict[str, Any], expected: tuple[object, object], outcome: str
) -> None:
    assessment = assessed({"direct": DIRECT}, **branch)
    assert (levels(assessment), assessment.direct[0].outcome) == (expected, outcome)


def test_a_direct_award_that_a_record_may_still_bring_raises_the_upper_end() -> None:
    rules = {"direct": [{"id": "D", "title": "先进", "when": {"count": "honours", "at_least": 1}, "level": 3}]}
    assert levels(assessed(rules, date(2024, 6, 30))) == (1, 3)
    assert levels(assessed(rules)) == (1, 1)


def test_the_best_of_several_direct_awards_counts() -> None:
    assert levels(assessed({"direct": [*DIRECT, {**DIRECT[0], "id": "E", "level": 3}]}, honoured=True)) == (3, 3)


def test_a_veto_beats_a_direct_award() -> None:
    rules = {"direct": DIRECT, "vetoes": VETO}
    assert levels(assessed(rules, honoured=True, reported=True)) == (1, 1)
    assert levels(assessed(rules, honoured=True, reported=None)) == (1, 2)


HONOURED = "field “受表彰” (empty)"
COVERS = "{covers: 2023-01-01..2024-12-31, records: [...]}"


@pytest.mark.parametrize(
    ("honours", "missing"),
    [
        ("not_provided", "table “荣誉” (honours: not provided, or not complete)"),
        (
            "none",
            (
                f"table “荣誉” from 2023-01-01 on, if it is complete from there "
                f"(the days are filled in at “Status”; in YAML “honours: {COVERS}”)"
            ),
        ),
    ],
)
def test_a_veto_that_is_open_says_what_its_window_lacks(honours: str, missing: str) -> None:
    when = {"count": "honours", "within": "2 years", "at_least": 1}
    (veto,) = assessed({"vetoes": [{**VETO[0], "when": when}]}, honours=honours).vetoes
    assert [str(words) for words in veto.missing] == [missing]


def test_a_rule_that_is_open_names_the_field_that_nobody_filled_in() -> None:
    consequence = {"id": "Q", "title": "奖励", "when": {"honoured": True}}
    rules = {"direct": DIRECT, "vetoes": VETO, "ladder": LADDER, "consequences": [consequence]}
    assessment = assessed(rules, honoured=None, last=None)
    assert assessment.ladder is not None
    (award,), (veto,), (follows,) = assessment.direct, assessment.vetoes, assessment.consequences
    named = [award.missing, veto.missing, follows.missing]
    assert [[str(words) for words in each] for each in named] == [[HONOURED], [], [HONOURED]]
    assert [str(words) for words in assessment.ladder.missing] == ["field “上年等级” (empty)"]


LADDER = {"from": "last", "table": {"未评": "none", "一星": 1, "二星": 2, "三星": 3}}


@pytest.mark.parametrize(
    ("last", "expected", "outcome"),
    [
        ("未评", (1, 1), "triggered"),
        ("一星", (2, 2), "triggered"),
        ("二星", (3, 3), "clear"),
        ("三星", (3, 3), "clear"),
        (None, (1, 3), "open"),
    ],
)
def test_a_branch_rises_one_level_at_a_time(last: str | None, expected: tuple[object, object], outcome: str) -> None:
    assessment = assessed({"ladder": LADDER}, earned=10, last=last)
    assert assessment.ladder is not None
    assert (levels(assessment), assessment.ladder.outcome) == (expected, outcome)


def test_a_ladder_lifts_nobody() -> None:
    assert levels(assessed({"ladder": LADDER}, earned=6, last="三星")) == (1, 1)


def test_a_last_level_that_is_none_is_below_the_lowest() -> None:
    fields = RULES["tables"]["branch"]["fields"]
    branch = {"label": "支部", "fields": {**fields, "last": {**fields["last"], "blank": "none"}}}
    rules = {"ladder": LADDER | {"steps": 2}, "tables": {**RULES["tables"], "branch": branch}}
    assert levels(assessed(rules, earned=10, last=None)) == (2, 2)


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        ({"earned": 10}, (3, 3)),
        ({"earned": 9}, (2, 2)),
        ({"earned": None}, ("none", 3)),
        ({"earned": 9, "honoured": True}, (3, 3)),
        ({"earned": 9, "honoured": None}, (2, 3)),
    ],
    ids=str,
)
def test_an_exception_frees_from_the_ladder(branch: dict[str, Any], expected: tuple[object, object]) -> None:
    rules = {"ladder": LADDER | {"unless": {"any": [{"score": {"at_least": 10}}, {"honoured": True}]}}}
    assert levels(assessed(rules, **branch)) == expected


def test_a_direct_award_does_not_pass_the_ladder() -> None:
    rules = {"direct": [{**DIRECT[0], "level": 3}], "ladder": LADDER}
    assert levels(assessed(rules, honoured=True, last="未评")) == (1, 1)


BY_RANK = {"at_least": "none", "quota": {"at_most": "10%", "of": "all", "round": "down"}}
FILLED = [
    {"id": 5, "title": "五", **BY_RANK},
    {"id": 4, "title": "四", **BY_RANK, "requires": [{"honoured": True}]},
    {"id": 3, "title": "三", "at_least": 8},
    {"id": 2, "title": "二", "at_least": 6},
    {"id": 1, "title": "一", **BY_RANK},
]


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        ({"earned": 9}, (3, 5)),
        ({"earned": 7}, (2, 2)),
        ({"earned": 5}, ("none", 1)),
        ({"earned": None}, ("none", 5)),
    ],
    ids=str,
)
def test_a_level_filled_by_rank_is_possible_above_the_next_threshold(
    branch: dict[str, Any], expected: tuple[object, object]
) -> None:
    assert levels(assessed({"levels": FILLED}, **branch)) == expected


def test_a_level_filled_by_rank_has_requirements_too() -> None:
    rules = {"levels": FILLED[1:]}
    assert levels(assessed(rules, earned=9, honoured=False)) == (3, 3)
    assert levels(assessed(rules, earned=9, honoured=True)) == (3, 4)


def test_a_hole_leads_to_the_next_threshold_past_a_level_filled_by_rank() -> None:
    stated = [
        {"id": 5, "title": "五", "at_least": 9},
        {"id": 4, "title": "四", **BY_RANK},
        {"id": 3, "title": "三", "at_least": 6, "less_than": 8},
    ]
    assert [levels(assessed({"levels": stated}, earned=earned)) for earned in (7, 8)] == [(3, 4), (3, 5)]


def test_a_quota_changes_no_level_of_one_branch() -> None:
    stated = [{**level, "quota": {"at_most": 1}} for level in RULES["levels"]]
    assessment = assessed({"levels": stated}, earned=9)
    assert levels(assessment) == (3, 3)
    assert all(info.quota is not None for info in assessment.levels)


@pytest.mark.parametrize(
    ("valid", "until"),
    [
        ("4 years", date(2028, 12, 31)),
        ("18 months", date(2026, 6, 30)),
        ("2 months", date(2025, 2, 28)),
        ("30 days", date(2025, 1, 30)),
    ],
)
def test_a_level_is_valid_from_the_end_of_the_period(valid: str, until: date) -> None:
    (info,) = assessed({"levels": [{"id": 1, "title": "一", "at_least": 1, "valid": valid}]}).levels
    assert info.valid_until == until


def eligible_if(when: dict[str, object], otherwise: str = "scored_only") -> dict[str, Any]:
    return {"eligibility": [{"id": "E", "title": "资格", "when": when, "otherwise": otherwise}]}


@pytest.mark.parametrize(
    "when",
    [
        {"score": {"at_least": 7}},
        {"score": {"more_than": 6}},
        {"score": {"at_least": "70%"}},
        {"section": "A", "at_least": "70%"},
        {"all": [{"score": {"at_least": 7}}, {"new": False}]},
    ],
    ids=str,
)
def test_eligibility_may_ask_for_points(when: dict[str, object]) -> None:
    rules = eligible_if(when)
    assert levels(assessed(rules, earned=7)) == (1, 1)
    assert levels(assessed(rules, earned=6)) == ("scored_only", "scored_only")
    assert levels(assessed(rules, earned=None)) == ("scored_only", 3)


def test_eligibility_may_ask_for_a_criterion() -> None:
    rules = eligible_if({"criterion": "A-01", "outcome": "met"}, "not_eligible")
    assert levels(assessed(rules, earned=9)) == ("not_eligible", "not_eligible")
    assert levels(assessed(rules, earned=10)) == (3, 3)


def test_a_branch_that_is_only_scored_keeps_its_score() -> None:
    assessment = assessed(eligible_if({"new": False}), new=True)
    assert levels(assessment) == ("scored_only", "scored_only")
    assert assessment.score is not None
    assert assessment.score.low == 7


def test_a_level_may_require_a_score() -> None:
    top = {"id": 3, "title": "三星", "at_least": 6, "requires": [{"score": {"at_least": "90%"}}]}
    rules = {"levels": [top, {"id": 1, "title": "一星", "at_least": 5}]}
    assert [levels(assessed(rules, earned=earned)) for earned in (8, 9, None)] == [(1, 1), (3, 3), ("none", 3)]


def test_numbers_beyond_exact_arithmetic_are_refused_with_advice() -> None:
    fields = {"a": {"type": "decimal", "label": "甲"}, "b": {"type": "decimal", "label": "乙"}}
    branch = {"label": "支部", "fields": {**RULES["tables"]["branch"]["fields"], **fields}}
    product = {"earned": {"at_least": {"formula": "a * b * a * b"}}}
    rules = {"tables": {**RULES["tables"], "branch": branch}, "vetoes": [{**VETO[0], "when": product}]}
    with pytest.raises(RuleSetError) as raised:
        assessed(rules, a=1, b=1)
    (problem,) = raised.value.problems
    assert "exact arithmetic" in str(problem.message)
    assert problem.hint is not None
