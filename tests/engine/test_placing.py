"""Levels after quotas, as columns of many branches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from starcheck import RuleSetError, load_ruleset
from starcheck.assessing import assess_batch
from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.levels import Leveled
from starcheck.engine.program import compile_program
from starcheck.errors import InputError
from starcheck.ledger.tables import KEY
from starcheck.rules.library import find
from starcheck.rules.load import Loaded
from tests.engine.plain import tables_of
from tests.engine.test_agreement import loaded
from tests.strategies import Batch, batches

Raw = Any  # what YAML holds
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
QUOTA = {"at_most": "50%", "of": "rated", "round": "down", "ties": "all_out", "moved_down": "use_next", "wins": "quota"}


def rules(*levels: Raw, **more: Raw) -> Loaded:
    """A rule set that takes its points from a reviewer."""
    criterion = {"id": "A-01", "title": "甲", "points": 100, "score": {"judged": [0, 100]}}
    fields = {
        "kind": {"type": "choice", "label": "类型", "choices": ["机关", "生产"], "required": True},
        "joined": {"type": "integer", "label": "参加", "min": 0, "max": 9},
        "places": {"type": "integer", "label": "名额", "min": 0, "blank": "none"},
        "founded": {"type": "boolean", "label": "已满一年"},
    }
    return loaded(
        {
            "ruleset": "places",
            "edition": "1",
            "title": "名额",
            "effective_from": date(2024, 1, 1),
            "points": 100,
            "tables": {"branch": {"label": "支部", "fields": fields}},
            "sections": [{"id": "A", "title": "甲", "points": 100, "criteria": [criterion]}],
            "levels": list(levels),
        }
        | more
    )


def level(id_: int, begins: int | str, **quota: Raw) -> Raw:
    return {"id": id_, "title": str(id_), "at_least": begins} | ({"quota": quota} if quota else {})


def results(ruleset: Loaded, *points: int | None, left_out: int | None = 0, **columns: list[Raw]) -> pl.DataFrame:
    """The results of branches by their points; one without has not been marked yet."""
    ledgers = [
        {
            "branch": {"id": f"b{n}", "kind": "机关", "joined": 0, "founded": True}
            | {name: values[n] for name, values in columns.items()},
            "marks": {} if score is None else {"A-01": {"points": score}},
        }
        for n, score in enumerate(points)
    ]
    tables = replace(tables_of(ruleset.ruleset, *ledgers), left_out=left_out)
    return assess_batch(ruleset, tables, period=YEAR).results


def after(found: pl.DataFrame) -> list[Raw]:
    """The level after quotas of each branch, or both ends."""
    ends = found.select("level_after_low", "level_after_high").rows()
    return [low if low == high else (low, high) for low, high in ends]


def test_who_has_the_points_and_finds_no_room_takes_a_place_of_the_next_level() -> None:
    found = results(rules(level(5, 90, **QUOTA), level(4, 80), level(3, 60)), 99, 98, 97, 61)
    assert after(found) == ["5", "5", "4", "3"]
    assert found["level_low"].to_list() == ["5", "5", "5", "3"]
    assert found["no_place"].to_list() == [[], [], ["5"], []]
    assert found["no_place_open"].to_list() == [[], [], [], []]


def test_a_branch_that_is_not_marked_yet_leaves_the_cut_open() -> None:
    found = results(rules(level(5, 90, **QUOTA), level(4, 80)), 99, 95, 93, None)
    assert after(found) == ["5", ("4", "5"), "4", ("none", "5")]
    assert found["no_place_open"].to_list() == [[], ["5"], [], ["5"]]


def test_points_decide_where_the_threshold_wins() -> None:
    found = results(rules(level(5, 90, **QUOTA | {"wins": "threshold"}), level(4, 80)), 99, 98, 97, 85)
    assert "level_after_low" not in found.columns
    assert found["level_low"].to_list() == ["5", "5", "5", "4"]


def test_equals_are_parted_by_what_the_rule_set_names() -> None:
    quota = QUOTA | {"ties": {"by": ["joined"]}}
    found = results(rules(level(5, 90, **quota), level(4, 80)), 95, 95, 95, 95, joined=[3, 5, 4, None])
    assert after(found) == ["4", "5", ("4", "5"), ("4", "5")]
    found = results(rules(level(5, 90, **quota), level(4, 80)), 95, 95, 95, 95, joined=[3, 5, 4, 4])
    assert after(found) == ["4", "5", ("4", "5"), ("4", "5")]


def test_groups_have_places_of_their_own() -> None:
    ruleset = rules(level(5, 90, **QUOTA, per="kind"), level(4, 80))
    found = results(ruleset, 99, 98, 97, 91, kind=["机关", "机关", "机关", "生产"])
    assert after(found) == ["5", "4", "4", "4"]


def test_a_field_of_the_branches_states_the_places_of_their_group() -> None:
    quota = {key: value for key, value in QUOTA.items() if key not in ("of", "round")}
    ruleset = rules(level(5, 90, **quota | {"at_most": {"from": "branch.places"}}), level(4, 80))
    assert after(results(ruleset, 99, 98, 97, places=[2, 2, None])) == ["5", "5", "4"]
    assert after(results(ruleset, 99, 98, 97, places=[2, 1, None])) == ["5", ("4", "5"), "4"]
    assert after(results(ruleset, 99, 98, places=[None, None])) == ["4", "4"]
    assert after(results(ruleset, 99, 98, places=[0, 0])) == ["4", "4"]


@pytest.mark.parametrize(
    ("otherwise", "of", "expected"),
    [
        ("not_rated", "rated", ["5", "4", "not_rated", "not_rated"]),
        ("scored_only", "rated", ["5", "5", "scored_only", "scored_only"]),
        ("scored_only", "eligible", ["5", "4", "scored_only", "scored_only"]),
        ("not_rated", "all", ["5", "5", "not_rated", "not_rated"]),
    ],
)
def test_who_is_not_rated_takes_no_place_and_may_count_all_the_same(
    otherwise: str, of: str, expected: list[str]
) -> None:
    eligibility = [{"id": "E-01", "title": "满一年", "when": {"founded": True}, "otherwise": otherwise}]
    ruleset = rules(level(5, 90, **QUOTA | {"of": of}), level(4, 80), eligibility=eligibility)
    assert after(results(ruleset, 99, 98, 97, 96, founded=[True, True, False, False])) == expected


def test_an_open_eligibility_leaves_the_places_open() -> None:
    eligibility = [{"id": "E-01", "title": "满一年", "when": {"founded": True}, "otherwise": "not_rated"}]
    ruleset = rules(level(5, 90, **QUOTA | {"at_most": "51%"}), level(4, 80), eligibility=eligibility)
    found = results(ruleset, 99, 98, founded=[None, True])
    assert after(found) == [("not_rated", "5"), ("4", "5")]


def test_levels_filled_by_rank_go_from_the_top_down_to_who_may_hold_them() -> None:
    star_quota = load_ruleset(find("star-quota@undated"))
    ledgers = [{"branch": {"id": f"b{n}"}, "honours": "none", "marks": {"A-01": {"points": 90 - n}}} for n in range(10)]
    found = assess_batch(star_quota, tables_of(star_quota.ruleset, *ledgers), period=YEAR).results
    assert after(found) == ["5", *["4"] * 4, *["3"] * 3, "none", "none"]


def test_a_level_filled_by_rank_above_one_with_points_is_for_who_has_these() -> None:
    ruleset = rules(level(5, "none", at_most=2, ties="all_in", moved_down="use_next"), level(4, 80))
    assert after(results(ruleset, 95, 70, 60)) == ["5", "none", "none"]


def test_a_veto_keeps_who_has_most_points_from_the_places() -> None:
    vetoes = [{"id": "V-01", "title": "未满", "when": {"founded": False}, "effect": {"at_most": 4}}]
    ruleset = rules(level(5, 90, **QUOTA), level(4, 80), vetoes=vetoes)
    assert after(results(ruleset, 99, 98, founded=[False, True])) == ["4", "5"]
    assert after(results(ruleset, 99, 98, founded=[None, True])) == [("4", "5"), ("4", "5")]


def test_the_last_level_is_made_up_with_those_that_have_the_least_points() -> None:
    quota = {"at_least": "50%", "of": "rated", "round": "up", "ties": "all_in", "wins": "quota"}
    ruleset = rules(level(3, 60), level(1, 0, **quota))
    found = results(ruleset, 90, 80, 70)
    assert after(found) == ["3", "1", "1"]
    assert found["level_low"].to_list() == ["3", "3", "3"]
    assert after(results(ruleset, 90, None, 40)) == [("1", "3"), ("1", "3"), "1"]


def test_the_bundled_rule_set_with_a_number_for_the_last_level_is_judged() -> None:
    five_good = load_ruleset(find("five-good@2016"))
    ledgers = [{"branch": {"id": f"b{n:02}"}, "marks": {"A-01": {"points": 100 - n}}} for n in range(20)]
    found = assess_batch(five_good, tables_of(five_good.ruleset, *ledgers), period=YEAR).results
    assert after(found)[:3] == ["5", "5", "4"]
    assert after(found)[-4:] == ["3", "3", "3", "相对后进"]


@settings(suppress_health_check=list(HealthCheck))
@given(batches(st.just(2)), st.integers(0, 3))
def test_a_claim_is_the_level_that_is_reached_where_ranks_begin_like_the_next_level(batch: Batch, at: int) -> None:
    *upper, last = batch.ruleset.get("levels") or [{}]
    assume(at < len(upper) and "at_least" in last)
    bare = {key: value for key, value in upper[at].items() if key not in {"at_most", "less_than", "decide"}}
    by_rank = [*upper[:at], bare | {"at_least": "none", "quota": {"at_most": 1}}, *upper[at + 1 :], last]
    begins = last["at_least"]
    by_points: list[Raw] = []
    for each in reversed(by_rank):
        begins = begins if each["at_least"] == "none" else each["at_least"]
        by_points.insert(0, each | {"at_least": begins})
    claims = _ranks(batch, by_rank, lambda leveled: leveled.given)
    assert claims == _ranks(batch, by_points, lambda leveled: leveled.low)


def _ranks(batch: Batch, levels: list[Raw], end: Callable[[Leveled], pl.Expr]) -> list[int]:
    """One end of the levels of all branches."""
    rules = loaded({**batch.ruleset, "levels": levels})
    tables = tables_of(rules.ruleset, *batch.ledgers)
    try:
        program = compile_program(rules.ruleset, tables, Clock.at(Period(*batch.period), batch.as_of))
    except InputError:
        reject()
    found = program.frame.select(KEY, end(program.leveled).cast(pl.Int64).alias("rank")).collect()
    return found.sort(KEY)["rank"].to_list()


def test_a_branch_that_was_left_out_may_take_a_place() -> None:
    found = results(rules(level(5, 90, **QUOTA), level(4, 80)), 99, 98, 97, 96, left_out=1)
    assert after(found) == ["5", ("4", "5"), "4", "4"]
    assert found["no_place_open"].to_list() == [[], ["5"], [], []]
    assert found.select("room_5_least", "room_5_most").row(1) == (2, 2)
    assert found.select("place_5_best", "place_5_worst").rows() == [(1, 2), (2, 3), (3, 4), (4, 5)]
    assert found["rank_worst"].to_list() == [2, 3, 4, 5]


def test_nobody_is_sure_of_a_place_if_there_is_no_end_to_those_left_out() -> None:
    found = results(rules(level(5, 90, **QUOTA), level(4, 80)), 99, 98, 85, 85, left_out=None)
    assert after(found) == [("4", "5"), ("4", "5"), "4", "4"]
    assert found.select("room_5_least", "room_5_most").row(0) == (2, None)
    assert found["place_5_worst"].to_list() == [None] * 4
    whole = results(rules(level(5, 90, **QUOTA | {"at_most": 1}), level(4, 80)), 99, 98, left_out=None)
    assert after(whole) == [("4", "5"), "4"]
    assert whole.select("room_5_least", "room_5_most").row(0) == (1, 1)


def test_who_was_left_out_may_state_any_number_of_places() -> None:
    quota = {key: value for key, value in QUOTA.items() if key not in ("of", "round")}
    ruleset = rules(level(5, 90, **quota | {"at_most": {"from": "branch.places"}}), level(4, 80))
    found = results(ruleset, 99, 98, 97, places=[2, 2, 2], left_out=1)
    assert after(found) == [("4", "5")] * 3
    assert found.select("room_5_least", "room_5_most").row(0) == (0, 10**12)


def test_a_result_says_which_quota_moves_a_branch_and_why() -> None:
    fill = {"at_least": "50%", "of": "rated", "round": "up", "ties": "all_in", "wins": "quota"}
    ruleset = rules(level(5, 90, **QUOTA, per="kind"), level(4, 80), level(3, 60, **fill))
    found = results(ruleset, 99, 98, 97, 91, kind=["机关", "机关", "机关", "生产"])
    assert after(found) == ["5", "4", "3", "3"]
    assert found["no_place"].to_list() == [[], ["5"], ["5"], ["5"]]
    assert found["made_up"].to_list() == [[], [], ["3"], ["3"]]
    assert found["made_up_open"].to_list() == [[]] * 4
    assert found.select("group_5", "room_5_least", "place_5_best").rows() == [
        ("机关", 1, 1), ("机关", 1, 2), ("机关", 1, 3), ("生产", 0, 1),
    ]  # fmt: skip
    assert found.select("made_up_3_least", "from_end_3_least", "from_end_3_most").rows() == [
        (2, 4, 4), (2, 3, 3), (2, 2, 2), (2, 1, 1),
    ]  # fmt: skip


def test_who_does_not_compete_for_a_place_has_none() -> None:
    found = results(rules(level(5, 90, **QUOTA), level(4, 80)), 99, 85, None)
    assert found["place_5_best"].to_list() == [1, None, 1]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("first", [1, 2, 2, 4]),
        ("last", [1, 3, 3, 4]),
        ("dense", [1, 2, 2, 3]),
        ({"by": ["joined"]}, [1, 3, 2, 4]),
        ({"by": ["places", "joined"]}, [1, 2, 3, 4]),
    ],
)
def test_equals_are_ranked_as_the_rule_set_says(ties: Raw, expected: list[int]) -> None:
    ruleset = rules(level(4, 80), ranking={"ties": ties})
    found = results(ruleset, 99, 95, 95, 90, joined=[0, 1, 2, 3], places=[0, 5, 4, 3])
    assert found["rank_best"].to_list() == found["rank_worst"].to_list() == expected
    assert not any("#" in name for name in found.columns)


def test_who_does_not_state_the_number_that_parts_equals_comes_after_who_does() -> None:
    ruleset = rules(level(4, 80), ranking={"ties": {"by": ["places"]}})
    assert results(ruleset, 95, 95, 95, places=[None, 0, None])["rank_best"].to_list() == [2, 1, 2]


def test_a_number_that_nobody_knows_leaves_the_ranks_of_equals_open() -> None:
    ruleset = rules(level(4, 80), ranking={"ties": {"by": ["joined"]}})
    found = results(ruleset, 95, 95, 90, joined=[None, 5, 9])
    assert found.select("rank_best", "rank_worst").rows() == [(1, 2), (1, 2), (3, 3)]


def test_one_number_may_part_equals_in_ranks_and_places() -> None:
    by = {"by": ["joined"]}
    ruleset = rules(level(5, 90, **QUOTA | {"ties": by}), level(4, 80), ranking={"ties": by})
    found = results(ruleset, 95, 95, joined=[1, 2])
    assert found["rank_best"].to_list() == [2, 1]
    assert after(found) == ["4", "5"]


def test_nobody_is_given_no_places() -> None:
    assert after(results(rules(level(5, 90, **QUOTA), level(4, 80)))) == []


def test_a_number_that_another_level_is_to_be_made_up_to_is_refused() -> None:
    with pytest.raises(RuleSetError) as caught:
        results(rules(level(5, 90, at_least=1, wins="quota", ties="all_in"), level(4, 80)), 99)
    assert [problem.said("en") for problem in caught.value.problems] == [
        (
            "Level 5 is to be held by so many whatever their points, and it is not the last one. "
            "Write “wins: threshold”, and decide by the ranks."
        )
    ]


def test_a_quota_that_does_not_say_enough_is_refused_with_what_to_add() -> None:
    bare = {"at_most": 1}
    with pytest.raises(RuleSetError) as caught:
        results(rules(level(6, 95, **bare), level(5, 90, **bare), level(4, "none", guide=2)), 99)
    assert [problem.said("en") for problem in caught.value.problems] == [
        "The quota of level 6 does not say whether points or places decide. Add “wins”: threshold or quota.",
        (
            "The quota of level 6 does not say what becomes of equal branches. "
            "Add “ties”: all_in, all_out or {by: [attendance]}."
        ),
        "The quota of level 5 does not say whether points or places decide. Add “wins”: threshold or quota.",
        (
            "The quota of level 5 does not say what becomes of equal branches. "
            "Add “ties”: all_in, all_out or {by: [attendance]}."
        ),
        "Level 4 is filled by rank, and its quota does not say how many may hold it at most. Add “at_most”.",
        (
            "The quota of level 6 does not say where branches stand that find no room. "
            "Add “moved_down”: use_next or beside_next."
        ),
    ]


def test_how_many_should_hold_a_level_is_told_and_moves_nobody() -> None:
    share = {"at_least": "30%", "of": "rated", "round": "up", "ties": "all_in"}
    found = results(rules(level(5, 90), level(4, 80, **share), level(3, 60)), 99, 98, 81, None)
    assert "level_after_low" not in found.columns
    assert not [name for name in found.columns if name.startswith("#")]
    assert found.select("wanted_4_least", "wanted_4_most").row(0) == (2, 2)


def test_how_many_should_hold_a_level_goes_by_group_and_by_who_was_left_out() -> None:
    share = {"at_least": "50%", "of": "all", "round": "down", "per": "kind"}
    ruleset = rules(level(5, 90, **QUOTA), level(4, 80, **share), level(3, 60))
    found = results(ruleset, 99, 98, 81, kind=["机关", "机关", "生产"], left_out=1)
    wanted = found.select("group_wanted_4", "wanted_4_least", "wanted_4_most")
    assert wanted.rows() == [("机关", 1, 1), ("机关", 1, 1), ("生产", 0, 1)]
    endless = results(ruleset, 99, 98, 81, kind=["机关", "机关", "生产"], left_out=None)
    assert endless.select("wanted_4_least", "wanted_4_most").row(2) == (0, None)
