from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from starcheck.errors import RuleSetError
from starcheck.insight.casework import CaseRun, run_cases
from starcheck.language import say
from starcheck.report.case_results import render_case_run
from starcheck.report.request import Style
from starcheck.rules.cases import load_cases
from starcheck.rules.load import load_ruleset

RULES = """
ruleset: bands
edition: "1"
title: 试
effective_from: 2024-01-01
points: 10
tables:
  branch:
    label: 概况
    fields:
      members: {type: integer, label: members, min: 0, max: 500}
      kind: {type: choice, label: kind, choices: [office, plant], required: true}
      rate: {type: percent, label: rate, min: 0%, max: 100%, blank: none}
sections:
  - id: A
    title: 大项
    points: 10
    criteria:
      - id: A-01
        title: Members
        points: 4
        measure: {field: branch.members}
        score: {tiers: [{at_least: 50, points: 4}, {at_least: 10, points: 2}, {else: 0}]}
      - id: A-02
        title: Losses
        points: 2
        score: {deduct: [{when: {kind: plant}, lose: 1}, {per: members, above: 90, lose: 0.5}], combine: sum}
      - id: A-03
        title: Kind
        points: 2
        applies_when: {kind: plant}
        not_applicable: full
        score: {gain: {by: kind, table: {office: 1, plant: 2}}}
      - id: A-04
        title: Rate
        points: 1
        measure: {field: branch.rate}
        if_empty: zero
        score: {tiers: [{at_least: 50%, points: 1}, {else: 0}]}
      - {id: A-05, title: Visit, points: 1, score: {grades: {good: 1, poor: 0}}}
vetoes: [{id: V-01, title: Veto, when: {members: {at_least: 400}}, effect: {no_level: true}}]
eligibility: [{id: E-01, title: Enough, when: {members: {at_least: 3}}, otherwise: not_eligible}]
levels:
  - {id: 2, title: Two, at_least: 8, requires: [{when: {kind: plant}, title: Plant}]}
  - {id: 1, title: One, at_least: 2}
"""


def run(folder: Path, *cases: str) -> CaseRun:
    (folder / "ruleset.yaml").write_text(RULES, encoding="utf-8")
    (folder / "cases").mkdir()
    listed = "\n".join(f"  - {case}" for case in cases)
    (folder / "cases" / "all.yaml").write_text(f"base: {{period: 2024}}\ncases:\n{listed}\n", encoding="utf-8")
    loaded = load_ruleset(folder / "ruleset.yaml")
    return run_cases(loaded, load_cases(loaded.path))


def case(expect: str, more: str = "", **branch: object) -> str:
    fields = ", ".join(f"{name}: {value}" for name, value in {"id": "b", "kind": "plant", **branch}.items())
    return f"{{name: c, ledger: {{branch: {{{fields}}}{more}}}, expect: {{{expect}}}}}"


def touched(result: CaseRun, owner: str) -> list[str]:
    """The bands of one part that were touched, in words."""
    bands = result.bands
    return [say(band.words, "en") for place, band in bands.all.items() if band.id == owner and place in bands.touched]


@pytest.mark.parametrize(
    ("cases", "owner", "expected"),
    [
        ([case("A-01: 4", members=60)], "A-01", ["if the measured value is at least 50: gain 4"]),
        ([case("A-01: 2", members=10)], "A-01", ["if the measured value is at least 10: gain 2"]),
        ([case("A-01: 0", members=1)], "A-01", ["otherwise: gain 0"]),
        ([case("A-02: 1", members=1)], "A-02", ["if kind is “plant”: lose 1"]),
        ([case("A-02: 1.5", members=91, kind="office")], "A-02", ["lose 0.5 for every 1 of members above 90"]),
        ([case("A-03: not_applicable", kind="office")], "A-03", ["does not apply"]),
        ([case("A-03: met")], "A-03", ["kind: plant"]),
        ([case("A-04: 0")], "A-04", ["nothing to count"]),
        ([case("A-04: 1", rate="60%")], "A-04", ["if the measured value is at least 50%: gain 1"]),
        ([case("A-05: 0", ", marks: {A-05: {grade: poor}}")], "A-05", ["grade poor"]),
        ([case("V-01: triggered", members=450)], "V-01", ["triggered"]),
        ([case("E-01: triggered", members=1)], "E-01", ["not met"]),
        ([case("level: not_eligible", members=1)], "E-01", ["not met"]),
        ([case("level: 1", ", marks: {A-05: {grade: good}}", members=60, kind="office", rate="60%")], "2",
         ["required, but not so: Plant"]),
        ([case("level: 2", ", marks: {A-05: {grade: good}}", members=60, rate="60%")], "2", ["reached"]),
    ],
)  # fmt: skip
def test_a_case_touches_what_its_ledger_takes_for_certain(
    cases: list[str], owner: str, expected: list[str], tmp_path: Path
) -> None:
    result = run(tmp_path, *cases)
    assert result.mismatches == ()
    assert touched(result, owner) == expected


def test_what_is_open_touches_no_band(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-01: open"))
    assert touched(result, "A-01") == []


def test_a_band_that_no_case_looks_at_is_not_touched(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-02: 1", members=60))
    assert touched(result, "A-01") == []


def test_a_case_that_states_the_points_of_the_section_looks_at_its_criteria(tmp_path: Path) -> None:
    result = run(tmp_path, case("A: [7, 9]", members=60))
    assert touched(result, "A-01") == ["if the measured value is at least 50: gain 4"]


def test_untouched_bands_are_named_under_their_part_and_counted(tmp_path: Path) -> None:
    text = render_case_run(run(tmp_path, case("A-01: 4", members=60)), Style("en", 100))
    assert (
        "A-01 Members, touched by no case:\n  if the measured value is at least 10: gain 2\n  otherwise: gain 0\n"
        in text
    )
    assert text.endswith("All 1 expectations in 1 cases hold.\nBands touched: 1 of 18.\n")


def test_a_criterion_has_to_be_shown_both_ways(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-01: 4", members=60), case("A-01: 0", members=1))
    assert "A-01" not in result.unshown
    assert result.unshown["A-02"] == ("met", "not_met")
    assert not result.passes()


def test_points_show_the_outcome_they_are(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-01: 4", members=60), case("A-01: 2", members=10))
    assert result.shown["A-01"] == {"met", "partly_met"}
    assert "A-01" not in result.unshown


def test_a_case_that_fails_shows_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-01: met", members=60), case("A-01: 4", members=1))
    assert result.unshown["A-01"] == ("not_met",)


def test_what_cases_lack_is_told_unless_one_of_them_failed(tmp_path: Path) -> None:
    result = run(tmp_path, case("A-01: met", members=60), case("A-02: 2", members=1))
    text = render_case_run(result, Style("en", 100))
    assert "No case shows A-01: not met or partly met (fewer points).\n" in text
    assert "No case shows A-02" not in text


def test_an_untouched_band_fails_only_if_that_is_asked_for(tmp_path: Path) -> None:
    result = replace(run(tmp_path, case("A-01: 4", members=60)), unshown={})
    assert result.bands.untouched
    assert result.passes()
    assert not result.passes(strict=True)


def test_without_cases_nothing_passes(tmp_path: Path) -> None:
    run(tmp_path, case("A-01: 4", members=60))
    assert not run_cases(load_ruleset(tmp_path / "ruleset.yaml"), ()).passes()


def test_a_case_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleSetError, match=r"all\.yaml:3:\d+: This case expects nothing\. Write what it must give"):
        run(tmp_path, "{name: c, ledger: {branch: {id: b, kind: plant}}, expect: {}}")
