from __future__ import annotations

from pathlib import Path

from starcheck.rules.cases import load_cases
from tests.rules.load.small import BASE, write_over

CASES = """
base: {period: 2024}
cases:
  - name: one
    ledger: {branch: {id: b, members: 3, kind: 机关}, roster: none, marks: {B-01: {grade: 好}}}
    expect: {A-01: 4, A-02: met, B-01: 1, V-01: clear, score: 10, level: 2, A: 6}
  - name: two
    ledger: {branch: {id: b, members: 3, kind: 机关}}
    expect: {level: 1}
"""


def kept(folder: Path, changes: str) -> dict[str, list[str]]:
    """What the cases of the small rule set still say beneath an overlay: ids by case."""
    older = folder / "older"
    (older / "cases").mkdir(parents=True)
    (older / "ruleset.yaml").write_text(BASE.read_text(encoding="utf-8"), encoding="utf-8")
    (older / "cases" / "all.yaml").write_text(CASES, encoding="utf-8")
    over = write_over(folder, changes, base="older/ruleset.yaml")
    return {case.name: [each.id for each in case.expectations] for case in load_cases(over)}


def test_what_an_overlay_leaves_as_it_was_is_still_expected(tmp_path: Path) -> None:
    assert kept(tmp_path, "changes: [{reweight: A-02, points: 3}, {reweight: A, points: 7}]") == {
        "one": ["A-01", "B-01", "V-01"]
    }


def test_what_draws_on_something_that_changed_is_not(tmp_path: Path) -> None:
    changes = "measures: {attendance: {ratio: {sum: meetings.attended}, over: {sum: meetings.expected}}}"
    assert kept(tmp_path, changes) == {"one": ["A-02", "B-01", "V-01"]}


def test_what_is_gone_is_neither_expected_nor_marked(tmp_path: Path) -> None:
    assert kept(tmp_path, "changes: [{remove: B-01}]") == {"one": ["A-01", "A-02", "V-01"]}
    (case,) = load_cases(tmp_path / "ruleset.yaml")
    assert isinstance(case.ledger.data, dict)
    assert case.ledger.data["marks"] == {}


def test_a_change_of_words_alone_changes_no_expectation(tmp_path: Path) -> None:
    assert "A-02" in kept(tmp_path, "changes: [{retitle: A-02, title: 逐月}]")["one"]
