from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck import load_ruleset, parse_period
from starcheck.assessing import assess_batch
from starcheck.insight.comparison import Cause, Comparison, In
from starcheck.insight.comparison.causes import causes_between
from starcheck.insight.comparison.criteria import Findings
from starcheck.insight.kept import Header, Kept, read_kept
from starcheck.insight.movement import Between, Direction, Movement
from starcheck.ledger import open_ledgers
from starcheck.rules.library import find
from tests.insight.comparison.folders import (
    LEVELS,
    adjusted,
    adjustment,
    finding,
    folder,
    found,
    frame,
    result,
    summary_of,
)

SAMPLES = Path(__file__).parents[3] / "samples"
NAMES = ("five-star", "near-miss", "small-branch", "veto")
OTHER_RULES = {"ruleset": {"id": "own", "edition": "2", "digest": "s"}}
OTHER_FACTS = {"data": {"ledgers": 1, "branches": 1, "digest": "e"}}


def compared(old: Path, new: Path) -> Comparison:
    return Comparison.of(read_kept(old), read_kept(new))


def kept_of(path: Path, edition: str) -> Kept:
    """The samples judged by an edition of the five-star set, as a folder keeps them."""
    loaded = load_ruleset(find(edition))
    period = parse_period("2024")
    assert period is not None
    reading = open_ledgers(*(str(SAMPLES / f"{name}.yaml") for name in NAMES)).read(loaded.ruleset)
    judged = assess_batch(loaded, reading.tables, period=period, as_of=date(2024, 12, 31))
    levels = [{"level": str(level.id), "title": str(level.title)} for level in loaded.ruleset.levels]
    ruleset = {"id": loaded.ruleset.ruleset, "edition": loaded.ruleset.edition, "digest": loaded.digest}
    assert judged.findings is not None
    rows = judged.results, judged.findings.collect()
    return read_kept(folder(path, *rows, ruleset=ruleset, levels=[*levels, {"level": "none", "title": ""}]))


def test_two_results_differ_as_the_rule_sets_make_each_branch_differ(tmp_path: Path) -> None:
    old, new = load_ruleset(find("five-star@2024")), load_ruleset(find("five-star@2025"))
    both = Between(old, new, date(2025, 1, 1), as_of=date(2024, 12, 31))
    moves = [each for name in NAMES for each in both.movements(str(SAMPLES / f"{name}.yaml"))]
    comparison = Comparison.of(kept_of(tmp_path / "old", "five-star@2024"), kept_of(tmp_path / "new", "five-star@2025"))
    assert comparison.causes == (Cause.RULES,)
    (lines,) = comparison.parts()
    for move in moves:
        assert isinstance(move, Movement)
        own = lines.filter(pl.col("branch") == move.after.provenance.branch_id)
        branch, *criteria = own.rows(named=True)
        assert (branch["direction"], branch["certain"]) == (move.direction, move.certain)
        assert move.after.score is not None
        assert branch["points_high_new"] == move.after.score.high
        assert {row["criterion"]: (row["points_low_old"], row["points_low_new"]) for row in criteria} == {
            shift.id: tuple(side and side.low for side in (shift.before, shift.after)) for shift in move.criteria
        }
        assert {row["criterion"] for row in criteria if row["causes"] == ["rules"]} == {
            shift.id for shift in move.criteria if shift.causes
        }


def test_results_are_equal_to_themselves(tmp_path: Path) -> None:
    rows = frame([result("a", "5.5", "1"), result("b", "7", "2")])
    old = folder(tmp_path / "old", rows, found([finding("a", "A-1", "5.5")]))
    comparison = compared(old, old)
    assert comparison.is_equal
    assert comparison.causes == ()
    assert comparison.counts == {In.BOTH: 2, In.OLD: 0, In.NEW: 0}
    assert comparison.directions == {(Direction.STAYS, True): 2}
    assert [part.height for part in comparison.parts()] == [0]


