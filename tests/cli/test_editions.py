"""A committee's own standard in two editions, the second laid over the first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.rules.load.small import BASE

SECOND = """
ruleset: small
edition: "2"
title: 小标准（修订）
effective_from: 2025-01-01
extends: ../1/ruleset.yaml
constants:
  good: {dated: [{from: 2025-01-01, value: 95%}, {from: 2026-01-01, value: 98%}]}
changes:
  - {retitle: A-01, title: 到会率}
"""
LEDGER = """
branch: {id: x-1, name: 甲支部, kind: 机关, members: 10}
meetings:
  - {held_on: DAY, kind: 党员大会, expected: 100, attended: 96, minutes: accepted}
"""


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    for edition, text in {"1": BASE.read_text(encoding="utf-8"), "2": SECOND}.items():
        (tmp_path / "small" / edition).mkdir(parents=True)
        (tmp_path / "small" / edition / "ruleset.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "small"


@pytest.mark.parametrize(
    ("year", "edition", "points"), [("2024", "1", "4"), ("2025", "2", "4"), ("2026", "2", "0"), ("2027", "2", "0")]
)
def test_the_period_chooses_the_edition_and_its_values(
    year: str, edition: str, points: str, standard: Path, starcheck: Command, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text(f"period: {year}\n" + LEDGER.replace("DAY", f"{year}-03-01"), encoding="utf-8")
    said = starcheck("check", ledger, "--rules", standard, "--as-of", f"{year}-12-31", "--format", "json")
    printed = json.loads(said.out)
    assert printed["ruleset"]["edition"] == edition
    (finding,) = (found for found in printed["findings"] if found["criterion"] == "A-01")
    assert float(finding["points"]["low"]) == float(points)


def test_a_ledger_of_earlier_times_is_told_the_editions(standard: Path, starcheck: Command, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text("period: 2023\n" + LEDGER.replace("DAY", "2023-03-01"), encoding="utf-8")
    said = starcheck("check", ledger, "--rules", standard, "--lang", "en")
    assert said.code == 1
    assert f"Editions: {standard}/1 (2024-01-01..2024-12-31), {standard}/2 (2025-01-01..)." in said.err


def test_a_period_before_the_first_value_names_the_value(standard: Path, starcheck: Command, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text("period: 2024\n" + LEDGER.replace("DAY", "2024-03-01"), encoding="utf-8")
    said = starcheck("check", ledger, "--rules", standard / "2")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"{standard}/2/ruleset.yaml:8:25: 测评期截至 2024-12-31，而这个值自 2025-01-01 起才有。"
        "请补上此前执行的值，或用 --rules 选择当时的版本。\n"
    )


def test_the_origins_of_an_edition_are_shown(standard: Path, starcheck: Command) -> None:
    said = starcheck("rules", "show", standard / "2", "--origins", "--section", "A")
    assert said.code == 0
    assert [line.split() for line in said.out.replace(f"{standard}/", "").splitlines()] == [
        ["A", "1/ruleset.yaml:59:5", "沿用"],
        ["A-01", "1/ruleset.yaml:63:9", "改名，2/ruleset.yaml:10:5"],
        ["A-02", "1/ruleset.yaml:71:9", "沿用"],
    ]


def test_a_standard_without_folder_of_its_own_shows_its_latest_edition(standard: Path, starcheck: Command) -> None:
    assert "小标准（修订）" in starcheck("rules", "show", standard).out


@pytest.mark.parametrize(
    ("period", "edition"),
    [("2024", "2024"), ("2024-07-01..2025-06-30", "2025"), ("2025H1", "2025"), ("2024H1", "2024")],
)
def test_a_ledger_that_names_a_standard_is_judged_by_the_edition_of_its_period(
    period: str, edition: str, starcheck: Command, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text(f"ruleset: five-star\nperiod: {period}\nbranch: {{id: x-1, members: 5}}\n", encoding="utf-8")
    printed = json.loads(starcheck("check", ledger, "--format", "json").out)
    assert (printed["ruleset"]["id"], printed["ruleset"]["edition"]) == ("five-star", edition)
