"""Adjustments over branches that are judged so many at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from starcheck import load_ruleset
from starcheck.batching import Done, Task, opened_stage, run
from starcheck.calendar import Period
from starcheck.errors import InputError
from starcheck.insight.review import review
from starcheck.ledger import load_ledger, open_ledgers
from starcheck.ledger.adjustments import read_adjustments
from starcheck.ledger.collected import legible

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
RULES = """
ruleset: reviewed
edition: "1"
title: 评审
effective_from: 2024-01-01
points: 30
not_applicable: {exclude: section}
tables:
  branch: {label: 支部概况, fields: {kind: {type: choice, label: 类型, choices: [机关, 生产], required: true}}}
  ballots: {label: 测评票, fields: {mark: {type: integer, label: 分数, min: 0, max: 10}}}
measures:
  appraisal: {rating: ballots.mark, stages: [{by: mark, take: mean}]}
  place: {rank: appraisal, among: all}
sections:
  - id: A
    title: 甲
    points: 30
    criteria:
      - {id: A-01, title: 名次, points: 10, measure: place, if_empty: zero, score: {by_rank: [10, 8, 6, {else: 4}]}}
      - {id: A-02, title: 打分, points: 10, score: {judged: [0, 10]}}
      - {id: A-03, title: 分类, points: {by: kind, table: {机关: 5, 生产: 10}}, score: {gain: 5}}
levels:
  - {id: 2, title: 二星级, at_least: 20}
  - {id: 1, title: 一星级, at_least: 10}
"""
BRANCHES = "branch,name,kind\n" + "".join(f"b{n},第{n}支部,{'机关' if n % 2 else '生产'}\n" for n in range(6))
BALLOTS = "branch,mark\n" + "".join(f"b{n},{n}\n" for n in range(6))
STATED = """branch,criterion,points,outcome,mark,rating,reason,authority,on
b0,appraisal,,,,9,会议,党委,2025-01-10
b1,A-02,,,7,,现场,评审组,2025-01-10
b2,A-03,2,,,,复查,评审组,2025-01-10
b3,A-02,,not_applicable,,,无此项,党委,2025-01-10
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules, a ledger of all branches, what reviewers state."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "all").mkdir()
    for name, text in {"ledger": "period\n2024\n", "branch": BRANCHES, "ballots": BALLOTS}.items():
        (tmp_path / "all" / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "review.csv").write_text(STATED, encoding="utf-8")
    return tmp_path


def done(folder: Path, *, at_once: int = 100, is_reviewed: bool = True, strict: bool = False) -> Done:
    """What comes of judging so many branches at a time, its frames collected."""
    rules = load_ruleset(folder / "rules.yaml")
    stated = read_adjustments(str(folder / "review.csv"), rules.ruleset, YEAR, None, date(2025, 2, 1))
    task = Task(rules, YEAR, YEAR.end, at_once=at_once, adjustments=stated if is_reviewed else None)
    with opened_stage(folder / "out", {"at_once": at_once}, resume=False) as stage:
        return run(legible(open_ledgers(str(folder / "all"))), task, stage, lambda *_: None, strict=strict)


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_it_does_not_matter_how_many_are_judged_at_a_time(folder: Path, at_once: int) -> None:
    whole, parts = done(folder), done(folder, at_once=at_once)
    assert parts.result.results.equals(whole.result.results)
    assert whole.result.adjustments is not None
    assert parts.result.adjustments is not None
    assert parts.result.adjustments.equals(whole.result.adjustments)


def test_the_self_assessed_columns_are_the_results_without_adjustments(folder: Path) -> None:
    alone, together = done(folder, is_reviewed=False).result.results, done(folder).result.results
    assert "adjusted" not in alone.columns
    names = ["score_low", "score_high", "level_low", "level_high"]
    own = together.select("branch", *(pl.col(f"self_{name}").alias(name) for name in names))
    assert own.equals(alone.select("branch", *names))


def test_a_stated_rating_moves_those_that_are_compared_by_it(folder: Path) -> None:
    results = done(folder).result.results
    before, after = (results[name].to_list() for name in ("self_score_low", "score_low"))
    assert [now - was for was, now in zip(before, after, strict=True)] == [6, 7, -3, 4, -2, -2]
    assert results["adjusted"].to_list() == [["appraisal"], ["A-02"], ["A-03"], ["A-02"], [], []]