def test_branches_that_came_or_went_are_told_first_then_those_whose_level_moves_most(tmp_path: Path) -> None:
    old = frame([result("a", "1"), result("b", "9", "2"), result("c", "1", "1"), result("d", "5", "1")])
    new = frame([result("e", "3"), result("b", "1", "1"), result("c", "4", "2"), result("d", "2", "1")])
    comparison = compared(folder(tmp_path / "old", old), folder(tmp_path / "new", new))
    rows = comparison.differing.select("branch", "in", "direction").rows()
    assert rows == [
        ("a", "old", None), ("e", "new", None), ("b", "both", "down"), ("c", "both", "up"), ("d", "both", "stays"),
    ]  # fmt: skip
    assert comparison.scores == (1, 2, 0)
    assert comparison.moved_ranks == 0
    assert comparison.criteria is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("1", "1"), ("2", "2"), ("up", True)),
        (("1", "2"), ("2", "2"), ("up", False)),
        (("none", "3"), ("none", "1"), ("down", False)),
        (("not_rated", "not_rated"), ("1", "1"), ("up", True)),
        (("1", "3"), ("2", "2"), ("open", False)),
        (("1", "1"), ("scored_only", "scored_only"), ("open", False)),
        (("1", "2"), ("1", "2"), ("stays", False)),
        (("1", "1"), ("gold", "gold"), ("open", False)),
    ],
)
def test_a_level_goes_where_both_its_ends_go(
    old: tuple[str, str], new: tuple[str, str], expected: tuple[str, bool], tmp_path: Path
) -> None:
    folders = [
        folder(tmp_path / name, frame([result("a", level_low=ends[0], level_high=ends[1])]))
        for name, ends in (("old", old), ("new", new))
    ]
    assert compared(*folders).branches.select("direction", "certain").rows() == [expected]


def test_levels_in_another_order_cannot_be_compared(tmp_path: Path) -> None:
    levels = [{"level": level, "title": ""} for level in ("2", "3", "1", "none")]
    old = folder(tmp_path / "old", frame([result("a", level="1")]))
    new = folder(tmp_path / "new", frame([result("a", level="2")]), levels=levels)
    assert compared(old, new).branches["direction"].to_list() == ["open"]


def test_levels_after_quotas_are_those_that_are_compared(tmp_path: Path) -> None:
    after = frame([result("a", level="3")]).with_columns(level_after_low=pl.lit("2"), level_after_high=pl.lit("2"))
    old, new = folder(tmp_path / "old", frame([result("a", level="3")])), folder(tmp_path / "new", after)
    assert compared(old, new).branches.select("direction", "level_low_new").rows() == [("down", "2")]


def test_a_level_that_moves_only_after_quotas_is_moved_by_them(tmp_path: Path) -> None:
    ends = {"level_after_low": ["3", "3", "2", "2"], "level_after_high": ["3", "3", "2", "3"]}
    old_rows, new_rows = (
        frame([result(branch, level=level) for branch, level in zip("abcd", levels, strict=True)])
        for levels in ("3333", "3233")
    )
    later = {"level_after_low": ["2", "2", "2", "3"], "level_after_high": ["2", "2", "2", "3"]}
    old = folder(tmp_path / "old", old_rows.with_columns(pl.DataFrame(ends)))
    new = folder(tmp_path / "new", new_rows.with_columns(pl.DataFrame(later)))
    moved = compared(old, new).branches.sort("branch")
    assert moved["by_quota"].to_list() == [True, False, False, True]


def test_points_on_two_grids_are_compared_exactly(tmp_path: Path) -> None:
    coarse = frame([result("a", "1.5")]).with_columns(pl.col("score_low", "score_high").cast(pl.Decimal(38, 1)))
    old, new = folder(tmp_path / "old", coarse), folder(tmp_path / "new", frame([result("a", "1.51")]))
    assert compared(old, new).branches["moved"].to_list() == [Decimal("0.01")]


def test_results_without_levels_or_scores_are_compared_by_what_there_is(tmp_path: Path) -> None:
    bare = frame([result("a")]).select("branch", "name", "vetoes")
    veto = bare.with_columns(vetoes=pl.lit(["V-1"]))
    comparison = compared(folder(tmp_path / "old", bare, levels=[]), folder(tmp_path / "new", veto, levels=[]))
    assert comparison.directions == {}
    assert comparison.differing.select("branch", "direction", "vetoes_new").rows() == [("a", None, ["V-1"])]


