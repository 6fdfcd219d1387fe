"""Points computed by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from .intervals import round_to_grid
from .literals import Raw
from .small import Data, day, judge, measured, rules, scored

QUARTERS = {"coverage": "meetings", "every": "quarter"}
ATTENDANCE: Data = {"ratio": {"sum": "meetings.attended"}, "over": {"sum": "meetings.expected"}}
TIERS: Data = {"tiers": [{"at_least": "95%", "points": 5}, {"at_least": "80%", "points": 3}, {"else": 0}]}


def attended(number: int | None, of: int = 20) -> Data:
    """A ledger with two meetings at which so many of so many attended."""
    half = of // 2
    rest = None if number is None else number - half
    rows = [(half, half), (of - half, rest)]
    return {"meetings": [{"held_on": day(3, 1), "expected": e, "attended": a} for e, a in rows]}


def held_in(*months: int) -> Data:
    return {"meetings": [{"held_on": day(month, 1)} for month in months]}


def branch(**fields: Raw) -> Data:
    return {"branch": fields}


def test_complete_means_no_missing_period() -> None:
    score = {"all_or_nothing": "complete"}
    assert scored(score, held_in(1, 4, 7, 10), measure=QUARTERS) == (5, 5)
    assert scored(score, held_in(1, 4, 7), measure=QUARTERS) == (0, 0)


def test_complete_of_a_checklist_means_no_missing_item() -> None:
    checklist = {"checklist": "meetings.topic", "items": ["红"]}
    ledger = {"meetings": [{"held_on": day(1, 1), "topic": "红"}]}
    assert scored({"all_or_nothing": "complete"}, ledger, measure=checklist) == (5, 5)


def test_a_deduction_takes_from_the_full_points() -> None:
    assert scored({"deduct": [{"per": "missing_periods", "lose": 1}]}, held_in(1, 4), measure=QUARTERS) == (3, 3)


def test_a_cap_below_the_points_keeps_the_rest() -> None:
    score = {"deduct": [{"per": "missing_periods", "lose": 1}], "up_to": 2}
    assert scored(score, {"meetings": "none"}, measure=QUARTERS) == (3, 3)


@pytest.mark.parametrize(("combine", "left"), [("sum", 1), ("worst", 2), ("first", 4)])
def test_triggers_combine_as_said(combine: str, left: int) -> None:
    parts = [{"when": {"has_groups": True}, "lose": 1}, {"per": "missing_periods", "lose": 1}]
    ledger = held_in(1) | branch(has_groups=True)
    assert scored({"deduct": parts, "combine": combine}, ledger, measure=QUARTERS) == (left, left)


@pytest.mark.parametrize(("number", "points"), [(20, 5), (19, 5), (18, 3), (16, 3), (15, 0)])
def test_tiers_meet_their_boundary_exactly(number: int, points: int) -> None:
    assert scored(TIERS, attended(number), measure=ATTENDANCE, if_empty="zero") == (points, points)


def test_an_unknown_number_opens_the_tiers_that_it_may_reach() -> None:
    assert scored(TIERS, attended(None), measure=ATTENDANCE, if_empty="zero") == (0, 5)


@pytest.mark.parametrize(
    ("if_empty", "points"),
    [("zero", 0), ("full", 5), ({"points": Decimal("2.5")}, Fraction(5, 2)), ("not_applicable", 0)],
)
def test_nothing_to_measure_gives_what_if_empty_says(if_empty: Raw, points: Raw) -> None:
    assert scored(TIERS, {"meetings": "none"}, measure=ATTENDANCE, if_empty=if_empty) == (points, points)


def test_a_perhaps_empty_measure_opens_to_what_if_empty_gives() -> None:
    tiers = {"tiers": [{"at_least": 9, "points": 3}, {"else": 2}]}
    largest = {"max": "meetings.expected", "where": {"kind": "党课"}}
    ledger = {"meetings": [{"held_on": day(3, 1), "expected": 8}]}
    assert scored(tiers, ledger, measure=largest, if_empty={"points": 1}) == (1, 2)
    assert scored(tiers, ledger, measure=largest, if_empty="full") == (2, 5)


def test_a_ratio_over_nothing_reaches_no_threshold_not_even_0() -> None:
    score = {"all_or_nothing": {**ATTENDANCE, "at_least": "0%"}}
    assert scored(score, {"meetings": "none"}) == (0, 0)


def test_cases_take_the_first_that_holds_and_stay_open_where_none_is_certain() -> None:
    cases = [
        {"when": {"members": {"more_than": 50}}, "points": 5},
        {"when": {"kind": "机关"}, "points": 3},
        {"else": 1},
    ]
    assert scored({"cases": cases}, branch(members=51, kind="机关")) == (5, 5)
    assert scored({"cases": cases}, branch(members=50, kind="机关")) == (3, 3)
    assert scored({"cases": cases}, branch(members=50, kind="后勤")) == (1, 1)
    assert scored({"cases": cases}, branch(kind="机关")) == (3, 5)
    assert scored({"cases": cases}, branch(members=50)) == (1, 3)


def test_grades_by_a_choice_or_by_the_mark() -> None:
    by_choice = {"grades": {"机关": 4, "生产": 2, "后勤": 1}}
    assert scored(by_choice, branch(kind="生产"), measure={"field": "branch.kind"}) == (2, 2)
    assert scored(by_choice, {}, measure={"field": "branch.kind"}) == (1, 4)
    by_mark = {"grades": {"好": 4, "一般": 2, "差": 0}}
    assert scored(by_mark, {"marks": {"K": {"grade": "一般"}}}) == (2, 2)
    assert scored(by_mark) == (0, 4)


@pytest.mark.parametrize(("rate", "points"), [("55%", 5), ("59.99%", 5), ("60%", 6), ("30%", 3), ("19%", 2), ("0%", 0)])
def test_linear_counts_whole_steps_from_the_base(rate: str, points: int) -> None:
    linear = {"base": "30%", "points": 3, "step": "10%", "change": 1, "partial_steps": "ignore"}
    assert scored({"linear": linear}, branch(rate=rate), measure={"field": "branch.rate"}, points=9) == (points, points)


@pytest.mark.parametrize(("members", "points"), [(15, 3), (20, 4), (60, 4), (0, 0)])
def test_proportional_stops_at_its_points(members: int, points: int) -> None:
    proportional = {"proportional": {"target": 20}}
    made = scored(proportional, branch(members=members), measure={"field": "branch.members"}, points=4)
    assert made == (points, points)


HONOURS = [
    {"level": "省级", "role": "主办", "event": "技能赛"},
    {"level": "公司级", "role": "主办", "event": "技能赛"},
    {"level": "公司级", "role": "协办", "event": "征文"},
]
BY_LEVEL = {"by": "level", "table": {"省级": 3, "公司级": 1}}
BY_BOTH = {
    "by": ["level", "role"],
    "table": {"省级": {"主办": 3, "协办": 2}, "公司级": {"主办": 1, "协办": Decimal("0.5")}},
}


@pytest.mark.parametrize(
    ("award", "points"),
    [
        ({"gain": 1}, 3),
        ({"gain": BY_LEVEL}, 5),
        ({"gain": BY_LEVEL, "up_to": 2}, 2),
        ({"gain": BY_LEVEL, "once_per": "event"}, 4),
        ({"gain": BY_BOTH}, Fraction(9, 2)),
        ({"gain": BY_LEVEL, "where": {"role": "主办"}}, 4),
    ],
)
def test_awards(award: Data, points: Raw) -> None:
    assert scored({"award": {"each": "honours", **award}}, {"honours": HONOURS}) == (points, points)


def test_an_award_for_an_unknown_event_may_repeat_a_known_one() -> None:
    once = {"award": {"each": "honours", "gain": BY_LEVEL, "once_per": "topic"}}
    tables = {
        "branch": {"fields": {}},
        "honours": {"fields": {"level": {"type": "choice", "choices": ["公司级", "省级"]}, "topic": {"type": "text"}}},
    }
    ruleset = rules([{"id": "K", "points": 9, "score": once}], tables=tables)
    rows = [{"level": "公司级", "topic": "红"}, {"level": "省级"}, {"topic": "黄"}]
    assert judge(ruleset, {"honours": rows})["findings"]["K"]["points"][:2] == (4, 7)


def test_a_judgement_is_open_until_it_is_marked() -> None:
    assert scored({"judged": [1, 4]}) == (1, 4)
    assert scored({"judged": [1, 4]}, {"marks": {"K": {"points": Decimal("2.5")}}}) == (Fraction(5, 2), Fraction(5, 2))


def test_a_mark_counts_for_the_ranges_that_contain_it() -> None:
    first = {"first": [{"when": {"has_groups": True}, "gain": [3, 5]}, {"gain": [0, 2]}]}
    marks = {"marks": {"K": {"points": 4}}}
    assert scored(first, branch(has_groups=True) | marks) == (4, 4)
    assert scored(first, branch(has_groups=False) | marks) == (0, 2)


def test_a_part_with_an_id_has_its_own_mark_and_its_own_points() -> None:
    score = {"sum": [{"id": "clarity", "gain": [0, 2]}, {"gain": [0, 3]}]}
    finding = judge(
        rules([{"id": "K", "points": 5, "score": score}]),
        {"marks": {"K/clarity": {"points": 1}, "K": {"points": 3}}},
    )["findings"]["K"]
    assert finding["points"][:2] == (4, 4)
    assert finding["parts"] == {"clarity": (1, 1)}


@pytest.mark.parametrize(("partial_steps", "points"), [("ignore", 2), ("full", 3), ("proportional", Fraction(5, 2))])
def test_partial_steps(partial_steps: str, points: Raw) -> None:
    part = {"per": "members", "above": 10, "step": 4, "partial_steps": partial_steps, "gain": 1}
    assert scored(part, branch(members=20)) == (points, points)


def test_only_the_shortfall_counts_below_a_base() -> None:
    part = {"per": "rate", "below": "90%", "step": "1%", "partial_steps": "ignore", "lose": Decimal("0.05"), "up_to": 1}
    score = {"sum": [{"gain": "all"}, part]}
    assert scored(score, branch(rate="84.5%")) == (Fraction(475, 100), Fraction(475, 100))
    assert scored(score, branch(rate="95%")) == (5, 5)
    assert scored(score, branch(rate="0%")) == (4, 4)


def test_a_target_gives_the_shortfall() -> None:
    score = {"deduct": [{"per": "shortfall", "lose": 1}]}
    assert scored(score, branch(members=7), measure={"field": "branch.members"}, target=10) == (2, 2)


def test_all_is_the_nearest_cap_else_the_points() -> None:
    assert scored({"gain": "all"}) == (5, 5)
    assert scored({"sum": [{"gain": "all"}, {"gain": 1}], "up_to": 2}) == (2, 2)
    assert scored({"sum": [{"sum": [{"gain": "all"}], "up_to": 1}, {"gain": 1}]}) == (2, 2)


def test_best_worst_and_limits() -> None:
    children = [{"gain": 3}, {"gain": 1}]
    assert scored({"best": children}) == (3, 3)
    assert scored({"worst": children}) == (1, 1)
    assert scored({"sum": [{"gain": 4}, {"sum": [{"lose": 9}], "up_to": 3}]}) == (1, 1)
    assert scored({"sum": [{"gain": 4}, {"sum": [{"lose": 9}], "floor": -2}]}) == (2, 2)


def test_a_part_whose_own_measure_is_over_nothing_gives_nothing() -> None:
    part = {"measure": ATTENDANCE, "when": {"not": {"value": {"at_least": "50%"}}}, "gain": 2}
    assert scored({"sum": [part]}, {"meetings": "none"}) == (0, 0)
    assert scored({"sum": [part]}, {"meetings": [{"held_on": day(3, 1), "expected": 9, "attended": 2}]}) == (2, 2)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (Decimal("1.5"), Fraction(3, 2)),
        ({"by": "kind", "table": {"机关": 4, "生产": 2}, "else": 1}, 2),
        ({"by": "members", "bands": [{"at_least": 50, "value": 5}, {"at_least": 7, "value": 3}, {"else": 1}]}, 3),
        ({"formula": "ceil(members / 10) + 1"}, 3),
        ({"formula": "max(members - 10, 0) * 50%"}, 1),
        ("limit", 2),
    ],
)
def test_numbers_in_every_spelling(points: Raw, expected: Raw) -> None:
    ruleset = rules([{"id": "K", "points": 5, "score": {"gain": points}}], constants={"limit": 2})
    ledger = branch(members=12, kind="生产")
    assert judge(ruleset, ledger)["findings"]["K"]["points"][:2] == (expected, expected)


def test_a_lookup_by_an_unknown_field_is_the_hull_of_its_entries() -> None:
    by_kind = {"by": "kind", "table": {"机关": 4, "生产": 2}, "else": 1}
    bands = {"by": "members", "bands": [{"at_least": 50, "value": 5}, {"at_least": 7, "value": 3}, {"else": 2}]}
    assert scored({"gain": by_kind}) == (1, 4)
    assert scored({"gain": bands}) == (2, 5)


@pytest.mark.parametrize(
    ("mode", "eighth", "minus_eighth"),
    [("half_up", 13, -13), ("half_even", 12, -12), ("down", 12, -12), ("floor", 12, -13), ("ceil", 13, -12)],
)
def test_rounding_modes(mode: str, eighth: int, minus_eighth: int) -> None:
    cent = Fraction(1, 100)
    assert round_to_grid(Fraction(1, 8), cent, mode) == eighth * cent
    assert round_to_grid(Fraction(-1, 8), cent, mode) == minus_eighth * cent


def test_a_fraction_becomes_points_at_its_criterion() -> None:
    third = {"per": "members", "step": 3, "partial_steps": "proportional", "gain": 1}
    criteria = [{"id": name, "points": 1, "score": third} for name in ("K", "L", "M")]
    result = judge(rules(criteria, rounding={"mode": "half_up"}), branch(members=1))
    assert result["findings"]["K"]["points"][:2] == (Fraction(33, 100), Fraction(33, 100))
    assert result["score"][:2] == (Fraction(99, 100), Fraction(99, 100))


@pytest.mark.parametrize(
    ("mode", "if_not", "if_unknown"),
    [("full", (5, 5), (1, 5)), ("zero", (0, 0), (0, 1)), ({"exclude": "total"}, (0, 0), (0, 1))],
)
def test_a_criterion_that_does_not_or_perhaps_not_apply(mode: Raw, if_not: Raw, if_unknown: Raw) -> None:
    written: Data = {"applies_when": {"has_groups": True}, "not_applicable": mode}
    assert scored({"gain": 1}, branch(has_groups=False), **written) == if_not
    assert scored({"gain": 1}, {}, **written) == if_unknown


@pytest.mark.parametrize(
    ("gain", "outcome"),
    [(5, "met"), (2, "partly_met"), (0, "not_met"), ([0, 5], "open")],
)
def test_outcomes(gain: Raw, outcome: str) -> None:
    ruleset = rules([{"id": "K", "points": 5, "score": {"gain": gain}}])
    assert judge(ruleset, {})["findings"]["K"]["outcome"] == outcome


def test_a_deduction_criterion_without_a_deduction_is_met() -> None:
    pools = [{"id": "minus", "floor": -4, "criteria": [{"id": "L", "score": {"per": "members", "lose": 1}}]}]
    ruleset = rules([{"id": "K", "points": 5, "score": {"gain": 5}}], pools=pools)
    for members, points, outcome in ((0, 0, "met"), (3, -3, "partly_met"), (9, -4, "not_met")):
        finding = judge(ruleset, branch(members=members))["findings"]["L"]
        assert (finding["points"][0], finding["outcome"]) == (points, outcome)


def test_at_half_year_low_stands_and_high_is_what_can_still_be_reached() -> None:
    score = {"deduct": [{"per": "missing_periods", "lose": 1}]}
    ruleset = rules([{"id": "K", "points": 4, "measure": QUARTERS, "score": score}])
    finding = judge(ruleset, held_in(2), as_of=day(6, 30))["findings"]["K"]
    assert finding["points"] == (1, 3, 4)
    assert finding["standing_high"] == 1
    assert finding["outcome"] == "open"


def test_the_own_measure_is_reported() -> None:
    assert measured({"field": "branch.kind"}, branch(kind="机关")) == ("机关", "机关", True)
    assert measured({"field": "branch.kind"}, {}) == (None, None, True)
