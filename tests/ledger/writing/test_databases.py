from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from starcheck.ledger.writing import Kind, write_ledger
from tests.ledger.small import RULES

from .small import EMPTY, contents, several

TABLES = ["ledger", "branch", "status", "meetings", "reports", "honours", "papers", "marks"]
REPORTS: list[tuple[object, ...]] = [
    ("b1", None, "一季度", Decimal("17.5"), Decimal(20), None, "95%", True, "accepted", ["a.pdf", "b.pdf"]),
    ("b1", None, "=1+1", Decimal(0), None, Decimal("0.125"), "12.5%", False, "missing", None),
    ("b1", None, '他说:"好, 不错"', None, None, None, None, None, None, None),
]


def test_parquet_files_have_natural_types(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger", "zh", kind="parquet")
    assert {file.stem for file in (tmp_path / "ledger").iterdir()} == set(TABLES)
    reports = pl.read_parquet(tmp_path / "ledger" / "reports.parquet")
    assert reports.rows() == REPORTS
    assert dict(reports.schema) == {
        "branch": pl.String(),
        "id": pl.String(),
        "topic": pl.String(),
        "hours": pl.Decimal(38, 1),
        "limit": pl.Decimal(38, 2),
        "used": pl.Decimal(38, 3),
        "share": pl.String(),
        "checked": pl.Boolean(),
        "proof": pl.String(),
        "scans": pl.List(pl.String),
    }
    assert pl.read_parquet(tmp_path / "ledger" / "status.parquet").rows()[1] == (
        "b1", "reports", "partial", date(2023, 1, 1), date(2024, 6, 30),
    )  # fmt: skip


def test_duckdb_has_the_same_tables(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger.duckdb", "zh")
    with duckdb.connect(str(tmp_path / "ledger.duckdb"), read_only=True) as database:
        assert {name for (name,) in database.execute("SHOW TABLES").fetchall()} == set(TABLES)
        assert database.execute("FROM reports").fetchall() == REPORTS
        assert database.execute("SELECT held_on FROM meetings").fetchall() == [(date(2024, 1, 5),)]


def of_sqlite(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_sqlite_has_the_same_tables_in_its_own_types(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    write_ledger(contents(), RULES, path, "zh")
    assert [name for (name,) in of_sqlite(path, "SELECT name FROM sqlite_schema")] == TABLES
    assert of_sqlite(path, "SELECT * FROM reports") == [
        ("b1", None, "一季度", 17.5, 20, None, "95%", 1, "accepted", "a.pdf; b.pdf"),
        ("b1", None, "=1+1", 0, None, 0.125, "12.5%", 0, "missing", None),
        ("b1", None, '他说:"好, 不错"', None, None, None, None, None, None, None),
    ]
    assert of_sqlite(path, "SELECT held_on FROM meetings") == [("2024-01-05",)]


@pytest.mark.parametrize("name", ["ledger.duckdb", "ledger.sqlite", "ledger.sqlite3", "ledger.db"])
def test_branches_stand_below_one_another(name: str, tmp_path: Path) -> None:
    write_ledger(several(), RULES, tmp_path / name, "zh")
    query = "SELECT branch, held_on FROM meetings ORDER BY branch"
    if name.endswith(".duckdb"):
        with duckdb.connect(str(tmp_path / name), read_only=True) as database:
            assert database.execute(query).fetchall() == [("b1", date(2024, 1, 5)), ("b2", date(2024, 1, 8))]
    else:
        assert of_sqlite(tmp_path / name, query) == [("b1", "2024-01-05"), ("b2", "2024-01-08")]


@pytest.mark.parametrize("units", [0, 1, -1, 10**12, -(10**12), 999_999_999_999])
def test_decimals_stay_exact(units: int, tmp_path: Path) -> None:
    written = contents("reports: [{topic: 一}]")
    frame = written.tables["reports"].with_columns(used=pl.lit(units, dtype=pl.Int64))
    changed = type(written)(written.heading, dict(written.tables) | {"reports": frame})
    write_ledger(changed, RULES, tmp_path / "all", "zh", kind="parquet")
    write_ledger(changed, RULES, tmp_path / "all.sqlite", "zh")
    exact = Decimal(units).scaleb(-3)
    assert pl.read_parquet(tmp_path / "all" / "reports.parquet")["used"].to_list() == [exact]
    ((read,),) = of_sqlite(tmp_path / "all.sqlite", "SELECT printf('%.15g', used) FROM reports")
    assert Decimal(read) == exact


EVERY: list[Kind] = ["parquet", "duckdb", "sqlite"]


@pytest.mark.parametrize("kind", EVERY)
def test_an_empty_ledger_has_no_tables(kind: Kind, tmp_path: Path) -> None:
    write_ledger(EMPTY, RULES, tmp_path / "ledger", "zh", kind=kind)
    assert (tmp_path / "ledger").exists()