def test_what_came_or_went_without_points_is_no_shift(tmp_path: Path) -> None:
    rows = frame([result("a")])
    old = folder(tmp_path / "old", rows, found([finding("a", "A-1", "0"), finding("a", "A-2", "1")]))
    new = folder(tmp_path / "new", rows, found([finding("a", "A-3", "0"), finding("a", "A-4", "0", "2")]))
    comparison = compared(old, new)
    assert comparison.criteria is not None
    assert comparison.criteria.select("criterion", "branches", "rose", "fell", "moved").rows() == [
        ("A-4", 1, 0, 0, Decimal(2)), ("A-2", 1, 0, 1, Decimal(1)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "causes"),
    [
        ({}, []),
        (OTHER_FACTS, ["facts"]),
        ({"data": {"ledgers": 1, "branches": 1, "digest": None}}, ["facts"]),
        ({"data": {"ledgers": 1, "branches": 1, "digest": None, "files": {"a": "1"}}}, ["facts"]),
        (OTHER_RULES, ["rules"]),
        ({"as_of": "2024-06-30"}, ["day"]),
        ({"engine": "2"}, ["engine"]),
        (OTHER_FACTS | OTHER_RULES | {"engine": "2"}, ["facts", "rules", "engine"]),
    ],
)
def test_points_can_have_moved_by_what_differs_below_them(
    said: dict[str, object], causes: list[str], tmp_path: Path
) -> None:
    rows = frame([result("a")])
    old = folder(tmp_path / "old", rows, found([finding("a", "A-1", "0")]))
    new = folder(tmp_path / "new", rows, found([finding("a", "A-1", "1")]), **said)
    comparison = compared(old, new)
    assert [cause.value for cause in causes_between(comparison.old.header, comparison.new.header)] == causes
    (lines,) = comparison.parts()
    assert lines["causes"].to_list() == [causes]


@pytest.mark.parametrize(
    ("said", "own", "others"), [({}, ["facts"], ["others"]), (OTHER_RULES, ["facts", "rules"], ["rules"])]
)
def test_facts_are_no_cause_for_a_branch_that_has_the_same(
    said: dict[str, object], own: list[str], others: list[str], tmp_path: Path
) -> None:
    rows = frame([result("a"), result("b")])
    before = found([finding("a", "A-1", "0"), finding("b", "A-1", "0")])
    after = found([finding("a", "A-1", "1"), finding("b", "A-1", "1")])
    old = folder(tmp_path / "old", rows, before, digests={"a": "1", "b": "2"})
    new = folder(tmp_path / "new", rows, after, digests={"a": "1", "b": "3"}, **OTHER_FACTS, **said)
    comparison = compared(old, new)
    (lines,) = comparison.parts()
    assert lines.select("branch", "causes").rows() == [("a", others), ("b", own)]
    assert comparison.criteria is not None
    assert comparison.criteria["facts"].to_list() == [1]


def test_what_reviewers_changed_is_told_from_what_moved_by_itself(tmp_path: Path) -> None:
    ids = ("a", "b", "c", "d", "e")
    rows = frame([result(each) for each in ids])
    before, after = ("1", "1", "1", "2", "3"), ("4", "4", "2", "1", "2")
    old, new = (
        found([finding(each, "A-1", end) for each, end in zip(ids, ends, strict=True)]) for ends in (before, after)
    )
    was = adjusted(adjustment("d", "A-1", "1"), adjustment("e", "A-1", "1"))
    is_ = adjusted(adjustment("a", "A-1", "1"), adjustment("b", "A-1", "2"), adjustment("e", "A-1", "0", "复核"))
    comparison = compared(
        folder(tmp_path / "old", rows, old, adjustments=was, review={"digest": "1"}),
        folder(tmp_path / "new", rows, new, adjustments=is_, review={"digest": "2"}, **OTHER_FACTS),
    )
    assert comparison.causes == (Cause.FACTS, Cause.ADJUSTED)
    (lines,) = comparison.parts()
    assert dict(lines.select("branch", "causes").rows()) == {
        "a": ["adjusted"],
        "b": ["facts", "adjusted"],
        "c": ["facts"],
        "d": ["adjusted"],
        "e": ["adjusted"],
    }
    said = dict(lines.filter(branch="e").select("adjusted_old", "adjusted_new").rows(named=True)[0])
    assert said == {"adjusted_old": ["组织科 2025-01-08 更正"], "adjusted_new": ["组织科 2025-01-08 复核"]}


def test_the_same_adjustments_move_nothing(tmp_path: Path) -> None:
    rows = frame([result("a")])
    same = {"adjustments": adjusted(adjustment("a", "A-1", "0")), "review": {"digest": "1"}}
    old = folder(tmp_path / "old", rows, found([finding("a", "A-1", "1")]), **same)
    new = folder(tmp_path / "new", rows, found([finding("a", "A-1", "2")]), **same, **OTHER_RULES)
    (lines,) = compared(old, new).parts()
    assert lines["causes"].to_list() == [["rules"]]


