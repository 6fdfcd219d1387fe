"""Cases that say with which other branches theirs is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import RuleSetError
from starcheck.insight.casework import CaseRun, run_cases
from starcheck.language import say
from starcheck.rules.cases import load_cases
from starcheck.rules.load import load_ruleset

RULES = """
ruleset: ranks
edition: "1"
title: 试
effective_from: 2024-01-01
points: 10
tables: {branch: {label: 概况, fields: {size: {type: integer, label: 人数, min: 0, max: 500}}}}
measures: {members: {field: branch.size}}
sections:
  - id: A
    title: 大项
    points: 10
    criteria:
      - id: A-01
        title: 名次
        points: 6
        measure: {rank: members, among: all}
        score: {tiers: [{at_most: 1, points: 6}, {at_most: 2, points: 4}, {else: 0}]}
      - id: A-02
        title: 比例
        points: 4
        measure: members
        score: {proportional: {target: {best: members, among: all}}}
"""


def run(folder: Path, *cases: str) -> CaseRun:
    (folder / "ruleset.yaml").write_text(RULES, encoding="utf-8")
    (folder / "cases").mkdir()
    listed = "\n".join(f"  - {{name: c, {case}}}" for case in cases)
    text = f"base: {{period: 2024, branch: {{id: b}}}}\ncases:\n{listed}\n"
    (folder / "cases" / "all.yaml").write_text(text, encoding="utf-8")
    loaded = load_ruleset(folder / "ruleset.yaml")
    return run_cases(loaded, load_cases(loaded.path))


def of(size: int) -> str:
    return f"{{branch: {{size: {size}}}}}"


def test_a_case_is_judged_together_with_its_others_and_no_others(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        f"ledger: {of(20)}, others: [{of(40)}, {of(10)}], expect: {{A-01: 4, A-02: 2}}",
        f"ledger: {of(5)}, others: [{of(4)}], expect: {{A-01: met, A-02: met}}",
        f"ledger: {of(5)}, expect: {{A-01: {{outcome: open, points: [0, 6]}}, A-02: [0, 4]}}",
    )
    assert result.mismatches == ()
    assert (result.cases, result.expectations) == (3, 6)


def test_what_others_touch_is_not_shown_by_the_case(tmp_path: Path) -> None:
    result = run(tmp_path, f"ledger: {of(20)}, others: [{of(40)}, {of(10)}], expect: {{A-01: 4}}")
    touched = [say(result.bands.all[place].words, "en") for place in result.bands.touched]
    assert touched == ["if the place is at most 2: gain 4"]
    assert result.unshown["A-01"] != ()


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ("{branch: {size: 4}}", "“others” is a list of ledgers."),
        ("[4]", "“others” is a list of ledgers."),
        ("[{branch: {sise: 4}}]", "Table “branch” has no field “sise”."),
    ],
)
def test_others_that_are_no_ledgers_are_refused(others: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RuleSetError) as raised:
        run(tmp_path, f"ledger: {of(5)}, others: {others}, expect: {{A-01: 6}}")
    assert [say(problem.message, "en") for problem in raised.value.problems] == [message]
    assert raised.value.problems[0].place.line == 3
