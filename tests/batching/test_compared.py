"""Criteria that compare branches, over branches that are judged so many at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from starcheck import load_ruleset
from starcheck.batching import Done, Task, opened_stage, run
from starcheck.calendar import Period
from starcheck.ledger import open_ledgers
from starcheck.ledger.collected import legible

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
RULES = """
ruleset: compared
edition: "1"
title: 比较
effective_from: 2024-01-01
points: 20
tables:
  branch:
    label: 支部概况
    fields:
      kind: {type: choice, label: 类型, choices: [机关, 生产], required: true}
      output: {type: integer, label: 产值, min: 0, max: 100}
measures:
  product: {field: branch.output}
  place: {rank: product, among: branch.kind}
sections:
  - id: A
    title: 甲
    points: 20
    criteria:
      - {id: A-01, title: 名次, points: 10, measure: place, score: {by_rank: [10, 8, 6, {else: 4}]}}
      - {id: A-02, title: 均值, points: 10, score: {all_or_nothing: {product: {at_least: {mean: product, among: all}}}}}
levels:
  - {id: 1, title: 一星级, at_least: 10}
"""
HEAD = "branch,name,kind,output\n"
ROWS = [f"b{n},第{n}支部,{'机关' if n % 3 else '生产'},{n * 7 % 30}\n" for n in range(9)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules, and a ledger of all branches."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "ledger.csv").write_text("period\n2024\n", encoding="utf-8")
    (tmp_path / "all" / "branch.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")
    return tmp_path


def done(folder: Path, at_once: int, *also: str) -> tuple[Done, list[tuple[object, ...]]]:
    """What comes of judging so many branches at a time, and the points by criterion."""
    task = Task(load_ruleset(folder / "rules.yaml"), YEAR, YEAR.end, at_once=at_once)
    found = legible(open_ledgers(str(folder / "all"), *also))
    with opened_stage(folder / "out", {"at_once": at_once}, resume=False) as stage:
        came = run(found, task, stage, lambda *_: None)
        assert came.result.findings is not None
        return came, came.result.findings.select("branch", "criterion", "points_low", "points_high").collect().rows()


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_it_does_not_matter_how_many_are_judged_at_a_time(folder: Path, at_once: int) -> None:
    (whole, points), (parts, same) = done(folder, 100), done(folder, at_once)
    assert same == points
    assert parts.result.results.equals(whole.result.results)
    assert not any(low != high for _, _, low, high in points)


def test_a_place_is_one_among_all_branches_of_its_kind(folder: Path) -> None:
    _, points = done(folder, 2)
    places = [float(str(low)) for _, criterion, low, _ in points if criterion == "A-01"]
    outputs = [n * 7 % 30 for n in range(9)]
    expected = []
    for n in range(9):
        ahead = sum(outputs[j] > outputs[n] for j in range(9) if (j % 3 == 0) == (n % 3 == 0))
        expected.append([10, 8, 6, 4][min(ahead, 3)])
    assert places == expected


def test_whoever_is_left_out_leaves_open_what_could_change(folder: Path) -> None:
    bad = folder / "bad.yaml"
    bad.write_text("period: 2024\nbranch: {id: x, kind: 机关, output: many}\n", encoding="utf-8")
    came, points = done(folder, 2, str(bad))
    _, without = done(folder, 2)
    assert came.result.results["rank_worst"].max() == 10
    assert any(low != high for _, _, low, high in points)
    for (_, _, low, high), (_, _, same, _) in zip(points, without, strict=True):
        assert float(str(low)) <= float(str(same)) <= float(str(high))


def test_branches_left_out_of_the_same_tables_leave_open_as_much_in_pieces_as_in_the_whole(folder: Path) -> None:
    rows = pl.read_csv(folder / "all" / "branch.csv").with_columns(
        output=pl.when(pl.col("branch") == "b7").then(pl.lit("many")).otherwise(pl.col("output").cast(pl.String))
    )
    (folder / "all" / "branch.csv").unlink()
    rows.write_parquet(folder / "all" / "branch.parquet")
    (whole, points), (parts, same) = done(folder, 100), done(folder, 2)
    assert same == points
    assert any(low != high for _, _, low, high in points)
    assert parts.result.results.equals(whole.result.results)
    assert parts.refused == whole.refused


def test_a_run_that_goes_on_knows_what_the_first_partitions_were_compared_with(folder: Path) -> None:
    task = Task(load_ruleset(folder / "rules.yaml"), YEAR, YEAR.end, at_once=2)
    found = legible(open_ledgers(str(folder / "all")))

    def stop(number: int, _: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened_stage(folder / "out", {}, resume=False) as stage:
        run(found, task, stage, stop)
    with opened_stage(folder / "out", {}, resume=True) as stage:
        assert stage.kept == 2
        results = run(found, task, stage, lambda *_: None).result.results
    assert results.equals(done(folder, 100)[0].result.results)
    assert isinstance(results, pl.DataFrame)
