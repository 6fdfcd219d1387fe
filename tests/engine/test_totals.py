"""Sections, pools and totals, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.errors import Place, RuleSetError
from starcheck.model import Assessment
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import RuleSet
from tests.engine.plain import tables_of

Raw = dict[str, Any]
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
FIELDS = {
    "faults": {"type": "integer", "label": "差错", "min": 0, "max": 100},
    "members": {"type": "integer", "label": "人数", "min": 0, "max": 100},
    "has_groups": {"type": "boolean", "label": "有党小组"},
    "has_youth": {"type": "boolean", "label": "有青年"},
}
GROUPS: Raw = {"applies_when": {"has_groups": True}}
YOUTH: Raw = {"applies_when": {"has_youth": True}}


def judged(branch: Raw, **more: Any) -> Assessment:  # noqa: ANN401 - what a rule set holds
    """A branch with these fields, judged by a rule set with these parts."""
    ruleset = RuleSet.model_validate(
        {
            "ruleset": "small",
            "edition": "1",
            "title": "小标准",
            "effective_from": date(2024, 1, 1),
            "points": 100,
            "not_applicable": {"exclude": "section"},
            "tables": {"branch": {"label": "支部", "fields": FIELDS}},
            "levels": [{"id": 1, "title": "一星", "at_least": 0}],
            **more,
        }
    )

    def nowhere(_: object) -> Place:
        return Place("written here")

    loaded = Loaded(ruleset, "", Path("written here"), nowhere, nowhere)
    ((_, assessment),) = assess_tables(loaded, tables_of(ruleset, {"branch": {"id": "b", **branch}}), period=YEAR)
    return assessment


def criterion(name: str, points: int, gain: Raw | float, **more: Any) -> Raw:  # noqa: ANN401 - what a criterion holds
    score = gain if isinstance(gain, dict) else {"gain": Decimal(str(gain))}
    return {"id": name, "title": name, "points": points, "score": score, **more}


def section(name: str, points: int, *parts: Raw, **more: Any) -> Raw:  # noqa: ANN401 - what a section holds
    return {"id": name, "title": name, "points": points, "criteria": list(parts), **more}


def points_of(assessment: Assessment, name: str) -> tuple[float, float]:
    found = {each.id: each.points for each in assessment.sections}
    found |= {"score": assessment.score} if assessment.score else {}
    found |= {each.criterion: each.points for each in assessment.findings}
    return float(found[name].low), float(found[name].high)


def lines_of(assessment: Assessment, name: str) -> list[tuple[str, float, float]]:
    found = {each.id: each.lines for each in assessment.sections} | {"score": assessment.lines}
    return [(line.kind, float(line.low), float(line.high)) for line in found[name]]


def losing(name: str, **more: Any) -> Raw:  # noqa: ANN401 - what a criterion holds
    return {"id": name, "title": name, "score": {"per": "faults", "lose": 3}, **more}


FULL = {**section("A", 20, losing("A1"), losing("A2", floor=-4)), "starts": "full"}


@pytest.mark.parametrize(
    ("faults", "criteria", "points", "lines"),
    [
        (0, [0, 0], 20, [("start", 20, 20)]),
        (2, [-6, -4], 10, [("start", 20, 20)]),
        (9, [-20, -4], 0, [("start", 20, 20), ("floor", 4, 4)]),
    ],
)
def test_a_section_that_starts_full_is_only_lost_from(
    faults: int, criteria: list[int], points: int, lines: list[tuple[str, float, float]]
) -> None:
    assessment = judged({"faults": faults}, sections=[FULL], points=20)
    assert [points_of(assessment, name)[0] for name in ("A1", "A2")] == criteria
    assert points_of(assessment, "A") == points_of(assessment, "score") == (points, points)
    assert lines_of(assessment, "A") == lines
    assert [each.points.max for each in assessment.sections] == [20]


def test_what_does_not_apply_costs_nothing_in_a_section_that_starts_full() -> None:
    assessment = judged({"faults": 2, "has_groups": False}, sections=[{**FULL, "criteria": [losing("A1", **GROUPS)]}])
    assert points_of(assessment, "A") == (20, 20)
    assert assessment.level.low == 1


def test_losses_that_are_open_leave_the_section_open() -> None:
    assessment = judged({}, sections=[FULL], points=20)
    assert points_of(assessment, "A") == (0, 20)
    assert [finding.outcome for finding in assessment.findings] == ["open", "open"]


ENDLESS = {
    "id": "more",
    "title": "more",
    "up_to": "none",
    "criteria": [{"id": "M", "title": "M", "score": {"per": "members", "gain": 2}}, criterion("N", 1, 1)],
}


@pytest.mark.parametrize(("members", "outcome"), [(40, "met"), (0, "not_met")])
def test_a_pool_without_an_end_lets_the_score_pass_the_full_one(members: int, outcome: str) -> None:
    whole = section("A", 100, criterion("A1", 100, 90))
    assessment = judged({"members": members}, sections=[whole], pools=[ENDLESS])
    assert points_of(assessment, "score")[0] == 91 + 2 * members
    assert [finding.outcome for finding in assessment.findings][1:] == [outcome, "met"]
    assert [finding.points.max for finding in assessment.findings] == [100, None, 1]
    assert assessment.sections[-1].points.max is None


def test_a_requirement_that_something_without_an_end_is_met_asks_for_more_than_nothing() -> None:
    level = {"id": 1, "title": "一星", "at_least": 0, "requires": [{"criterion": "M", "outcome": "met"}]}
    whole = section("A", 100, criterion("A1", 100, 90))
    for members, reached in ((1, (1, 1)), (0, ("none", "none")), (None, ("none", 1))):
        branch = {} if members is None else {"members": members}
        found = judged(branch, sections=[whole], pools=[ENDLESS], levels=[level]).level
        assert (found.low, found.high) == reached


def test_a_pool_that_does_not_count_is_shown_beside_the_score() -> None:
    shown = {**ENDLESS, "up_to": 50, "counts_toward_level": False}
    whole = section("A", 100, criterion("A1", 100, 90))
    assessment = judged({"members": 20}, sections=[whole], pools=[shown])
    assert points_of(assessment, "more") == (41, 41)
    assert points_of(assessment, "score") == (90, 90)


def within(name: str, points: int, *sections: Raw, **more: Any) -> Raw:  # noqa: ANN401 - what a section holds
    return {"id": name, "title": name, "points": points, "sections": list(sections), **more}


def tree(first: Raw, second: Raw) -> list[Raw]:
    """70 % for two halves of 100 points each, 30 % for a review of 50 points."""
    halves = section("B1", 100, first, weight="50%"), section("B2", 100, second, weight="50%")
    review = section("R", 50, criterion("R1", 50, 45), weight="30%")
    return [within("B", 100, *halves, weight="70%"), review]


def test_weights_turn_own_points_into_shares_of_what_is_around() -> None:
    assessment = judged({}, sections=tree(criterion("K", 100, 80), criterion("L", 100, 60)))
    assert {name: points_of(assessment, name)[0] for name in ("B", "B1", "B2", "R", "score")} == {
        "B": 70, "B1": 80, "B2": 60, "R": 45, "score": 76,
    }  # fmt: skip
    assert lines_of(assessment, "B") == [("weight", -40, -40), ("weight", -30, -30)]
    assert lines_of(assessment, "score") == [("weight", -21, -21), ("weight", -18, -18)]
    assert [(each.id, each.within) for each in assessment.sections] == [
        ("B", None), ("B1", "B"), ("B2", "B"), ("R", None),
    ]  # fmt: skip


def test_a_nested_section_that_does_not_apply_scales_those_beside_it() -> None:
    sections = tree(criterion("K", 100, 80), criterion("L", 100, 60, **GROUPS))
    assessment = judged({"has_groups": False}, sections=sections)
    assert points_of(assessment, "B") == (80, 80)
    assert lines_of(assessment, "B") == [("weight", -40, -40), ("scaling", 40, 40)]
    assert points_of(assessment, "score") == (83, 83)


def test_where_a_nested_section_perhaps_applies_both_cases_lie_between_the_ends() -> None:
    sections = tree(criterion("K", 100, 80), criterion("L", 100, 60, **GROUPS))
    assessment = judged({}, sections=sections)
    assert points_of(assessment, "B") == (40, 90)
    assert points_of(assessment, "score") == (55, 90)


def test_when_all_within_a_section_is_excluded_so_is_the_section() -> None:
    sections = tree(criterion("K", 100, 80, **GROUPS), criterion("L", 100, 60, **GROUPS))
    assessment = judged({"has_groups": False}, sections=sections)
    assert points_of(assessment, "B") == (0, 0)
    assert points_of(assessment, "score") == (90, 90)
    low, high = points_of(judged({}, sections=sections), "score")
    assert low <= 76
    assert high >= 90


def test_where_nothing_of_any_section_applies_nothing_is_rated() -> None:
    inner = section("A1", 100, criterion("K", 100, 80, **GROUPS), weight="100%")
    assessment = judged({"has_groups": False}, sections=[within("A", 100, inner, weight="100%")])
    assert assessment.level.low == "not_rated"
    assert [each.points.max for each in assessment.sections] == [0, 0]
    assert points_of(assessment, "score") == (0, 0)


@pytest.mark.parametrize(("mode", "points"), [("half_up", 0.67), ("floor", 0.66)])
def test_a_share_is_rounded_to_the_grid(mode: str, points: float) -> None:
    parts = [section("A", 3, criterion("K", 3, 2), weight="1%"), section("B", 3, criterion("L", 3, 0), weight="99%")]
    assessment = judged({}, sections=parts, rounding={"mode": mode})
    assert points_of(assessment, "score") == (points, points)


def test_sections_without_weights_add_their_points_below_caps_and_floors() -> None:
    inner = section("A1", 20, criterion("K", 20, 18)), section("A2", 40, criterion("L", 40, 35))
    assessment = judged({}, sections=[within("A", 60, *inner, up_to=50), section("B", 40, criterion("M", 40, 30))])
    assert points_of(assessment, "A") == (50, 50)
    assert lines_of(assessment, "A") == [("cap", -3, -3)]
    assert points_of(assessment, "score") == (80, 80)


def test_a_level_may_ask_for_points_of_a_nested_section() -> None:
    levels = [{"id": 1, "title": "一星", "at_least": 0, "requires": [{"section": "B2", "at_least": "60%"}]}]
    for gained, level in ((60, 1), (59, "none")):
        sections = tree(criterion("K", 100, 80), criterion("L", 100, gained))
        assert judged({}, sections=sections, levels=levels).level.low == level


def sheets(*gained: Raw | float) -> list[Raw]:
    """Sheets of 100 points each, passed at 80."""
    parts = zip(("three", "four", "five"), gained, strict=True)
    return [section(name, 100, criterion(name.upper(), 100, gain), **{"pass": 80}) for name, gain in parts]


LADDER = [
    {"id": 5, "title": "五星", "requires": [{"passed": ["three", "four", "five"]}]},
    {"id": 4, "title": "四星", "requires": [{"passed": ["three", "four", "five"], "at_least": 2}]},
    {"id": 3, "title": "三星", "requires": [{"passed": "three"}]},
]


@pytest.mark.parametrize(
    ("gained", "reached"),
    [((80, 80, 80), 5), ((90, 85, 79.99), 4), ((80, 0, 90), 4), ((85, 70, 0), 3), ((79, 0, 100), "none")],
)
def test_levels_go_by_the_sheets_that_are_passed(gained: tuple[float, ...], reached: object) -> None:
    assessment = judged({}, points="none", sections=sheets(*gained), levels=LADDER)
    assert (assessment.score, assessment.lines) == (None, ())
    assert (assessment.level.low, assessment.level.high) == (reached, reached)
    passed = [each.sheet.passed == "clear" for each in assessment.sections if each.sheet]
    assert passed == [points >= 80 for points in gained]


def test_a_sheet_that_is_open_leaves_the_level_open() -> None:
    losing_members = {"sum": [{"gain": "all"}, {"per": "members", "lose": 1}]}
    assessment = judged({}, points="none", sections=sheets(80, losing_members, 80), levels=LADDER)
    assert [each.sheet.passed for each in assessment.sections if each.sheet] == ["clear", "open", "clear"]
    assert (assessment.level.low, assessment.level.high) == (4, 5)


def test_a_sheet_is_scaled_within_itself() -> None:
    parts = [criterion("K", 60, 48), criterion("L", 40, 40, **GROUPS)]
    sheet = {**section("three", 100, *parts), "pass": "80%"}
    levels = [{"id": 1, "title": "一星", "requires": [{"passed": "three"}]}]
    assessment = judged({"has_groups": False}, points="none", sections=[sheet], levels=levels)
    assert points_of(assessment, "three") == (80, 80)
    assert assessment.level.low == 1


def test_sheets_of_which_nothing_applies_are_not_rated() -> None:
    sheet = {**section("three", 100, criterion("K", 100, 90, **GROUPS)), "pass": 80}
    levels = [{"id": 1, "title": "一星", "requires": [{"passed": "three"}]}]
    assert judged({"has_groups": False}, points="none", sections=[sheet], levels=levels).level.low == "not_rated"


def zero(target: str, when: Raw) -> Raw:
    return {"id": "V", "title": "否决", "when": when, "effect": {"zero": target}}


FAULTY: Raw = {"faults": {"at_least": 1}}
PARTS = [section("A", 60, criterion("K", 40, 30), criterion("L", 20, 20)), section("B", 40, criterion("M", 40, 30))]


@pytest.mark.parametrize(
    ("target", "points"),
    [("L", {"L": 0, "A": 30, "score": 60}), ("A", {"L": 20, "A": 0, "score": 30}), ("total", {"A": 50, "score": 0})],
)
def test_a_veto_makes_what_it_names_count_nothing(target: str, points: dict[str, int]) -> None:
    vetoes = [zero(target, FAULTY)]
    assessment = judged({"faults": 1}, sections=PARTS, vetoes=vetoes)
    assert {name: points_of(assessment, name)[0] for name in points} == points
    assert [veto.outcome.value for veto in assessment.vetoes] == ["triggered"]
    assert assessment.level.low == 1
    assert points_of(judged({"faults": 0}, sections=PARTS, vetoes=vetoes), "score") == (80, 80)


def test_a_veto_on_a_section_is_a_line_of_it_and_one_on_the_total_of_the_total() -> None:
    assert lines_of(judged({"faults": 1}, sections=PARTS, vetoes=[zero("A", FAULTY)]), "A") == [("veto", -50, -50)]
    assert lines_of(judged({"faults": 1}, sections=PARTS, vetoes=[zero("total", FAULTY)]), "score") == [
        ("veto", -80, -80)
    ]


@pytest.mark.parametrize(("target", "points"), [("L", (60, 80)), ("A", (30, 80)), ("total", (0, 80))])
def test_an_open_veto_leaves_both_possible(target: str, points: tuple[float, float]) -> None:
    assessment = judged({}, sections=PARTS, vetoes=[zero(target, FAULTY)])
    assert points_of(assessment, "score") == points
    assert assessment.level.certain


def test_a_veto_beats_full_points_for_what_does_not_apply() -> None:
    spared = criterion("L", 20, 20, **GROUPS, not_applicable="full")
    parts = [section("A", 60, criterion("K", 40, 30), spared), PARTS[1]]
    found = judged({"faults": 1, "has_groups": False}, sections=parts, vetoes=[zero("L", FAULTY)])
    assert points_of(found, "A") == (30, 30)


def test_a_nested_section_counts_nothing_before_its_weight() -> None:
    sections = tree(criterion("K", 100, 80), criterion("L", 100, 60))
    found = judged({"faults": 1}, sections=sections, vetoes=[zero("B2", FAULTY)])
    assert (points_of(found, "B2"), points_of(found, "B")) == ((0, 0), (40, 40))
    assert lines_of(found, "B") == [("weight", -40, -40)]


def deep(levels: int) -> list[Raw]:
    """So many levels of two sections each, of which one goes on and one does not apply."""
    beside = section(f"N{levels}", 100, criterion(f"P{levels}", 100, 50, **GROUPS), weight="66.67%")
    parts = deep(levels - 1) if levels else []
    if not parts:
        return [section("N", 100, criterion("P", 100, 50, **YOUTH), weight="33.33%"), beside]
    return [within(f"D{levels}", 100, *parts, weight="33.33%"), beside]


def test_three_levels_of_weights_with_exclusions_are_exact() -> None:
    assert points_of(judged({"has_groups": False, "has_youth": True}, sections=deep(2)), "score") == (50, 50)


def test_more_levels_than_can_be_added_exactly_are_refused_in_words() -> None:
    with pytest.raises(RuleSetError, match="beyond exact arithmetic"):
        judged({"has_groups": False, "has_youth": True}, sections=deep(9))


def test_full_marks_in_every_section_are_the_full_score() -> None:
    parts = [
        section(n, 7, criterion(f"K{n}", 7, 7), weight=w)
        for n, w in zip("ABC", ("33.33%", "33.33%", "33.34%"), strict=True)
    ]
    assessment = judged({}, sections=parts, points=10)
    assert points_of(assessment, "score") == (10, 10)
    assert lines_of(assessment, "score")[-1] == ("rounding", 0.01, 0.01)
