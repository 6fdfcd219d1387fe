from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from starcheck.insight.movement import Between, Direction, Movement, Unfit
from starcheck.language import say
from starcheck.ledger import load_ledger
from starcheck.ledger.tables import united
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.rules.load import Loaded, load_ruleset

HERE = Path(__file__).parent
LEDGER = HERE / "small_ledger.yaml"
LEVELS = "  - {id: 1, title: 一星级, at_least: 1}"
TODAY = date(2026, 1, 1)


def two_levels(at_least: float, more: str = "") -> tuple[str, str]:
    """The edit that puts a level above the only one."""
    return LEVELS, f"  - {{id: 2, title: 二星级, at_least: {at_least}{more}}}\n{LEVELS}"


def edition(folder: Path, name: str, *edits: tuple[str, str]) -> Loaded:
    """The small rule set with some of its text replaced."""
    text = (HERE / "small.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file = folder / f"{name}.yaml"
    file.write_text(text.replace('edition: "1"', f'edition: "{name}"'), encoding="utf-8")
    return load_ruleset(file)


def between(before: Loaded, after: Loaded) -> Between:
    return Between(before, after, TODAY)


def moved(before: Loaded, after: Loaded) -> Movement:
    (movement,) = between(before, after).movements(str(LEDGER))
    assert isinstance(movement, Movement)
    return movement


def test_points_move_and_the_change_that_moved_them_is_named(tmp_path: Path) -> None:
    after = edition(tmp_path, "2", ("per: missing_periods, lose: 0.5", "per: missing_periods, lose: 1"))
    movement = moved(edition(tmp_path, "1"), after)
    assert movement.before.score != movement.after.score
    (shift,) = movement.criteria
    assert shift.before is not None
    assert shift.after is not None
    assert (shift.id, str(shift.before.low), str(shift.after.low)) == ("A-02", "3.50", "1.00")
    assert [cause.details[0].at for cause in shift.causes] == ["deduct[1].lose"]


def test_scaling_that_moves_the_total_is_told_beside_the_criteria(tmp_path: Path) -> None:
    after = edition(tmp_path, "2", ("applies_when: {has_groups: true}", "applies_when: {has_groups: false}"))
    movement = moved(edition(tmp_path, "1"), after)
    assert [shift.id for shift in movement.criteria] == []
    assert [shift.id for shift in movement.lines] == ["A.scaling"]


def test_an_added_criterion_moves_points_from_nothing(tmp_path: Path) -> None:
    added = "{id: A-07, title: New, points: 1, score: {all_or_nothing: {members: {at_least: 1}}}}"
    after = edition(tmp_path, "2", ("levels:", f"pools:\n  - {{id: P, title: 加分, criteria: [{added}]}}\nlevels:"))
    (shift,) = moved(edition(tmp_path, "1"), after).criteria
    assert (shift.id, shift.before) == ("A-07", None)
    assert [cause.verb.value for cause in shift.causes if cause.subject.kind == "criterion"] == ["added"]


@pytest.mark.parametrize(
    ("before", "after", "direction", "certain"),
    [
        (20, 5, Direction.UP, True),
        (5, 20, Direction.DOWN, True),
        (20, 11, Direction.UP, False),
        (5, 11, Direction.DOWN, False),
        (20, 19, Direction.STAYS, True),
        (11, 11.5, Direction.STAYS, False),
    ],
)
def test_a_branch_goes_where_both_ends_of_its_level_go(
    before: float, after: float, direction: Direction, certain: bool, tmp_path: Path
) -> None:
    movement = moved(
        edition(tmp_path, "1", two_levels(before)),
        edition(tmp_path, "2", two_levels(after)),
    )
    assert (movement.direction, movement.certain) == (direction, certain)
    named = {change.aspect for change in movement.thresholds}
    assert named == (set() if direction is Direction.STAYS and certain else {"at_least"})


def test_levels_without_a_common_order_are_not_compared(tmp_path: Path) -> None:
    after = edition(tmp_path, "2", ("{id: 1, title: 一星级", "{id: 7, title: 合格"))
    movement = moved(edition(tmp_path, "1"), after)
    assert (movement.direction, movement.certain) == (Direction.OPEN, False)


def test_a_requirement_that_bars_a_level_is_named(tmp_path: Path) -> None:
    before = edition(tmp_path, "1", two_levels(5))
    after = edition(tmp_path, "2", two_levels(5, ", requires: [{members: {at_least: 20}}]"))
    movement = moved(before, after)
    assert (movement.direction, movement.certain) == (Direction.DOWN, True)
    (turn,) = movement.turns
    assert (turn.kind, turn.check.level, turn.before, turn.after) == ("requires", 2, None, "triggered")


def test_a_ledger_that_one_of_the_two_cannot_read_is_set_aside_with_its_problems(tmp_path: Path) -> None:
    after = edition(
        tmp_path,
        "2",
        ("sort: {type: choice, label: sort, choices: [talk, lecture]}", "sort: {type: integer, label: sort}"),
        ("where: {sort: lecture, attended: {at_least: 3}}", "where: {attended: {at_least: 3}}"),
        ("where: {sort: talk}, ", ""),
    )
    (unfit,) = between(edition(tmp_path, "1"), after).movements(str(LEDGER))
    assert isinstance(unfit, Unfit)
    assert unfit.ruleset is after.ruleset
    assert unfit.problems[0].place.line == 5
    assert "sort" in say(unfit.problems[0].message, "en")


def test_a_file_that_is_no_ledger_is_set_aside_whatever_the_rule_sets(tmp_path: Path) -> None:
    both = edition(tmp_path, "1")
    (unfit,) = between(both, both).movements(str(tmp_path / "nowhere.yaml"))
    assert isinstance(unfit, Unfit)
    assert unfit.ruleset is None


def test_by_the_same_rule_set_nothing_moves(tmp_path: Path) -> None:
    both = edition(tmp_path, "1")
    movement = moved(both, both)
    assert (movement.criteria, movement.lines, movement.turns, movement.thresholds) == ((), (), (), ())
    assert (movement.direction, movement.certain) == (Direction.STAYS, True)


def test_dated_values_are_those_of_the_ledgers_period(tmp_path: Path) -> None:
    both = [
        edition(tmp_path, name, ("per: missing_periods, lose: 0.5", f"per: missing_periods, lose: {{dated: {values}}}"))
        for name, values in (
            ("1", "[{from: 2024-01-01, value: 0.5}, {from: 2025-01-01, value: 1}]"),
            ("2", "[{from: 2024-01-01, value: 1}]"),
        )
    ]
    (shift,) = moved(*both).criteria
    assert [cause.details[0].before for cause in shift.causes] == ["0.5"]


def test_a_rule_set_whose_values_do_not_hold_yet_cannot_judge(tmp_path: Path) -> None:
    dated = ("per: missing_periods, lose: 0.5", "per: missing_periods, lose: {dated: [{from: 2025-01-01, value: 1}]}")
    after = edition(tmp_path, "2", dated)
    (unfit,) = between(edition(tmp_path, "1"), after).movements(str(LEDGER))
    assert isinstance(unfit, Unfit)
    assert unfit.ruleset is after.ruleset


def test_every_branch_of_a_database_moves_and_a_bad_file_beside_it_stops_none(tmp_path: Path) -> None:
    both = edition(tmp_path, "1")
    branches = [f"b{number}" for number in range(3)]
    own = load_ledger(LEDGER, both.ruleset)
    tables = united([(branch, own.tables) for branch in branches], both.ruleset.tables)
    (tmp_path / "ledgers").mkdir()
    contents = contents_of(tables, own.heading, both.ruleset)
    write_ledger(contents, both.ruleset, tmp_path / "ledgers" / "all.sqlite", "en")
    (tmp_path / "ledgers" / "bad.xlsx").write_bytes(b"nothing")
    found = list(between(both, both).movements(str(tmp_path / "ledgers")))
    assert [each.after.provenance.branch_id for each in found if isinstance(each, Movement)] == branches
    (alone,) = between(both, both).movements(str(LEDGER))
    assert isinstance(alone, Movement)
    assert {each.after.score for each in found if isinstance(each, Movement)} == {alone.after.score}
    assert [Path(each.source).name for each in found if isinstance(each, Unfit)] == ["bad.xlsx"]
