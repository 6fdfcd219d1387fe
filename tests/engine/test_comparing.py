"""Branches compared with one another, wherever they are judged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck.assessing import BatchResult, assess_batch, assess_tables, judged_rows, settled
from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.comparing import answered, measured
from starcheck.engine.finding_columns import CRITERION, POINTS_HIGH, POINTS_LOW
from starcheck.engine.program import compile_program
from starcheck.engine.results import Results
from starcheck.errors import InputError
from starcheck.ledger.tables import KEY, Tables
from starcheck.rules.load import Loaded
from tests.engine.plain import tables_of
from tests.engine.test_agreement import BRANCHES, loaded
from tests.engine.test_placing import YEAR
from tests.strategies import Batch, batches

Raw = Any  # what YAML holds
RULES = loaded(
    {
        "ruleset": "compared",
        "edition": "1",
        "title": "比较",
        "effective_from": YEAR.start,
        "points": 20,
        "tables": {
            "branch": {
                "label": "支部",
                "fields": {
                    "kind": {"type": "choice", "label": "类型", "choices": ["机关", "生产"], "required": True},
                    "output": {"type": "integer", "label": "产值", "min": 0, "max": 100},
                },
            }
        },
        "measures": {"output": {"field": "branch.output"}, "place": {"rank": "output", "among": "branch.kind"}},
        "sections": [
            {
                "id": "A",
                "title": "甲",
                "points": 20,
                "criteria": [
                    {
                        "id": "A-01",
                        "title": "名次",
                        "points": 10,
                        "measure": "place",
                        "score": {"by_rank": [10, 8, {"else": 4}]},
                    },
                    {
                        "id": "A-02",
                        "title": "比例",
                        "points": 10,
                        "measure": "output",
                        "score": {"proportional": {"target": {"best": "output", "among": "all"}}},
                    },
                ],
            }
        ],
        "levels": [{"id": 1, "title": "一", "at_least": 1}],
    }
)


def branches(*outputs: int | None, kinds: str = "") -> Tables:
    """Branches by their output; all are of one kind unless told otherwise."""
    named = {"A": "机关", "B": "生产"}
    facts = [
        {"branch": {"id": f"b{n}", "kind": named[kinds[n] if kinds else "A"], "output": output}}
        for n, output in enumerate(outputs)
    ]
    return tables_of(RULES.ruleset, *facts)


def points(found: BatchResult, criterion: str) -> list[Raw]:
    """What each branch has by a criterion, or both ends."""
    assert found.findings is not None
    rows = found.findings.filter(pl.col(CRITERION) == criterion).select(POINTS_LOW, POINTS_HIGH).collect().rows()
    return [float(low) if low == high else (float(low), float(high)) for low, high in rows]


def test_branches_of_a_batch_are_compared_with_one_another() -> None:
    found = assess_batch(RULES, branches(80, 40, 60, 20, kinds="AAAB"), period=YEAR)
    assert points(found, "A-01") == [10, 4, 8, 10]
    assert points(found, "A-02") == [10, 5, 7.5, 2.5]


def test_an_unknown_value_of_one_leaves_open_what_depends_on_it() -> None:
    found = assess_batch(RULES, branches(80, 40, None), period=YEAR)
    assert points(found, "A-01") == [(8, 10), (4, 8), (4, 10)]


def test_whoever_was_left_out_leaves_open_what_depends_on_it() -> None:
    tables = replace(branches(80, 40, 20), left_out=1)
    found = assess_batch(RULES, tables, period=YEAR)
    assert points(found, "A-01") == [(8, 10), (4, 8), 4]
    assert points(found, "A-02") == [(8, 10), (4, 5), (2, 2.5)]
    assert found.findings is not None
    assert found.findings.select("missing").collect().to_series().to_list()[:2] == [["others"], ["others"]]


def apart(rules: Loaded, tables: Tables, period: Period, day: Raw, parts: list[list[str]]) -> list[pl.DataFrame]:
    """The rows and findings of branches that are judged in parts."""

    def program(some: Tables) -> Raw:
        return compile_program(rules.ruleset, some, Clock.at(period, day))

    pieces = [tables.within(pl.LazyFrame({KEY: part})) for part in parts]
    programs = [program(piece.all_together()) for piece in pieces]
    frames = [frame for each in programs if (frame := measured(each)) is not None]
    if frames:
        told = answered(programs[-1], pl.concat(frame.collect() for frame in frames)).lazy()
        programs = [program(piece.told_of(told)) for piece in pieces]
    rows = settled(rules.ruleset, pl.concat(judged_rows(each) for each in programs), tables.left_out)
    return [
        rows.sort(KEY),
        pl.concat(Results(each).findings().collect() for each in programs).sort(KEY, maintain_order=True),
    ]


@pytest.mark.parametrize("parts", [["b0"], ["b0", "b1"], ["b3", "b1"]])
@pytest.mark.parametrize("left_out", [0, 1, None])
def test_parts_know_the_branches_of_the_others(parts: list[str], left_out: int | None) -> None:
    tables = replace(branches(80, None, 60, 20, kinds="AABB"), left_out=left_out)
    rest = [f"b{n}" for n in range(4) if f"b{n}" not in parts]
    together = assess_batch(RULES, tables, period=YEAR)
    assert together.findings is not None
    rows, findings = apart(RULES, tables, YEAR, None, [parts, rest])
    assert rows.equals(together.results)
    assert findings.equals(together.findings.collect())


@settings(suppress_health_check=list(HealthCheck))
@given(batches(st.just(BRANCHES)), st.integers(1, BRANCHES - 1))
def test_every_branch_has_what_it_has_in_the_company_of_all(batch: Batch, cut: int) -> None:
    rules, period = loaded(batch.ruleset), Period(*batch.period)
    tables = replace(tables_of(rules.ruleset, *batch.ledgers), left_out=batch.left_out)
    try:
        assessed = dict(assess_tables(rules, tables.all_together(), period=period, as_of=batch.as_of))
    except InputError:
        reject()
    ids = sorted(assessed)
    _, findings = apart(rules, tables, period, batch.as_of, [ids[:cut], ids[cut:]])
    assert findings.select(KEY, CRITERION, POINTS_LOW, POINTS_HIGH).rows() == [
        (branch, finding.criterion, finding.points.low, finding.points.high)
        for branch in ids
        for finding in assessed[branch].findings
    ]
