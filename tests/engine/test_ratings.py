"""Marks combined stage by stage, by hand; and whatever is still open stays inside the interval."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from starcheck.engine.clock import World
from tests.engine.small import Found, Raw, measured, rules

RULES = rules(
    {
        "ballots": {
            "date": "given_on",
            "fields": {
                "given_on": {"type": "date"},
                "rater": {"type": "text"},
                "item": {"type": "choice", "choices": ["德", "能", "勤"]},
                "group": {"type": "choice", "choices": ["党员", "群众"]},
                "mark": {"type": "choice", "choices": ["差", "中", "好"]},
                "points": {"type": "integer", "min": 0, "max": 100},
                "share": {"type": "percent", "min": "0%", "max": "100%", "blank": "none"},
                "valid": {"type": "boolean"},
            },
        },
        "raters": {
            "fields": {
                "rater": {"type": "text"},
                "group": {"type": "choice", "choices": ["党员", "群众"]},
                "present": {"type": "boolean"},
            }
        },
    }
)
SCALE = {"好": 100, "中": 60, "差": 0}
RATER = {"by": "rater", "take": "mean"}
GROUPS = {"by": "group", "weights": {"党员": "70%", "群众": "30%"}}
ROSTER = {"rating": "ballots.points", "stages": [RATER], "of": "raters.rater"}


def ballot(rater: str | None, points: int | None = None, **cells: Raw) -> Raw:
    return {"given_on": date(2024, 3, 1), "rater": rater, "points": points, **cells}


def rated(form: Raw, *ballots: Raw, raters: Raw = "not_provided", **when: Raw) -> Found:
    return measured(RULES, form, {"ballots": {"records": list(ballots)}, "raters": raters}, **when)


def of_points(*stages: Raw, **more: Raw) -> Raw:
    return {"rating": "ballots.points", "stages": list(stages), **more}


def test_marks_of_one_person_are_averaged_before_those_of_all() -> None:
    form = of_points(RATER)
    assert rated(form, ballot("A", 100), ballot("A", 50), ballot("B", 25)) == (50, 50, True)


def test_every_average_is_rounded_halves_away_from_zero() -> None:
    form = of_points(RATER, places=0)
    assert rated(form, ballot("A", 1), ballot("A", 2), ballot("B", 0)) == (1, 1, True), "1.5 becomes 2, its half 1"


def test_a_percentage_is_rounded_as_one() -> None:
    form = {"rating": "ballots.share", "stages": [RATER], "places": 1}
    found = rated(form, *(ballot(name, share=share) for name, share in (("A", "90%"), ("B", "80%"), ("C", "80%"))))
    assert found == (Fraction(833, 1000), Fraction(833, 1000), True)


def test_grades_count_by_the_scale() -> None:
    form = {"rating": "ballots.mark", "scale": SCALE, "stages": [RATER]}
    assert rated(form, ballot("A", mark="好"), ballot("B", mark="中")) == (80, 80, True)


def test_a_trimmed_mean_leaves_one_of_each_end_out_where_there_are_three() -> None:
    form = of_points({"by": "rater", "take": "trimmed"})
    marks = [ballot(name, points) for name, points in (("A", 0), ("B", 70), ("C", 80), ("D", 100))]
    assert rated(form, *marks) == (75, 75, True)
    assert rated(form, *marks[:2]) == (35, 35, True)


def test_least_and_greatest() -> None:
    marks = ballot("A", 30), ballot("B", 90)
    assert rated(of_points({"by": "rater", "take": "min"}), *marks)[:2] == (30, 30)
    assert rated(of_points({"by": "rater", "take": "max"}), *marks)[:2] == (90, 90)


def test_groups_count_by_their_weights_whatever_their_size() -> None:
    form = of_points(RATER, GROUPS)
    marks = [ballot("A", 100, group="党员"), ballot("B", 50, group="群众"), ballot("C", 70, group="群众")]
    assert rated(form, *marks) == (88, 88, True)


def test_a_group_without_marks_has_any_value() -> None:
    assert rated(of_points(RATER, GROUPS), ballot("A", 100, group="党员")) == (70, 100, True)


def test_stages_go_from_the_inside_out() -> None:
    form = of_points({"by": "item", "take": "min"}, RATER, GROUPS)
    marks = [
        ballot("A", 90, item="德", group="党员"),
        ballot("A", 70, item="能", group="党员"),
        ballot("B", 100, item="德", group="党员"),
        ballot("C", 50, item="德", group="群众"),
    ]
    assert rated(form, *marks) == (Fraction(745, 10), Fraction(745, 10), True), "0.7 · (70 + 100) / 2 + 0.3 · 50"


def test_an_unknown_mark_is_anything_from_the_least_to_the_greatest() -> None:
    assert rated(of_points(RATER), ballot("A", 80), ballot("B")) == (40, 90, True)


def test_a_mark_that_is_none_is_left_out() -> None:
    form = {"rating": "ballots.share", "stages": [RATER]}
    share = Fraction(4, 5)
    assert rated(form, ballot("A", share="80%"), ballot("B")) == (share, share, True)
    assert rated(form, ballot("B"))[2] is False


def test_a_mark_that_perhaps_counts_has_any_value() -> None:
    form = of_points(RATER, where={"valid": True})
    assert rated(form, ballot("A", 80, valid=True), ballot("B", 100)) == (40, 90, True)
    assert rated(form, ballot("B", 100)) == (0, 100, None)
    assert rated(form, ballot("B", 100, valid=False)) == (0, 0, False)


def test_an_unknown_key_leaves_everything_open() -> None:
    assert rated(of_points(RATER), ballot("A", 80), ballot(None, 80)) == (0, 100, True)


def test_further_marks_leave_everything_open() -> None:
    spring = date(2024, 4, 1)
    found = rated(of_points(RATER), ballot("A", 80), as_of=spring, world=World.REACHABLE)
    assert found == (0, 100, True)
    assert rated(of_points(RATER), ballot("A", 80), as_of=spring) == (80, 80, True)
    assert rated(of_points(RATER), as_of=spring, world=World.REACHABLE) == (0, 100, None)


def test_a_missing_mark_is_unknown_and_never_0() -> None:
    raters = [{"rater": "A"}, {"rater": "B"}]
    assert rated(ROSTER, ballot("A", 80), raters=raters) == (40, 90, True)
    assert rated(ROSTER, raters=raters) == (0, 100, True)


def test_marks_of_people_who_are_not_on_the_roster_are_left_out() -> None:
    assert rated(ROSTER, ballot("A", 80), ballot("Z", 0), raters=[{"rater": "A"}]) == (80, 80, True)
    assert rated(ROSTER, ballot("Z", 0), raters="none") == (0, 0, False)


def test_the_roster_says_to_which_group_a_person_belongs() -> None:
    form = of_points(RATER, GROUPS, of="raters.rater")
    raters = [{"rater": "A", "group": "党员"}, {"rater": "B", "group": "群众"}, {"rater": "A", "group": "群众"}]
    assert rated(form, ballot("A", 100, group="群众"), ballot("B", 50), raters=raters) == (85, 85, True)


def test_what_a_person_on_the_roster_marked_is_combined_before_the_roster_is_asked() -> None:
    form = of_points({"by": "item", "take": "max"}, RATER, GROUPS, of="raters.rater")
    raters = [{"rater": "A", "group": "党员"}, {"rater": "B", "group": "群众"}, {"rater": "C", "group": "群众"}]
    marks = ballot("A", 90, item="德"), ballot("A", 100, item="能"), ballot("B", 40, item="勤")
    assert rated(form, *marks, raters=raters) == (76, 91, True), "0.7 · 100 + 0.3 · (40 + 0 to 100) / 2"


def test_a_person_who_is_perhaps_on_the_roster_counts_with_any_mark() -> None:
    form = ROSTER | {"of_where": {"present": True}}
    raters = [{"rater": "A", "present": True}, {"rater": "B"}, {"rater": "C", "present": False}]
    marks = ballot("A", 100), ballot("B", 60), ballot("C", 0)
    assert rated(form, *marks, raters=raters) == (50, 100, True), "100 without B, 80 with"
    assert rated(form, *marks, raters=raters[1:])[2] is None
    assert rated(form, *marks, raters=raters[2:]) == (0, 0, False)


def test_a_person_named_twice_of_whom_the_first_row_is_open_leaves_everything_open() -> None:
    form = of_points(RATER, GROUPS, of="raters.rater", of_where={"present": True})
    raters = [{"rater": "A", "group": "党员"}, {"rater": "A", "group": "群众", "present": True}]
    assert rated(form, ballot("A", 80), raters=raters) == (0, 100, True)


def test_an_unknown_key_of_the_roster_or_a_roster_not_provided_leaves_everything_open() -> None:
    form = of_points(RATER, GROUPS, of="raters.rater")
    assert rated(form, ballot("A", 80), raters=[{"rater": "A"}]) == (0, 100, True)
    assert rated(form, ballot("A", 80)) == (0, 100, None)
    assert rated(ROSTER, ballot("A", 80), ballot(None, 80), raters=[{"rater": "A"}]) == (0, 100, True)


FORMS = [
    of_points({"by": "item", "take": "mean"}, {"by": "rater", "take": take}, GROUPS, where={"valid": True}, **roster)
    for take in ("mean", "trimmed", "min")
    for roster in ({}, {"of": "raters.rater", "of_where": {"present": True}})
]
MARKS = st.fixed_dictionaries(
    {
        "given_on": st.just(date(2024, 3, 1)),
        "rater": st.sampled_from(["A", "B", "C", "D"]),
        "group": st.sampled_from(["党员", "群众"]),
        "item": st.sampled_from(["德", "能", None]),
        "points": st.sampled_from([None, 0, 35, 100]),
        "valid": st.sampled_from([True, True, None]),
    }
)
PEOPLE = st.fixed_dictionaries(
    {
        "rater": st.sampled_from(["A", "B", "C"]),
        "group": st.sampled_from(["党员", "群众", None]),
        "present": st.sampled_from([True, True, None]),
    }
)
FILLED = {
    "item": ("能", "勤"),
    "points": (0, 50, 100),
    "valid": (True, False),
    "present": (True, False),
    "group": ("党员", "群众"),
}


def completions(rows: list[Raw]) -> list[list[Raw]]:
    """The rows with every empty cell filled in, in some of the ways that are possible."""
    gaps = [(index, name) for index, row in enumerate(rows) for name, cell in row.items() if cell is None][:3]
    others = [{name: FILLED[name][0] for name, cell in row.items() if cell is None} for row in rows]
    found = []
    for cells in product(*(FILLED[name] for _, name in gaps)):
        filled = [row | other for row, other in zip(rows, others, strict=True)]
        for (index, name), cell in zip(gaps, cells, strict=True):
            filled[index] = filled[index] | {name: cell}
        found.append(filled)
    return found


@given(st.sampled_from(FORMS), st.lists(MARKS, max_size=4), st.lists(PEOPLE, max_size=3))
def test_whatever_is_filled_in_stays_inside_the_interval(form: Raw, marks: list[Raw], people: list[Raw]) -> None:
    low, high, defined = rated(form, *marks, raters=people)
    for filled, roster in product(completions(marks)[:6], completions(people)[:4]):
        least, greatest, there = rated(form, *filled, raters=roster)
        assert there is not None
        assert defined in (there, None)
        assert not there or low <= least <= greatest <= high
