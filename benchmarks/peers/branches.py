"""Branches as the other engines take them: each a document with its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import polars as pl

from starcheck.ledger.tables import KEY

Branch: TypeAlias = "dict[str, list[dict[str, object]]]"

FIELDS: Mapping[str, Sequence[str]] = {
    "meetings": ["held_on", "kind", "expected", "attended"],
    "activities": ["held_on", "kind"],
    "safety_reviews": ["held_on", "applied"],
    "roster": ["role", "frontline", "star_rated", "area", "buddy"],
    "duty": ["done", "planned"],
    "badge_checks": ["wearing", "checked"],
    "documents": ["name"],
}
"""What the criteria look at; nothing else is handed over."""


def branches(folder: Path, number: int) -> dict[str, Branch]:
    """The first branches of some tables, by id; in place of a day stands its month, for not every engine knows days."""
    ids = pl.scan_parquet(folder / "branch.parquet").select(KEY).head(number).collect()[KEY]
    found: dict[str, Branch] = {each: {table: [] for table in FIELDS} for each in ids}
    for table, fields in FIELDS.items():
        records = pl.scan_parquet(folder / f"{table}.parquet").filter(pl.col(KEY) <= ids[-1]).select(KEY, *fields)
        if "held_on" in fields:
            records = records.with_columns(month=pl.col("held_on").dt.month().cast(pl.Int64)).drop("held_on")
        for record in records.collect().iter_rows(named=True):
            found[record.pop(KEY)][table].append(record)
    return found