@pytest.mark.parametrize(("files", "causes"), [({"b": "1", "a": "2"}, ()), ({"a": "1"}, (Cause.FACTS,))])
def test_facts_of_too_many_branches_are_the_same_if_their_files_are(
    files: dict[str, str], causes: tuple[Cause, ...], tmp_path: Path
) -> None:
    data = {"ledgers": 1, "branches": 1, "digest": None}
    old = folder(tmp_path / "old", frame([]), data={**data, "files": {"c": "1", "d": "2"}})
    new = folder(tmp_path / "new", frame([]), data={**data, "files": files})
    assert compared(old, new).causes == causes


ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted)
SIDE = st.dictionaries(st.tuples(st.sampled_from("abcde"), st.sampled_from(["A-1", "A-2", "B-1"])), ENDS, max_size=9)


def lazy(side: dict[tuple[str, str], list[int]]) -> pl.LazyFrame:
    return found([finding(*key, *map(str, ends)) for key, ends in side.items()]).lazy()


def by_hand(old: dict[tuple[str, str], list[int]], new: dict[tuple[str, str], list[int]]) -> dict[str, tuple[int, int]]:
    """For each criterion how many branches it moves, and by how much in all."""
    moved: dict[str, list[int]] = {}
    for key in {*old, *new}:
        ends = zip(old.get(key, [0, 0]), new.get(key, [0, 0]), strict=True)
        if by := max(abs(after - before) for before, after in ends):
            moved.setdefault(key[1], []).append(by)
    return {criterion: (len(each), sum(each)) for criterion, each in moved.items()}


@given(SIDE, SIDE, st.integers(1, 6))
def test_what_criteria_do_is_the_same_in_parts_of_any_size(
    old: dict[tuple[str, str], list[int]], new: dict[tuple[str, str], list[int]], at_once: int
) -> None:
    counted = Findings(lazy(old), lazy(new), (Cause.FACTS,), frozenset()).counted(pl.Series(list("abcde")), at_once)
    rows: Iterable[tuple[str, int, Decimal, int]] = counted.select("criterion", "branches", "moved", "facts").rows()
    assert {criterion: (branches, int(moved)) for criterion, branches, moved, _ in rows} == by_hand(old, new)
    assert counted["facts"].to_list() == counted["branches"].to_list()
    assert counted["moved"].is_sorted(descending=True)


LEVEL_ENDS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
RESULTS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(ENDS, LEVEL_ENDS), max_size=6)
MIRRORED = {"up": "down", "down": "up", "stays": "stays", "open": "open", None: None}


def kept(results: dict[str, tuple[list[int], list[int]]], order: list[str]) -> Kept:
    """Results that were never written."""
    rows = [
        result(branch, str(low), score_high=Decimal(high), level_low=LEVELS[-1 - least], level_high=LEVELS[-1 - most])
        for branch in order
        if branch in results
        for (low, high), (least, most) in [results[branch]]
    ]
    header = Header.model_validate(summary_of(len(rows)))
    return Kept(Path("kept"), header, frame(rows).lazy(), None, None, None)


@given(RESULTS, RESULTS, st.permutations("abcdef"))
def test_what_goes_up_one_way_goes_down_the_other_in_whatever_order_rows_stand(
    old: dict[str, tuple[list[int], list[int]]], new: dict[str, tuple[list[int], list[int]]], order: list[str]
) -> None:
    there = Comparison.of(kept(old, [*"abcdef"]), kept(new, [*"abcdef"]))
    back = Comparison.of(kept(new, order), kept(old, order))
    columns = ("branch", "direction", "certain", "moved")
    forth, mirrored = (each.branches.select(columns).sort("branch").rows() for each in (there, back))
    assert [(branch, MIRRORED[way], sure, moved) for branch, way, sure, moved in mirrored] == forth
    assert (there.counts[In.OLD], there.counts[In.NEW]) == (back.counts[In.NEW], back.counts[In.OLD])
    assert there.scores == (back.scores[1], back.scores[0], back.scores[2])
    assert there.moved_ranks == back.moved_ranks
    assert there.is_equal == back.is_equal == (old == new)
