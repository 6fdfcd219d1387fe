"""Sections, totals, vetoes, levels computed by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from .literals import Raw
from .small import YEAR, Data, day, judge, rules

ATTENDANCE = {"ratio": {"sum": "meetings.attended"}, "over": {"sum": "meetings.expected"}}
LEVELS = [
    {"id": 5, "title": "五星", "at_least": 90},
    {"id": 4, "title": "四星", "at_least": 80, "less_than": 90},
    {"id": 3, "title": "三星", "at_least": 60, "at_most": 75},
]


def criterion(name: str, points: int, gain: Raw, **more: Raw) -> Data:
    return {"id": name, "points": points, "score": {"gain": gain}, **more}


def branch(**fields: Raw) -> Data:
    return {"branch": fields}


GROUPS: Data = {"applies_when": {"has_groups": True}}


def sections(first: list[Data], second: list[Data], **more: Raw) -> Data:
    """A rule set of two sections."""
    ruleset = rules(first + second, **more)
    written = [
        {"id": name, "points": sum(each["points"] for each in criteria), "criteria": criteria}
        for name, criteria in (("A", first), ("B", second))
    ]
    return {**ruleset, "sections": written}


def test_the_rest_of_a_section_is_scaled_to_its_points() -> None:
    ruleset = rules([criterion("K", 6, 3), criterion("L", 4, 4, **GROUPS)])
    result = judge(ruleset, branch(has_groups=False))
    assert result["sections"]["A"] == (5, 5, 10)
    assert result["lines"]["A"] == [("scaling", 2, 2)]
    assert result["findings"]["L"]["points"] == (0, 0, 0)


def test_scaling_rounds_to_the_grid() -> None:
    ruleset = rules([criterion("K", 6, 1), criterion("L", 4, 4, **GROUPS)])
    assert judge(ruleset, branch(has_groups=False))["sections"]["A"][:2] == (Fraction(167, 100), Fraction(167, 100))


def test_where_a_criterion_perhaps_applies_scaling_is_an_interval() -> None:
    ruleset = rules([criterion("K", 6, 3), criterion("L", 4, 1, **GROUPS)])
    least, greatest, _ = judge(ruleset, {})["sections"]["A"]
    assert least == Fraction(333, 100)
    assert greatest == Fraction(571, 100)
    for has_groups, points in ((False, 5), (True, 4)):
        assert judge(ruleset, branch(has_groups=has_groups))["sections"]["A"][0] == points


def test_a_criterion_excluded_from_the_total_scales_the_total() -> None:
    excluded = criterion("L", 4, 4, not_applicable={"exclude": "total"}, **GROUPS)
    result = judge(sections([criterion("K", 6, 3), excluded], [criterion("M", 10, 9)]), branch(has_groups=False))
    assert result["sections"]["A"] == (3, 3, 6)
    assert result["score"] == (15, 15, 20)
    assert result["lines"]["total"] == [("scaling", 3, 3)]


def test_a_section_of_which_nothing_applies_is_excluded() -> None:
    result = judge(sections([criterion("K", 6, 3, **GROUPS)], [criterion("M", 10, 9)]), branch(has_groups=False))
    assert result["sections"]["A"] == (0, 0, 0)
    assert result["score"][:2] == (Fraction(144, 10), Fraction(144, 10))


def test_where_nothing_applies_nothing_is_rated() -> None:
    ruleset = rules([criterion("K", 6, 3, **GROUPS)], levels=[{"id": 1, "title": "一星", "at_least": 0}])
    assert judge(ruleset, branch(has_groups=False))["level"] == ("not_rated", "not_rated")
    assert judge(ruleset, {})["level"] == ("not_rated", 1)
    assert judge(ruleset, {})["score"][:2] == (0, 6)


def test_caps_floors_and_rounding_are_lines() -> None:
    ruleset = rules(
        [criterion("K", 9, Decimal("8.6"))], rounding={"mode": "half_up", "section": Decimal("0.5"), "total": 1}
    )
    capped = {**ruleset, "sections": [{**ruleset["sections"][0], "up_to": Decimal("8.3")}]}
    assert judge(ruleset, {})["lines"]["A"] == [("rounding", Fraction(-1, 10), Fraction(-1, 10))]
    result = judge(capped, {})
    assert result["lines"]["A"] == [
        ("cap", Fraction(-3, 10), Fraction(-3, 10)),
        ("rounding", Fraction(2, 10), Fraction(2, 10)),
    ]
    assert result["score"][:2] == (9, 9)


def test_pools_are_capped_and_floored_and_added_after_scaling() -> None:
    pools = [
        {"id": "bonus", "up_to": 2, "criteria": [{"id": "H", "score": {"gain": 9}}, {"id": "I", "score": {"gain": 1}}]},
        {"id": "minus", "floor": -3, "criteria": [{"id": "N", "score": {"per": "members", "lose": 1}}]},
    ]
    ruleset = rules([criterion("K", 6, 3), criterion("L", 4, 4, **GROUPS)], pools=pools)
    result = judge(ruleset, branch(has_groups=False, members=8))
    assert [result["sections"][name][0] for name in ("A", "bonus", "minus")] == [5, 2, -3]
    assert result["findings"]["H"]["points"] == (2, 2, 2)
    assert result["score"][:2] == (4, 4)


def leveled(points: Raw, **more: Raw) -> Data:
    """A rule set whose one criterion gives so many of 100 points."""
    return rules([criterion("K", 100, points)], **({"levels": LEVELS} | more))


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (90, (5, 5)),
        (Decimal("89.99"), (4, 4)),
        (80, (4, 4)),
        (76, (3, 4)),
        (75, (3, 3)),
        (59, ("none", "none")),
        ([70, 95], (3, 5)),
    ],
)
def test_levels_and_the_hole_between_two_of_them(points: Raw, level: Raw) -> None:
    assert judge(leveled(points), {})["level"] == level


NO_MISTAKE: Data = {"when": {"count": "honours", "where": {"level": "公司级"}, "at_least": 1}}


@pytest.mark.parametrize(
    ("honours", "standing", "level"),
    [([], "clear", (5, 5)), ([{"level": "公司级"}], "triggered", ("none", "none")), ([{}], "open", ("none", 5))],
)
def test_a_veto_beats_points(honours: list[Data], standing: str, level: Raw) -> None:
    ruleset = leveled(95, vetoes=[{"id": "V", **NO_MISTAKE, "effect": {"no_level": True}}])
    result = judge(ruleset, {"honours": honours})
    assert (result["vetoes"], result["level"]) == ({"V": standing}, level)


def test_a_veto_may_cap_the_level() -> None:
    ruleset = leveled(95, vetoes=[{"id": "V", **NO_MISTAKE, "effect": {"at_most": 3}}])
    assert judge(ruleset, {"honours": [{"level": "公司级"}]})["level"] == (3, 3)
    assert judge(ruleset, {"honours": "not_provided"})["level"] == (3, 5)


def test_a_bad_event_that_may_still_happen_opens_no_veto() -> None:
    condition = {"count": "meetings", "at_least": 1}
    ruleset = leveled(95, vetoes=[{"id": "V", "when": condition, "effect": {"no_level": True}}])
    assert judge(ruleset, {"meetings": []}, as_of=day(3, 1))["vetoes"] == {"V": "clear"}


@pytest.mark.parametrize(
    ("born_on", "standing", "level"),
    [
        (day(1, 1, 2020), "clear", (5, 5)),
        (day(6, 1), "triggered", ("not_rated", "not_rated")),
        (None, "open", ("not_rated", 5)),
    ],
)
def test_eligibility(born_on: date, standing: str, level: Raw) -> None:
    rule = {"id": "E", "when": {"age": {"at_least": 12}}, "otherwise": "not_rated"}
    result = judge(leveled(95, eligibility=[rule]), branch(born_on=born_on))
    assert (result["eligibility"], result["level"]) == ({"E": standing}, level)


@pytest.mark.parametrize(
    ("required", "standing"),
    [
        ({"section": "A", "at_least": "95%"}, "clear"),
        ({"section": "A", "at_least": 96}, "triggered"),
        ({"criterion": "M", "outcome": "met"}, "clear"),
        ({"criterion": "K", "outcome": "met"}, "triggered"),
        ({"criterion": "L", "outcome": "met"}, "open"),
        ({"criteria": ["K", "M"], "outcome": "met", "at_least": 1}, "clear"),
        ({"criteria": ["K", "L"], "outcome": "met", "at_least": 1}, "open"),
        ({"criteria": ["K", "L"], "outcome": "met", "at_least": 2}, "triggered"),
        ({"members": {"at_least": 3}}, "clear"),
        ({"when": {"members": {"less_than": 3}}, "title": "人少"}, "triggered"),
        ({**ATTENDANCE, "at_least": "90%"}, "open"),
    ],
)
def test_requirements(required: Data, standing: str) -> None:
    levels = [{"id": 5, "title": "五星", "at_least": 90, "requires": [required]}, *LEVELS[1:]]
    honours = [{"id": "L", "score": {"judged": [0, 3]}}, criterion("M", 1, 1)]
    pools = [{"id": "bonus", "up_to": 3, "criteria": honours}]
    result = judge(leveled(95, levels=levels, pools=pools), branch(members=8))
    assert result["requires"] == [standing]
    assert result["level"] == {"clear": (5, 5), "open": (4, 5), "triggered": (4, 4)}[standing]


def test_records_that_are_not_seen_are_counted() -> None:
    days = [day(12, 31, 2023), day(5, 1), day(5, 2), day(1, 1, 2025)]
    result = judge(leveled(95), {"meetings": [{"held_on": each} for each in days]}, as_of=day(5, 1))
    assert result["not_seen"] == {"after_as_of": 2, "outside_period": 1}


def test_a_day_outside_the_period_moves_to_its_nearer_end() -> None:
    ledger: Data = {"meetings": [{"held_on": day(1, 1)}]}
    assert judge(leveled(95), ledger, as_of=day(1, 1, 2020)) == judge(leveled(95), ledger, as_of=YEAR[0])
    assert judge(leveled(95), ledger, as_of=day(1, 1, 2030)) == judge(leveled(95), ledger, as_of=YEAR[1])