def test_every_adjustment_is_told_with_what_it_made_of_each_criterion(folder: Path) -> None:
    told = done(folder).result.adjustments
    assert told is not None
    assert told.select("branch", "criterion", "key", "kind", "value").rows() == [
        ("b0", "A-01", "appraisal", "rating", "9"),
        ("b1", "A-02", "A-02", "mark", "7"),
        ("b2", "A-03", "A-03", "points", "2"),
        ("b3", "A-02", "A-02", "outcome", "not_applicable"),
    ]
    ends = told.select("outcome_before", "points_low_before", "points_high_before", "outcome", "points_low")
    assert [tuple(map(str, row)) for row in ends.rows()] == [
        ("partly_met", "4.00", "4.00", "met", "10.00"),
        ("open", "0.00", "10.00", "partly_met", "7.00"),
        ("partly_met", "5.00", "5.00", "partly_met", "2.00"),
        ("open", "0.00", "10.00", "not_applicable", "0.00"),
    ]


def test_a_branch_is_reviewed_as_it_would_be_alone(folder: Path) -> None:
    rules = load_ruleset(folder / "rules.yaml")
    stated = read_adjustments(str(folder / "review.csv"), rules.ruleset, YEAR, None, date(2025, 2, 1))
    findings = done_findings(folder)
    for branch in ("b1", "b2", "b3"):
        ledger = load_ledger(folder / "all", rules.ruleset, branch)
        after = review(rules, ledger, stated, period=YEAR).after
        expected = [(f.criterion, f.outcome.value, f.points.low) for f in after.findings if f.criterion != "A-01"]
        assert [row[1:] for row in findings if row[0] == branch and row[1] != "A-01"] == expected


def done_findings(folder: Path) -> list[tuple[object, ...]]:
    """The findings of all branches."""
    rules = load_ruleset(folder / "rules.yaml")
    stated = read_adjustments(str(folder / "review.csv"), rules.ruleset, YEAR, None, date(2025, 2, 1))
    with opened_stage(folder / "out", {}, resume=False) as stage:
        task = Task(rules, YEAR, YEAR.end, adjustments=stated)
        came = run(legible(open_ledgers(str(folder / "all"))), task, stage, lambda *_: None)
        assert came.result.findings is not None
        return came.result.findings.select("branch", "criterion", "outcome", "points_low").collect().rows()


def test_points_beyond_what_this_branch_gets_stop_the_run(folder: Path) -> None:
    (folder / "review.csv").write_text(STATED.replace("b2,A-03,2", "b1,A-03,7"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        done(folder)
    (problem,) = raised.value.problems
    assert problem.said("en") == "A-03 gives “b1” at most 5.00 points, not 7. Correct the points."
    assert str(problem.place).endswith("review.csv!B4")


def test_adjustments_of_nobody_change_nothing_and_are_told(folder: Path) -> None:
    (folder / "review.csv").write_text(STATED.replace("b2,A-03", "b20,A-03"), encoding="utf-8")
    found = done(folder)
    assert [str(problem.place).rpartition("!")[2] for problem in found.unused] == ["B4"]
    with pytest.raises(InputError):
        done(folder, strict=True)


def test_other_adjustments_make_another_task(folder: Path) -> None:
    rules = load_ruleset(folder / "rules.yaml")
    stated = read_adjustments(str(folder / "review.csv"), rules.ruleset, YEAR, None, date(2025, 2, 1))
    keys = [Task(rules, YEAR, YEAR.end, adjustments=each).key for each in (None, stated, stated.of(["b1"]))]
    assert len({str(key) for key in keys}) == 3


def test_a_run_that_broke_off_goes_on_with_the_same_adjustments(folder: Path) -> None:
    rules = load_ruleset(folder / "rules.yaml")
    stated = read_adjustments(str(folder / "review.csv"), rules.ruleset, YEAR, None, date(2025, 2, 1))
    task = Task(rules, YEAR, YEAR.end, at_once=2, adjustments=stated)

    def stop(number: int, _: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened_stage(folder / "out", task.key, resume=False) as stage:
        run(legible(open_ledgers(str(folder / "all"))), task, stage, stop)
    with opened_stage(folder / "out", task.key, resume=True) as stage:
        assert stage.kept == 2
        came = run(legible(open_ledgers(str(folder / "all"))), task, stage, lambda *_: None)
    whole = done(folder)
    assert came.result.results.equals(whole.result.results)
    assert came.result.adjustments is not None
    assert whole.result.adjustments is not None
    assert came.result.adjustments.equals(whole.result.adjustments)
