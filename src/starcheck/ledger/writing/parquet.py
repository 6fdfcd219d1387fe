"""A folder of Parquet files, one for each table."""

from __future__ import annotations

from pathlib import Path

from starcheck.language import Lang
from starcheck.ledger.layout import layout
from starcheck.ledger.writing.contents import Contents
from starcheck.ledger.writing.natural import database_frame
from starcheck.rules.schema.ruleset import RuleSet


def write_parquet(contents: Contents, ruleset: RuleSet, path: Path, _: Lang) -> None:
    """Write the tables that the ledger has, under their names and those of their fields."""
    tables = layout(ruleset)
    path.mkdir()
    for name, frame in contents.tables.items():
        database_frame(name, tables[name], frame).write_parquet(path / f"{name}.parquet")
