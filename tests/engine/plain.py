"""Plain ledgers, as the strategies make them, turned into typed tables without the readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from starcheck.ledger.tables import (
    CHANGES_SCHEMA,
    COVERS_FROM,
    COVERS_TO,
    KEY,
    MARK_GRADE,
    MARK_KEY,
    MARK_POINTS,
    PAPERS_SCHEMA,
    UNKNOWN,
    Changes,
    Tables,
    schema_of,
    stored_fields,
)
from starcheck.rules.schema.dictionary import BRANCH, Field
from starcheck.rules.schema.ruleset import RuleSet

Plain = Mapping[str, Any]


def tables_of(ruleset: RuleSet, *ledgers: Plain) -> Tables:
    """The typed tables of some branches; every branch needs an id of its own."""
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in ruleset.tables}
    status: dict[str, list[dict[str, Any]]] = {name: [] for name in ruleset.tables if name != BRANCH}
    marks: list[dict[str, Any]] = []
    papers: list[dict[str, Any]] = []
    for ledger in ledgers:
        branch = ledger["branch"]["id"]
        for name, table in ruleset.tables.items():
            stated = [ledger["branch"]] if name == BRANCH else ledger.get(name, "not_provided")
            rows, row_status = (stated, None) if name == BRANCH else _rows(stated)
            first = "name" if name == BRANCH else "id"
            records[name] += [
                {KEY: branch, first: row.get(first)}
                | {f: _cell(field, row.get(f)) for f, field in stored_fields(table).items()}
                for row in rows
            ]
            if row_status is not None:
                status[name].append({KEY: branch} | row_status)
        papers += [
            {KEY: branch, "key": key, "paper": name, "state": state}
            for key, stated in ledger.get("papers", {}).items()
            for name, state in stated.items()
        ]
        marks += [_mark(branch, key, mark, ruleset) for key, mark in ledger.get("marks", {}).items()]
    frames = {name: pl.LazyFrame(rows, schema=schema_of(name, ruleset.tables[name])) for name, rows in records.items()}
    nullable = frozenset(
        f"{name}.{field}"
        for name, rows in records.items()
        for field in stored_fields(ruleset.tables[name])
        if any(row[field] is None for row in rows)
    )
    status_schema = {KEY: pl.String, UNKNOWN: pl.Boolean, COVERS_FROM: pl.Date, COVERS_TO: pl.Date}
    mark_schema = {KEY: pl.String, MARK_KEY: pl.String, MARK_POINTS: pl.Int64, MARK_GRADE: pl.String}
    return Tables(
        branches=frames.pop(BRANCH),
        records=frames,
        status={name: pl.LazyFrame(rows, schema=status_schema) for name, rows in status.items() if rows},
        marks=pl.LazyFrame(marks, schema=mark_schema) if marks else None,
        nullable=nullable,
        papers=pl.LazyFrame(papers, schema=PAPERS_SCHEMA) if papers else None,
        changes=_changes(ruleset, ledgers),
    )


def _changes(ruleset: RuleSet, ledgers: Sequence[Plain]) -> Changes | None:
    """What reviewers state, as a ledger of a test has it under ``changes``."""
    rows: list[dict[str, Any]] = []
    for ledger in ledgers:
        stated = {KEY: ledger["branch"]["id"], "points": None, "outcome": None, "rating": None}
        for key, change in ledger.get("changes", {}).get("criteria", {}).items():
            units = {"points": int(Fraction(change["points"]) / Fraction(ruleset.unit))} if "points" in change else {}
            rows.append({**stated, "key": key, "outcome": change.get("outcome"), **units})
        for key, value in ledger.get("changes", {}).get("ratings", {}).items():
            rows.append({**stated, "key": key, "rating": int(Fraction(value) * 10**6)})
    if not rows:
        return None
    dropped = frozenset(row["key"] for row in rows if row["outcome"] == "not_applicable")
    return Changes(pl.LazyFrame(rows, schema=CHANGES_SCHEMA), frozenset(row["key"] for row in rows), dropped)


def _rows(stated: Any) -> tuple[list[Plain], dict[str, Any] | None]:  # noqa: ANN401 - what a ledger holds
    if isinstance(stated, str):
        return [], _status("not_provided", None) if stated == "not_provided" else None
    if isinstance(stated, list):
        return stated, None
    state, covers = stated.get("status", "complete"), stated.get("covers")
    plain = covers is None and state in ("complete", "none")
    return stated.get("records", []), None if plain else _status(state, covers)


def _status(state: str, covers: tuple[date, date] | None) -> dict[str, Any]:
    first, last = covers or (None, None)
    return {UNKNOWN: state in ("not_provided", "partial"), COVERS_FROM: first, COVERS_TO: last}


def _cell(field: Field, value: Any) -> Any:  # noqa: ANN401 - what a ledger holds
    if value is None or field.type not in ("integer", "decimal", "percent"):
        return value
    number = Fraction(Decimal(value.rstrip("%"))) / 100 if isinstance(value, str) else Fraction(value)
    return int(number * 10**field.scale)


def _mark(branch: str, key: str, mark: Plain, ruleset: RuleSet) -> dict[str, Any]:
    points = mark.get("points")
    units = None if points is None else int(Fraction(points) / Fraction(ruleset.unit))
    return {KEY: branch, MARK_KEY: key, MARK_POINTS: units, MARK_GRADE: mark.get("grade")}
