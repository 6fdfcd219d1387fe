"""The canonical typed tables: what every reader produces, the only thing the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from starcheck.rules.schema.dictionary import BRANCH, EVIDENCE_STATES, Field, Table

KEY = "branch"
"""The column that names the branch, in every frame."""
RECORD_ID = "id"
UNKNOWN, COVERS_FROM, COVERS_TO = "unknown", "covers_from", "covers_to"
"""Columns of a status frame: the table is not provided or partial; the span it covers (null: the assessed period so far)."""
STATUS_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), UNKNOWN: pl.Boolean(), COVERS_FROM: pl.Date(), COVERS_TO: pl.Date(),
}  # fmt: skip
MARK_KEY, MARK_POINTS, MARK_GRADE = "key", "points", "grade"
"""Columns of the marks: criterion or criterion/part, points on the rule set's grid, or a grade."""
MARK_REASON, MARK_BY, MARK_ON = "reason", "by", "on"
"""Columns of the marks that nobody computes with: why, by whom, on which day."""
MARKS_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), MARK_KEY: pl.String(), MARK_POINTS: pl.Int64(), MARK_GRADE: pl.String(),
    MARK_REASON: pl.String(), MARK_BY: pl.String(), MARK_ON: pl.Date(),
}  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """Branches and their records.

    Attributes:
        branches: one row per branch: ``branch``, ``name`` and the fields of the table ``branch``.
        records: per table, one row per record: ``branch``, optionally ``id``, and the stored fields. Derived fields are not stored.
        status: per table, one row per branch whose table is not simply complete for the assessed period.
        marks: reviewers' marks, one row each.
        nullable: fields, as ``table.field``, that hold an empty cell somewhere.
    """

    branches: pl.LazyFrame
    records: Mapping[str, pl.LazyFrame]
    status: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    marks: pl.LazyFrame | None = None
    nullable: frozenset[str] = frozenset()


def dtype_of(field: Field) -> pl.DataType:
    """How a field is stored: numbers as integers in units of their last decimal place, choices as enumerations."""
    match field.type:
        case "integer" | "decimal" | "percent":
            return pl.Int64()
        case "boolean":
            return pl.Boolean()
        case "date":
            return pl.Date()
        case "choice":
            return pl.Enum(field.choices)
        case "evidence":
            return pl.Enum(EVIDENCE_STATES)
        case "files":
            return pl.List(pl.String())
        case "text":
            return pl.String()


def stored_fields(table: Table) -> dict[str, Field]:
    """The fields that a ledger holds, in the order of the data dictionary."""
    return {name: field for name, field in table.fields.items() if field.derived is None}


def schema_of(name: str, table: Table) -> dict[str, pl.DataType]:
    """The columns of a typed table."""
    first = {KEY: pl.String(), ("name" if name == BRANCH else RECORD_ID): pl.String()}
    return first | {field_name: dtype_of(field) for field_name, field in stored_fields(table).items()}
