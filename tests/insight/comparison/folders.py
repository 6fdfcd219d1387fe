"""Folders of results, made of frames."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from starcheck.insight.kept import SCHEMA, SUMMARY

POINTS = pl.Decimal(38, 2)
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "branch": pl.String, "name": pl.String,
    "score_low": POINTS, "score_high": POINTS, "level_low": pl.String, "level_high": pl.String,
    "vetoes": pl.List(pl.String), "vetoes_open": pl.List(pl.String), "rank_best": pl.UInt32, "rank_worst": pl.UInt32,
}  # fmt: skip
FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "branch": pl.String,
    "criterion": pl.String,
    "section": pl.String,
    "points_low": POINTS,
    "points_high": POINTS,
}
LEVELS = ("3", "2", "1", "none")


def result(branch: str, score: str = "0", level: str = "none", **other: object) -> dict[str, object]:
    """The row of a branch; ends that are not stated are equal."""
    row: dict[str, object] = {
        "branch": branch, "name": f"第{branch}支部", "score_low": Decimal(score), "score_high": Decimal(score),
        "level_low": level, "level_high": level, "vetoes": [], "vetoes_open": [], "rank_best": 1, "rank_worst": 1,
    }  # fmt: skip
    return row | other


def finding(branch: str, criterion: str, low: str, high: str | None = None) -> dict[str, object]:
    return {
        "branch": branch, "criterion": criterion, "section": criterion[0],
        "points_low": Decimal(low), "points_high": Decimal(high or low),
    }  # fmt: skip


def adjustment(branch: str, criterion: str, before: str, reason: str = "更正") -> dict[str, object]:
    """What a reviewer changed of a criterion that gave so many points."""
    points = Decimal(before)
    return {
        "branch": branch, "criterion": criterion, "authority": "组织科", "on": date(2025, 1, 8), "reason": reason,
        "points_low_before": points, "points_high_before": points,
    }  # fmt: skip


def adjusted(*rows: dict[str, object]) -> pl.DataFrame:
    """What reviewers changed."""
    return pl.DataFrame(rows, schema_overrides={"points_low_before": POINTS, "points_high_before": POINTS})


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of branches."""
    return pl.DataFrame(rows, schema=TYPES)


def found(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of findings."""
    return pl.DataFrame(rows, schema=FOUND)


def folder(
    path: Path,
    results: pl.DataFrame,
    findings: pl.DataFrame | None = None,
    *,
    digests: object = None,
    adjustments: object = None,
    **said: object,
) -> Path:
    """Write a folder of results.

    Args:
        adjustments: a frame of what reviewers changed.
        digests: of what each branch provided, by its id.
        said: keys of the summary that are otherwise than usual.
    """
    path.mkdir()
    files = {}
    tables = {"results.parquet": results}
    if findings is not None:
        tables["findings.parquet"] = findings
    if isinstance(digests, dict):
        tables["digests.parquet"] = pl.DataFrame([*digests.items()], schema=["branch", "digest"], orient="row")
    if isinstance(adjustments, pl.DataFrame):
        tables["adjustments.parquet"] = adjustments
    for name, table in tables.items():
        table.write_parquet(path / name)
        files[name] = {"rows": table.height, "sha256": hashlib.sha256((path / name).read_bytes()).hexdigest()}
    summary = summary_of(results.height) | {"files": files}
    (path / SUMMARY).write_text(json.dumps(summary | said), encoding="utf-8")
    return path


def summary_of(branches: int) -> dict[str, object]:
    """What a summary says, as far as it is read back."""
    return {
        "schema": SCHEMA,
        "state": "provisional",
        "engine": "1",
        "ruleset": {"id": "own", "edition": "1", "digest": "r"},
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "as_of": "2024-12-31",
        "data": {"ledgers": 1, "branches": branches, "digest": "d"},
        "left_out": {"ledgers": 0},
        "levels": [{"level": level, "title": f"level {level}"} for level in LEVELS],
        "files": {},
    }
