from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from starcheck.errors import RuleSetError
from starcheck.rules.editions import read_edition
from starcheck.rules.library import FILE_NAME, BundledRuleSet, bundled, find, find_in_force


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    """A standard with three editions; the second states its end, nothing holds in 2024."""
    for name, days in {
        "first": "effective_from: 2020-01-01",
        "second": "effective_from: 2022-01-01\neffective_to: 2023-12-31",
        "third": "effective_from: 2025-07-01",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE_NAME).write_text(f"{days}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2020, 1, 1), "first"),
        (date(2021, 12, 31), "first"),
        (date(2022, 1, 1), "second"),
        (date(2023, 12, 31), "second"),
        (date(2025, 7, 1), "third"),
        (date(2099, 1, 1), "third"),
    ],
)
def test_an_edition_holds_to_its_end_or_to_the_day_before_the_next(day: date, edition: str, standard: Path) -> None:
    assert find_in_force(str(standard), day) == standard / edition / FILE_NAME


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2024, 1, 1), date(2025, 6, 30)])
def test_a_day_without_edition_is_answered_with_all_of_them(day: date, standard: Path) -> None:
    with pytest.raises(RuleSetError) as raised:
        find_in_force(str(standard), day)
    assert str(raised.value) == (
        f"{standard}: No edition of “{standard}” is in force on {day}. "
        f"Editions: {standard}/first (2020-01-01..2021-12-31), {standard}/second (2022-01-01..2023-12-31), "
        f"{standard}/third (2025-07-01..). Choose one with --rules."
    )


@pytest.mark.parametrize("end", ["2025-08-31", "2030-01-01"])
def test_a_day_with_two_editions_is_answered_with_both(end: str, standard: Path) -> None:
    file = standard / "second" / FILE_NAME
    file.write_text(f"effective_from: 2022-01-01\neffective_to: {end}\n", encoding="utf-8")
    assert find_in_force(str(standard), date(2025, 6, 30)) == file
    with pytest.raises(RuleSetError) as raised:
        find_in_force(str(standard), date(2025, 8, 1))
    assert str(raised.value) == (
        f"{standard}: Several editions of “{standard}” are in force on 2025-08-01: "
        f"{standard}/second (2022-01-01..{end}), {standard}/third (2025-07-01..). "
        "Let one end (effective_to) before the next begins, or choose one with --rules."
    )


def test_two_editions_of_one_first_day_overlap(standard: Path) -> None:
    (standard / "again").mkdir()
    (standard / "again" / FILE_NAME).write_text("effective_from: 2025-07-01\n", encoding="utf-8")
    with pytest.raises(RuleSetError, match=r"again \(2025-07-01\.\.\), .*third \(2025-07-01\.\.\)\."):
        find_in_force(str(standard), date(2025, 7, 1))


def test_an_exact_edition_is_found_whatever_the_day(standard: Path) -> None:
    assert find_in_force(str(standard / "first"), date(2050, 1, 1)) == standard / "first" / FILE_NAME
    assert find_in_force("five-star@2024", date(1999, 1, 1)) == find("five-star@2024")


def test_without_a_day_the_latest_edition_is_meant(standard: Path) -> None:
    assert find(str(standard)) == standard / "third" / FILE_NAME


@pytest.mark.parametrize("rule_set", bundled(), ids=lambda rule_set: rule_set.reference)
def test_each_bundled_edition_is_the_one_in_force_on_its_first_day(rule_set: BundledRuleSet) -> None:
    first = read_edition(rule_set.reference, rule_set.path).first
    assert find_in_force(rule_set.id, first) == rule_set.path
