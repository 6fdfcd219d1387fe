"""Measures computed by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from .literals import Raw
from .small import FIRST_HALF, LONG, YEAR, Data, day, measured
from .world import MANY

ATTENDANCE = {"ratio": {"sum": "meetings.attended"}, "over": {"sum": "meetings.expected"}}


def meeting(month: int, number: int = 1, **cells: Raw) -> Data:
    return {"held_on": day(month, number), **cells}


def held(*rows: Data, **said: Raw) -> Data:
    """A ledger whose table of meetings is complete."""
    return {"meetings": {"status": "complete", "covers": said.get("covers"), "records": list(rows)}}


def test_a_field_is_its_value_or_its_declared_range() -> None:
    assert measured({"field": "branch.members"}, {"branch": {"members": 7}}) == (7, 7, True)
    assert measured({"field": "branch.members"}, {}) == (0, 60, True)


def test_a_field_that_is_none_is_undefined() -> None:
    assert measured({"field": "branch.rooms"}, {})[2] is False


def test_an_open_record_may_count() -> None:
    ledger = held(meeting(1, kind="党课"), meeting(2), meeting(3, kind="大会"))
    assert measured({"count": "meetings", "where": {"kind": "党课"}}, ledger) == (1, 2, True)


def test_a_complete_table_without_records_has_none_and_a_table_not_provided_may_have_any() -> None:
    assert measured({"count": "meetings"}, {"meetings": "none"}) == (0, 0, True)
    assert measured({"count": "meetings"}, {}) == (0, MANY, True)


def test_a_sum_takes_an_unknown_number_up_to_the_field_that_it_never_exceeds() -> None:
    ledger = held(meeting(1, expected=8, attended=6), meeting(2, expected=7))
    assert measured({"sum": "meetings.attended"}, ledger) == (6, 13, True)
    assert measured({"sum": "meetings.expected"}, held(meeting(1, attended=6))) == (6, 10, True)


def test_a_mean_is_pulled_by_what_may_still_count() -> None:
    rows = [meeting(1, kind="党课", expected=2), meeting(2, kind="党课", expected=4), meeting(3, expected=9)]
    mean = {"mean": "meetings.expected", "where": {"kind": "党课"}}
    assert measured(mean, held(*rows[:2])) == (3, 3, True)
    assert measured(mean, held(*rows)) == (3, 9, True)


def test_least_and_greatest_over_nothing_are_undefined() -> None:
    assert measured({"min": "meetings.expected"}, held())[2] is False
    ledger = held(meeting(1, kind="党课", expected=2), meeting(2, expected=1), meeting(3, expected=9))
    assert measured({"min": "meetings.expected", "where": {"kind": "党课"}}, ledger) == (1, 2, True)
    assert measured({"max": "meetings.expected", "where": {"kind": "党课"}}, ledger) == (2, 9, True)


def test_distinct_counts_an_unknown_value_as_perhaps_one_more() -> None:
    ledger = held(meeting(1, topic="红"), meeting(2, topic="黄"), meeting(3, topic="红"), meeting(4))
    assert measured({"distinct": "meetings.topic"}, ledger) == (2, 3, True)
    assert measured({"distinct": "meetings.topic"}, held(meeting(4))) == (1, 1, True)


def test_a_ratio_over_nothing_is_undefined() -> None:
    assert measured(ATTENDANCE, held())[2] is False


def test_part_of_a_whole_never_leaves_0_to_1() -> None:
    ledger = held(meeting(1, expected=10, attended=9), meeting(2, expected=10))
    assert measured(ATTENDANCE, ledger) == (Fraction(9, 20), Fraction(19, 20), True)


def test_further_records_dilute_part_of_a_whole() -> None:
    ledger = held(meeting(1, expected=10, attended=9))
    reached = measured(ATTENDANCE, ledger, world="R", as_of=day(11, 30))
    assert reached == (Fraction(9, 30), Fraction(29, 30), True)


def test_a_general_ratio_divides_by_the_least_unit_where_the_whole_may_be_0() -> None:
    ratio = {"ratio": {"count": "meetings"}, "over": {"field": "branch.members"}}
    assert measured(ratio, held(meeting(1)) | {"branch": {"members": 4}}) == (Fraction(1, 4), Fraction(1, 4), True)
    assert measured(ratio, held(meeting(1))) == (Fraction(1, 60), 1, None)


def test_a_share_counts_an_open_match_both_ways() -> None:
    ledger = held(meeting(1, kind="党课"), meeting(2, kind="大会"), meeting(3), meeting(4, kind="大会"))
    assert measured({"share": "meetings", "matching": {"kind": "党课"}}, ledger) == (
        Fraction(1, 4),
        Fraction(2, 4),
        True,
    )


@pytest.mark.parametrize(
    ("part", "expected"),
    [("covered", 2), ("value", 2), ("owed", 4), ("missing_periods", 2), ("missing_times", 2)],
)
def test_coverage_by_quarter(part: str, expected: int) -> None:
    ledger = held(meeting(2), meeting(3), meeting(8))
    assert measured({"coverage": "meetings", "every": "quarter"}, ledger, part=part) == (expected, expected, True)


def test_coverage_several_times_a_period() -> None:
    form = {"coverage": "meetings", "every": "half_year", "times": 3}
    ledger = held(meeting(1), meeting(2), meeting(3), meeting(9))
    assert measured(form, ledger) == (1, 1, True)
    assert measured(form, ledger, part="missing_times") == (2, 2, True)


def test_a_branch_founded_in_february_owes_three_quarters_or_four_if_partial_ones_count() -> None:
    form = {"coverage": "meetings", "every": "quarter", "from": "branch.founded_on"}
    ledger = held(meeting(5)) | {"branch": {"founded_on": day(2, 10)}}
    assert measured(form, ledger, part="owed") == (3, 3, True)
    assert measured(form | {"partial": "count"}, ledger, part="owed") == (4, 4, True)


def test_a_branch_of_unknown_age_owes_nothing_for_certain() -> None:
    form = {"coverage": "meetings", "every": "quarter", "from": "branch.born_on"}
    assert measured(form, held(meeting(5)), part="owed") == (0, 4, True)
    assert measured(form, held(meeting(5)), part="missing_periods") == (0, 3, True)


def test_freed_months_are_not_owed() -> None:
    form = {"coverage": "meetings", "every": "month", "except": [1, 2]}
    assert measured(form, held(meeting(1)), part="owed") == (10, 10, True)
    assert measured(form, held(meeting(1))) == (0, 0, True)
    period = (date(2023, 12, 1), date(2024, 3, 31))
    assert measured(form, {"meetings": "none"}, part="owed", period=period, as_of=period[1]) == (2, 2, True)


def test_at_half_year_the_coming_quarters_are_open_and_the_missed_one_is_lost() -> None:
    form, ledger = {"coverage": "meetings", "every": "quarter"}, held(meeting(2))
    assert measured(form, ledger, part="missing_periods", as_of=day(6, 30)) == (3, 3, True)
    assert measured(form, ledger, part="missing_periods", as_of=day(6, 30), world="R") == (1, 3, True)


def test_future_records_are_limited_to_the_period_that_they_fall_into() -> None:
    form = {"coverage": "meetings", "every": "quarter", "times": 3}
    assert measured(form, held(), as_of=day(11, 10), world="R") == (0, 1, True)
    assert measured(form, held(), as_of=day(12, 10), world="R") == (0, 0, True)


def test_a_period_cut_by_the_end_of_the_assessment_leaves_no_room_at_its_end() -> None:
    form = {"coverage": "meetings", "every": "month", "partial": "count"}
    period = (day(3, 15), day(8, 20))
    assert measured(form, held(meeting(4)), world="R", period=period, as_of=period[1]) == (1, 1, True)
    assert measured(form, held(meeting(4)), part="owed", period=period) == (6, 6, True)


def test_days_that_the_table_does_not_cover_leave_room() -> None:
    ledger = held(meeting(5), covers=(day(4, 1), day(12, 31)))
    assert measured({"coverage": "meetings", "every": "quarter"}, ledger) == (1, 2, True)


def test_the_longest_gap_includes_both_ends() -> None:
    ledger = held(meeting(3), meeting(4))
    assert measured({"longest_gap": "meetings", "unit": "days"}, ledger) == (274, 274, True)
    assert measured({"longest_gap": "meetings", "unit": "months"}, ledger) == (8, 8, True)
    assert measured({"longest_gap": "meetings", "unit": "days"}, held()) == (365, 365, True)


def test_the_longest_gap_of_a_branch_that_begins_after_the_period_is_0() -> None:
    form = {"longest_gap": "meetings", "unit": "days", "from": "branch.founded_on"}
    assert measured(form, held() | {"branch": {"founded_on": day(1, 1, 2025)}}) == (0, 0, True)


def test_the_gap_so_far_cannot_shrink() -> None:
    form, ledger = {"longest_gap": "meetings", "unit": "days"}, held(meeting(5))
    assert measured(form, ledger, as_of=day(6, 30)) == (244, 244, True)
    assert measured(form, ledger, as_of=day(6, 30), world="R") == (121, 244, True)


def test_streaks_end_now_or_anywhere() -> None:
    ledger = held(meeting(1), meeting(2), meeting(3), meeting(10), meeting(12))
    form = {"streak": "meetings", "every": "month"}
    assert measured(form | {"run": "longest"}, ledger) == (3, 3, True)
    assert measured(form | {"run": "current"}, ledger) == (1, 1, True)
    assert measured(form | {"run": "current"}, held(*[meeting(m) for m in range(1, 12)])) == (0, 0, True)


def test_a_change_against_a_previous_period_that_is_covered() -> None:
    before = [{"held_on": day(5, 1, 2023), "expected": 4}, {"held_on": day(6, 1, 2023), "expected": 6}]
    ledger = held(*before, meeting(3, expected=5), covers=LONG)
    change = {"change": {"sum": "meetings.expected"}}
    assert measured(change | {"as": "absolute"}, ledger) == (-5, -5, True)
    assert measured(change | {"as": "percent"}, ledger) == (Fraction(-1, 2), Fraction(-1, 2), True)
    assert measured(change | {"as": "percent"}, held(meeting(3, expected=5), covers=LONG))[2] is False


def test_a_previous_period_outside_the_covered_days_is_unknown() -> None:
    change = {"change": {"count": "meetings"}, "as": "absolute"}
    assert measured(change, held(meeting(3))) == (1 - MANY, 1, True)


def test_a_checklist_counts_an_unknown_value_as_perhaps_what_is_missing() -> None:
    form = {"checklist": "meetings.topic", "items": ["红", "黄", "蓝"]}
    ledger = held(meeting(1, topic="红"), meeting(2, topic="紫"), meeting(3))
    assert measured(form, ledger, part="present") == (1, 2, True)
    assert measured(form, ledger, part="missing_items") == (1, 2, True)
    assert measured(form, ledger, part="owed") == (3, 3, True)


EACH = {"each": "meetings.topic", "take": {"count": "meetings"}, "of": "roster.person"}
ROSTER = [{"person": "红", "active": True}, {"person": "蓝", "active": True}, {"person": "红", "active": True}]


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("sum", 2),
        ("mean", 1),
        ("min", 0),
        ("max", 2),
        ({"count": {"at_least": 1}}, 1),
        ({"share": {"at_least": 1}}, Fraction(1, 2)),
    ],
)
def test_members_without_records_count_and_records_of_others_do_not(then: Raw, expected: Raw) -> None:
    ledger = held(meeting(1, topic="红"), meeting(2, topic="红"), meeting(3, topic="黄")) | {"roster": ROSTER}
    assert measured(EACH | {"then": then}, ledger) == (expected, expected, True)


def test_a_record_of_an_unknown_member_may_be_anyones() -> None:
    ledger = held(meeting(1, topic="红"), meeting(2)) | {"roster": ROSTER}
    assert measured(EACH | {"then": "min"}, ledger) == (0, 1, True)
    assert measured(EACH | {"then": {"count": {"at_least": 1}}}, ledger) == (1, 2, True)


def test_a_member_with_an_unknown_name_may_be_one_who_has_records() -> None:
    ledger = held(meeting(1, topic="红"), meeting(2, topic="红")) | {"roster": [{"active": True}]}
    assert measured(EACH | {"then": {"count": {"at_least": 2}}}, ledger) == (0, 1, True)


def test_a_roster_row_that_is_perhaps_left_out_makes_a_mean_perhaps_undefined() -> None:
    ledger = held(meeting(1, topic="红")) | {"roster": [{"person": "红"}]}
    assert measured(EACH | {"then": "mean", "of_where": {"active": True}}, ledger) == (1, 1, None)


def test_without_a_roster_the_keys_are_those_of_the_records() -> None:
    form = {"each": "meetings.topic", "take": {"sum": "meetings.expected"}, "then": "max"}
    ledger = held(
        meeting(1, topic="红", expected=3), meeting(2, topic="红", expected=4), meeting(3, topic="黄", expected=6)
    )
    assert measured(form, ledger) == (7, 7, True)


@pytest.mark.parametrize(
    ("born_on", "closed_on", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 1, 29), date(2024, 2, 29), 1),
        (date(2020, 2, 29), date(2021, 2, 28), 11),
        (date(2024, 3, 10), date(2024, 1, 10), -2),
        (date(2023, 12, 31), None, 12),
    ],
)
def test_derived_months_are_whole_and_run_to_the_periods_end(born_on: date, closed_on: date, months: int) -> None:
    ledger = {"branch": {"born_on": born_on, "closed_on": closed_on}}
    assert measured({"field": "branch.age"}, ledger) == (months, months, True)


def test_derived_days_formulas_lookups() -> None:
    row = meeting(12, 20, expected=10, attended=8, kind="大会", topic="红")
    assert measured({"sum": "meetings.length"}, held(row)) == (11, 11, True)
    assert measured({"sum": "meetings.absent"}, held(row)) == (Fraction(3, 10), Fraction(3, 10), True)
    assert measured({"sum": "meetings.weight"}, held(row)) == (5, 5, True)
    assert measured({"sum": "meetings.weight"}, held(row | {"topic": "黄"})) == (-(10**12), 10**12, True)


def test_an_end_that_is_not_there_yet_is_open_until_the_period_ends() -> None:
    late = {"count": "meetings", "where": {"ended_on": {"exists": True}}}
    assert measured(late, held(meeting(3)), world="R") == (0, 0, True)
    assert measured(late, held(meeting(3)), world="S", as_of=day(11, 30)) == (0, 0, True)
    assert measured(late, held(meeting(3)), world="R", as_of=day(11, 30)) == (0, 1 + 2, True)


def test_a_date_that_may_stay_away_is_perhaps_no_value_at_all() -> None:
    ends = {"distinct": "meetings.ended_on"}
    assert measured(ends, held(meeting(12)), world="S", as_of=day(12, 30)) == (0, 0, True)
    assert measured(ends, held(meeting(12)), world="R", as_of=day(12, 30)) == (0, 1 + 2, True)


def test_what_the_branch_does_not_have_it_will_not_get() -> None:
    form = {"coverage": "meetings", "every": "quarter", "until": "branch.closed_on"}
    assert measured(form, held(), part="missing_periods", world="R", as_of=day(6, 30)) == (2, 4, True)


def test_a_record_counts_only_with_accepted_evidence() -> None:
    ledger = held(meeting(1, proof="accepted"), meeting(2, proof="missing"), meeting(3, proof="unreviewed"), meeting(4))
    assert measured({"count": "meetings", "evidence": "required"}, ledger) == (1, 3, True)


@pytest.mark.parametrize(
    ("within", "period", "first"),
    [
        ("6 months", YEAR, day(7, 1)),
        ("1 months", (day(1, 1), day(3, 30)), day(2, 29)),
        ("90 days", YEAR, day(10, 3)),
        ("2 years", YEAR, day(1, 1, 2023)),
        ("previous period", YEAR, day(1, 1, 2023)),
        ("previous period", FIRST_HALF, day(7, 1, 2023)),
        ("previous period", (day(3, 15), day(8, 20)), day(10, 8, 2023)),
        ("previous period", (day(2, 1), day(2, 29)), day(1, 1)),
    ],
)
def test_a_window_begins_on_its_first_day(within: str, period: tuple[date, date], first: date) -> None:
    rows = [{"held_on": first}, {"held_on": date.fromordinal(first.toordinal() - 1)}]
    count = {"count": "meetings", "within": within}
    assert measured(count, held(*rows, covers=LONG), period=period, as_of=period[1]) == (1, 1, True)


def test_what_may_come_is_limited_per_month() -> None:
    assert measured({"count": "meetings"}, held(), world="R", as_of=day(10, 15)) == (0, 6, True)
    assert measured({"count": "meetings"}, held(), world="R", as_of=day(12, 31)) == (0, 0, True)
    assert measured({"count": "honours"}, {"honours": []}, world="R", as_of=day(1, 1)) == (0, 0, True)


def test_kleene_conditions_on_records() -> None:
    unknown_or_true: Data = {"any": [{"kind": "党课"}, {"expected": {"at_least": 3}}]}
    unknown_and_false: Data = {"all": [{"kind": "党课"}, {"not": {"expected": {"between": [3, 5]}}}]}
    ledger = held(meeting(1, expected=3))
    assert measured({"count": "meetings", "where": unknown_or_true}, ledger) == (1, 1, True)
    assert measured({"count": "meetings", "where": unknown_and_false}, ledger) == (0, 0, True)


def test_choices_compare_in_their_order_and_none_is_not_anything() -> None:
    ledger: Data = {"honours": [{"level": "省级", "event": None}]}
    assert measured({"count": "honours", "where": {"level": {"more_than": "公司级"}}}, ledger) == (1, 1, True)
    assert measured({"count": "honours", "where": {"event": {"none_of": ["技能赛"]}}}, ledger) == (1, 1, True)
    assert measured({"count": "honours", "where": {"event": "技能赛"}}, ledger) == (0, 0, True)
