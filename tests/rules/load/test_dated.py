from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from starcheck import Period, assess, parse_period
from starcheck.documents import parse_document
from starcheck.errors import RuleSetError
from starcheck.ledger.reading import read_ledger
from starcheck.model import Points
from starcheck.rules.lint import lint_at_all_times
from starcheck.rules.load import Loaded
from tests.rules.load.small import load_over

GOOD = "constants:\n  good: {dated: [{from: 2023-01-01, value: 90%}, {from: 2024-07-01, value: 95%}]}\n"
REWEIGHTED = """
changes:
  - {reweight: A-02, points: {dated: [{from: 2023-01-01, value: 2}, {from: 2024-01-01, value: 3}]}}
"""
LEDGER = """
branch: {id: x, kind: 机关, members: 10}
meetings:
  - {held_on: %s, kind: 党员大会, expected: 100, attended: 92, minutes: accepted}
"""


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def good(loaded: Loaded) -> Fraction:
    return loaded.ruleset.constants["good"].value


def earned(loaded: Loaded, when: str, day: str) -> Points:
    """What A-01 gives for an attendance of 92 %."""
    ledger = read_ledger(parse_document(LEDGER % day, "ledger.yaml"), loaded.ruleset)
    (found,) = (
        finding for finding in assess(loaded, ledger, period=period(when)).findings if finding.criterion == "A-01"
    )
    return found.points


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2023, 1, 1), Fraction(9, 10)),
        (date(2024, 6, 30), Fraction(9, 10)),
        (date(2024, 7, 1), Fraction(19, 20)),
        (date(2030, 1, 1), Fraction(19, 20)),
    ],
)
def test_a_value_holds_from_its_day_to_the_day_before_the_next(day: date, value: Fraction, tmp_path: Path) -> None:
    assert good(load_over(tmp_path, GOOD).in_force(day)) == value


@pytest.mark.parametrize(("when", "day", "points"), [("2024H1", "2024-03-01", 4), ("2024", "2024-03-01", 0)])
def test_what_is_in_force_on_the_last_day_of_the_period_counts(
    when: str, day: str, points: int, tmp_path: Path
) -> None:
    found = earned(load_over(tmp_path, GOOD), when, day)
    assert (float(found.low), float(found.high)) == (points, points)


def test_a_period_that_ends_before_the_first_day_is_refused_with_the_day(tmp_path: Path) -> None:
    loaded = load_over(tmp_path, GOOD)
    with pytest.raises(RuleSetError) as raised:
        earned(loaded, "2022", "2022-03-01")
    assert str(raised.value) == (
        f"{tmp_path / 'ruleset.yaml'}:7:25: The period ends on 2022-12-31, but this value holds from 2023-01-01 on. "
        "Add what held before, or choose an edition of that time with --rules."
    )


def test_a_rule_set_without_dated_values_is_the_same_on_every_day(tmp_path: Path) -> None:
    loaded = load_over(tmp_path, "")
    assert loaded.in_force(date(1990, 1, 1)) is loaded


def test_where_no_day_is_asked_the_latest_value_stands(tmp_path: Path) -> None:
    assert good(load_over(tmp_path, GOOD)) == Fraction(19, 20)


@pytest.mark.parametrize(
    "text",
    [
        "changes: [{reweight: A-02, points: DATED}, {reweight: A, points: DATED}]",
        "changes: [{change: A-02, with: {points: {by: kind, table: {机关: DATED, 生产: 2}}}}]",
        "changes: [{change: X-01, with: {score: {award: {each: honours, gain: DATED}}}}]",
        "changes: [{change: V-01, with: {when: {members: {at_least: DATED}}}}]",
        "changes: [{change: 1, with: {at_least: DATED}}]",
        "points: DATED",
    ],
)
def test_any_number_may_be_dated(text: str, tmp_path: Path) -> None:
    dated = "{dated: [{from: 2023-01-01, value: 3}, {from: 2024-01-01, value: 4}]}"
    changing = load_over(tmp_path, text.replace("DATED", dated))
    for day, value in ((date(2023, 6, 30), "3"), (date(2024, 6, 30), "4")):
        constant = load_over(tmp_path, text.replace("DATED", value))
        assert changing.in_force(day).ruleset == constant.ruleset


def test_a_value_with_a_later_first_day_holds_the_others_back(tmp_path: Path) -> None:
    loaded = load_over(tmp_path, GOOD + "  enough: {dated: [{from: 2024-01-01, value: 4}]}\n")
    assert [str(day) for day, _ in loaded.stretches] == ["2024-01-01", "2024-07-01"]
    with pytest.raises(RuleSetError, match="from 2024-01-01 on"):
        loaded.in_force(date(2023, 6, 30))


def test_a_dated_value_knows_its_label_and_its_place(tmp_path: Path) -> None:
    loaded = load_over(tmp_path, REWEIGHTED)
    (dated,) = loaded.dated
    assert loaded.label(dated.keys) == "A-02 points"
    assert str(loaded.in_force(date(2023, 6, 30)).place(dated.keys)).endswith("ruleset.yaml:8:65")
    assert str(loaded.place(dated.keys)).endswith("ruleset.yaml:8:95")


def test_the_sums_are_looked_at_for_every_time(tmp_path: Path) -> None:
    findings = lint_at_all_times(load_over(tmp_path, REWEIGHTED))
    found = [finding for finding in findings if finding.code == "points-do-not-sum"]
    assert [str(finding.message) for finding in found] == [
        "From 2024-01-01 on: The criteria of section A have 7 points together, the section 6."
    ]


def test_what_lint_finds_at_all_times_is_told_once(tmp_path: Path) -> None:
    found = [finding.code for finding in lint_at_all_times(load_over(tmp_path, GOOD + "  idle: 3\n"))]
    assert found.count("unused-constant") == 1


def test_values_change_on_so_many_days_only(tmp_path: Path) -> None:
    days = ", ".join(f"{{from: {1950 + number}-01-01, value: {number}%}}" for number in range(61))
    with pytest.raises(RuleSetError, match=r"Values change on more than 60 days\. Write an edition of its own"):
        load_over(tmp_path, f"constants: {{good: {{dated: [{days}]}}}}\n")
