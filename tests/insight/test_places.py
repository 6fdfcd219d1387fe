"""What quotas do to many branches, in figures for people."""

from __future__ import annotations

from dataclasses import replace

from starcheck.insight.overview import overview
from starcheck.insight.places import Range, moved_by, quotas_of
from starcheck.language import say
from starcheck.report.batch.places import moved_lines, quota_table, wanted_lines
from starcheck.report.page import Page
from starcheck.report.request import Style
from tests.engine.test_placing import QUOTA, level, results, rules

RULES = rules(level(5, 90, **QUOTA, per="kind"), level(4, 80))
FILLED = rules(level(4, 80), level(3, 60, at_least=2, ties="all_in", wins="quota"))
KINDS = ["机关", "机关", "机关", "机关", "生产"]
PAGE = Page(Style(width=100, color=False, lang="en"))


def test_every_group_has_its_places_and_those_it_moves() -> None:
    found = quotas_of(results(RULES, 99, 98, 97, None, 91, kind=KINDS), RULES.ruleset)
    assert [(each.group, each.places, each.certain, each.possible) for each in found] == [
        ("机关", Range(2, 2), 1, 2),
        ("生产", Range(0, 0), 1, 0),
    ]


def test_those_who_are_moved_for_certain_come_first_then_who_is_next_to_a_place() -> None:
    found = results(RULES, 99, 98, 97, None, 91, kind=KINDS)
    assert [(each.branch, each.certain, each.place) for each in moved_by(found, RULES.ruleset)] == [
        ("b4", True, Range(1, 1)),
        ("b2", True, Range(3, 4)),
        ("b3", False, Range(1, 4)),
        ("b1", False, Range(2, 3)),
    ]
    assert [each.branch for each in moved_by(found, RULES.ruleset, most=2)] == ["b4", "b2"]


def test_the_words_name_the_quota_the_places_and_the_place() -> None:
    seen = overview(results(RULES, 99, 98, 97, None, 91, kind=KINDS), RULES.ruleset)
    assert [line.split() for line in quota_table(seen, RULES.ruleset, PAGE)[2:4]] == [
        ["5:", "机关", "4", "2", "1", "1", "2"],
        ["5:", "生产", "1", "0", "1"],
    ]
    assert moved_lines(seen, PAGE) == [
        "Moved by quotas:",
        "  b4: no room at 5: places 0, own place 1. Then: 4.",
        "  b2: no room at 5: places 2, own place 3 to 4. Then: 4.",
        "  b3: perhaps no room at 5: places 2, own place 1 to 4. Then: no star up to 5.",
        "  b1: perhaps no room at 5: places 2, own place 2 to 3. Then: 4 up to 5.",
    ]


def test_the_words_name_the_number_that_is_made_up() -> None:
    seen = overview(results(FILLED, 99, 98, None), FILLED.ruleset)
    assert moved_lines(seen, PAGE)[1:] == [
        "  b1: moved to 3, which 2 have to hold; place 1 to 2 from the end.",
        "  b2: perhaps moved to 3, which 2 have to hold; place 1 to 3 from the end.",
        "  b0: perhaps moved to 3, which 2 have to hold; place 2 to 3 from the end.",
    ]


def test_a_number_without_an_end_says_so() -> None:
    seen = overview(results(RULES, 99, 98, kind=KINDS[:2], left_out=None), RULES.ruleset)
    assert moved_lines(seen, PAGE)[1:] == [
        "  b0: perhaps no room at 5: places 1 or more, own place 1 or more. Then: 4 up to 5.",
        "  b1: perhaps no room at 5: places 1 or more, own place 2 or more. Then: 4 up to 5.",
    ]


def test_without_quotas_nothing_is_said() -> None:
    plain = rules(level(4, 80))
    seen = overview(results(plain, 99), plain.ruleset)
    assert (quota_table(seen, plain.ruleset, PAGE), moved_lines(seen, PAGE)) == ([], [])


def test_only_the_first_are_named_and_all_are_counted() -> None:
    many = rules(level(5, 0, **QUOTA | {"at_most": 1}), level(4, 0))
    seen = overview(results(many, *range(20)), many.ruleset)
    lines = moved_lines(seen, PAGE)
    assert len(lines) == 12
    assert lines[-1].startswith("And 9 more; ")


def test_of_very_many_groups_the_first_are_shown() -> None:
    seen = overview(results(RULES, 99, kind=["机关"]), RULES.ruleset)
    shown = quota_table(replace(seen, quotas=seen.quotas * 40), RULES.ruleset, PAGE)
    assert sum(line.startswith("5: 机关") for line in shown) == 30
    assert "And 10 more; summary.json has all of them." in shown


def test_how_the_places_are_counted_stands_below_them() -> None:
    seen = overview(results(RULES, 99, 98, kind=KINDS[:2]), RULES.ruleset)
    assert " ".join(quota_table(seen, RULES.ruleset, PAGE)[3:]).startswith(
        "5: places: at most 50% of the branches that are rated, in each group by 类型. A part of a place does not "
    )


def test_equals_that_exceed_the_places_are_counted() -> None:
    shared = rules(level(5, 90, **QUOTA | {"ties": "all_in"}), level(4, 80))
    (quota,) = quotas_of(results(shared, 99, 99, 99), shared.ruleset)
    assert (quota.counted, quota.places, quota.holders, quota.certain) == (Range(3, 3), Range(1, 1), 3, 0)


def test_who_has_equal_points_and_so_no_room_is_told_so() -> None:
    parted = rules(level(5, 90, **QUOTA), level(4, 80))
    seen = overview(results(parted, 99, 99, 99, 91), parted.ruleset)
    assert [each.equals for each in seen.moved] == [3, 3, 3, 0]
    assert " ".join(" ".join(moved_lines(seen, PAGE)[1:3]).split()) == (
        "b0: no room at 5: places 2, too few for 3 branches with equal points, so none of them holds it. Then: 4."
    )


def test_who_may_not_compete_is_not_told_of_a_place_out_of_reach() -> None:
    seen = overview(results(RULES, 99, 98, 97, None, kind=KINDS[:4]), RULES.ruleset)
    beyond = replace(seen.moved[-1], place=Range(4, 5))
    assert " ".join(moved_lines(replace(seen, moved=(beyond,)), PAGE)[1].split()).startswith(
        "b1: whether it competes for 5 is open; if it does, there is no room: places 2, own place 4 to 5."
    )


def test_how_many_should_hold_a_level_is_told_beside_how_many_do() -> None:
    asked = rules(level(5, 90), level(4, 80, at_least="50%", of="rated", round="up", per="kind"), level(3, 60))
    seen = overview(results(asked, 99, 85, 83, None, 81, kind=KINDS), asked.ruleset)
    assert [say(words, "en") for words in wanted_lines(seen)] == [
        "4: 机关: at least 2 should hold it; 2 do for certain, 1 more perhaps. Nobody is moved for that.",
        "4: 生产: at least 1 should hold it; 1 do for certain, 0 more perhaps. Nobody is moved for that.",
    ]
