"""Papers, leniency and ranges that take away, as an explanation tells them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from starcheck import Period, load_ledger, load_ruleset
from starcheck.insight.explain import explain
from starcheck.insight.results import Result
from starcheck.language import say
from starcheck.report import Style
from starcheck.report.explanation import render_explanation

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
RULES = """\
ruleset: eased
edition: "1"
title: 从轻
effective_from: 2024-01-01
points: 20
lenient: {when: {remote: true}, factor: 50%}
tables:
  branch: {label: 支部, fields: {remote: {type: boolean, label: {zh: 偏远, en: remote}}}}
sections:
  - id: A
    title: 大项
    points: 20
    criteria:
      - id: A-01
        title: 材料
        points: 10
        papers: [记录, 签到, 照片]
        score: {deduct: [{per: missing_papers, lose: 3}]}
      - {id: A-02, title: 评审, points: 10, floor: -4, score: {judged: [-4, 10]}}
levels: [{id: 1, title: 一星级, at_least: 10}]
"""
LEDGER = """\
branch: {id: b1, name: 一支部, remote: %s}
papers: {A-01: {记录: accepted, 签到: missing}}
marks: {A-02: {points: %s}}
"""


def explained(folder: Path, criterion: str, remote: str = "true", mark: str = "-2") -> tuple[Result, str]:
    """The result of a criterion, and the page that tells it."""
    rules, ledger = folder / "rules.yaml", folder / "ledger.yaml"
    rules.write_text(RULES, encoding="utf-8")
    ledger.write_text(LEDGER % (remote, mark), encoding="utf-8")
    loaded = load_ruleset(rules)
    explanation = explain(loaded, load_ledger(ledger, loaded.ruleset), criterion, YEAR, YEAR.end)
    assert explanation.result is not None
    return explanation.result, render_explanation(explanation, Style("en"))


def test_every_paper_is_shown_with_its_state(tmp_path: Path) -> None:
    result, page = explained(tmp_path, "A-01")
    assert result.papers == (("记录", "accepted"), ("签到", "missing"), ("照片", None))
    assert "Papers: 记录 accepted, 签到 missing, 照片 not stated." in page


def test_the_steps_end_in_what_leniency_makes_of_them(tmp_path: Path) -> None:
    result, _ = explained(tmp_path, "A-01")
    assert [float(end) for end in (result.steps[0].low, result.steps[0].high)] == [4, 7]
    assert [say(words, "en") for words in result.closing] == ["If remote is “yes”, only 50% of what is lost counts."]
    assert [float(end) for end in (result.finding.points.low, result.finding.points.high)] == [7, 8.5]


@pytest.mark.parametrize(("remote", "mark", "points"), [("false", "-2", -2), ("true", "-4", 3), ("true", "10", 10)])
def test_leniency_is_told_only_where_it_changes_points(tmp_path: Path, remote: str, mark: str, points: int) -> None:
    result, _ = explained(tmp_path, "A-02", remote, mark)
    assert result.finding.points.low == result.finding.points.high == points
    assert bool(result.closing) == (points == 3)


def test_the_fields_that_leniency_asks_for_are_named(tmp_path: Path) -> None:
    result, _ = explained(tmp_path, "A-02", remote="")
    assert [say(fact.label, "en") for fact in result.facts] == ["remote"]
    assert "field “remote” (empty)" in [say(label, "en") for label in result.finding.missing]
