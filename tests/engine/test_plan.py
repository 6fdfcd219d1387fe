"""The physical plan of the measures: what cannot run in the streaming engine does not slip in unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import Fold
from starcheck.engine.program import Program, compile_program
from starcheck.ledger.tables import KEY, MARKS_SCHEMA, STATUS_SCHEMA, Tables, schema_of, stored_fields
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

FALLBACK = 'label="in-memory-map'
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


def stored(path: Path, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """A frame that is read from a file: the order of its rows is unknown, as it is in practice."""
    pl.DataFrame(schema=schema).write_parquet(path)
    return pl.scan_parquet(path)


def tables_with_every_gap(ruleset: RuleSet, folder: Path) -> Tables:
    """Tables in which any cell may be empty and any table incomplete, so that every aggregate is asked for."""
    frames = {name: stored(folder / name, schema_of(name, table)) for name, table in ruleset.tables.items()}
    status = stored(folder / "status", STATUS_SCHEMA)
    return Tables(
        branches=frames.pop(BRANCH),
        records=frames,
        status=dict.fromkeys(frames, status),
        marks=stored(folder / "marks", MARKS_SCHEMA),
        nullable=frozenset(
            f"{name}.{field}" for name, table in ruleset.tables.items() for field in stored_fields(table)
        ),
    )


@pytest.fixture(scope="module", params=[None, date(2024, 6, 30)], ids=["year over", "half-way"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Program:
    ruleset = load_ruleset(find("five-star")).ruleset
    tables = tables_with_every_gap(ruleset, tmp_path_factory.mktemp("tables"))
    return compile_program(ruleset, tables, Clock.at(YEAR, request.param))


def falls_back(frame: pl.LazyFrame) -> bool:
    plan = frame.show_graph(raw_output=True, engine="streaming", plan_stage="physical", show=False)
    return FALLBACK in str(plan)


def fallen_back(fold: Fold) -> list[str]:
    """The aggregates that fall back; asked one by one only if any of them does."""
    if not falls_back(fold.result()):
        return []
    return [
        str(aggregate) for name, aggregate, _ in fold.aggregates.values() if falls_back(fold.result().select(KEY, name))
    ]


def test_every_fold_streams(program: Program) -> None:
    folds = [fold for fold in program.sources.folds.values() if fold.aggregates]
    assert len(folds) > 20
    assert {fold.name: found for fold in folds if (found := fallen_back(fold))} == {}


def test_only_longest_gaps_take_their_records_in_order(program: Program) -> None:
    assert {key[0] for key in program.sources.joins if isinstance(key, tuple)} == {"gap"}
    assert all(isinstance(key, tuple) for key in program.sources.joins)


def test_a_fallback_would_be_seen(tmp_path: Path) -> None:
    frame = stored(tmp_path / "days", {KEY: pl.String(), "day": pl.Date()})
    assert not falls_back(frame.group_by(KEY).agg(pl.col("day").max()))
    assert falls_back(frame.group_by(KEY).agg(pl.col("day").sort().diff().max()))
