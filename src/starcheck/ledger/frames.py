"""The typed facts of a branch as Polars frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import polars as pl

from starcheck.calendar import Period
from starcheck.ledger.facts import Facts, Provided, Row
from starcheck.ledger.tables import (
    COVERS_FROM,
    COVERS_TO,
    KEY,
    MARKS_SCHEMA,
    PAPERS_SCHEMA,
    STATUS_SCHEMA,
    UNKNOWN,
    Tables,
    schema_of,
    stored_fields,
)
from starcheck.rules.schema.dictionary import BRANCH, Table

_Schema: TypeAlias = Mapping[str, pl.DataType]


def tables_of(facts: Facts, declared: Mapping[str, Table]) -> Tables:
    """The canonical tables of one branch; ``declared`` is the data dictionary."""
    rows = {BRANCH: (facts.branch,)} | {name: provided.rows for name, provided in facts.tables.items()}
    frames = {name: _frame(facts.branch_id, rows[name], schema_of(name, declared[name])) for name in rows}
    return Tables(
        branches=frames.pop(BRANCH),
        records=frames,
        status={
            name: _status(facts.branch_id, provided) for name, provided in facts.tables.items() if provided.has_status
        },
        marks=_frame(facts.branch_id, facts.marks, MARKS_SCHEMA) if facts.marks else None,
        papers=_frame(facts.branch_id, facts.papers, PAPERS_SCHEMA) if facts.papers else None,
        nullable=frozenset(
            f"{name}.{field}"
            for name, of_table in rows.items()
            for field in stored_fields(declared[name])
            if any(field not in row for row in of_table)
        ),
    )


def _status(branch: str, provided: Provided) -> pl.LazyFrame:
    row: Row = {UNKNOWN: provided.partial}
    match provided.covers:
        case Period(start, end):
            row |= {COVERS_FROM: start, COVERS_TO: end}
    return _frame(branch, [row], STATUS_SCHEMA)


def _frame(branch: str, rows: Sequence[Row], schema: _Schema) -> pl.LazyFrame:
    """A frame of one branch; what a row does not say is null."""
    return pl.DataFrame([{KEY: branch} | row for row in rows], schema=schema).lazy()
