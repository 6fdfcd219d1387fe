"""A folder of CSV files, one for each table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from starcheck.language import Lang
from starcheck.ledger.formulas import guarded
from starcheck.ledger.layout import LEDGER, TEMPLATE, columns, layout
from starcheck.ledger.naming import labels
from starcheck.ledger.tables import dtype_of
from starcheck.ledger.writing.contents import Contents, heading_row, left_out
from starcheck.ledger.writing.natural import is_free, text_frame
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.ruleset import RuleSet


def write_csv(contents: Contents, ruleset: RuleSet, path: Path, lang: Lang) -> None:
    """Write every table that the ledger may have, those without records as headings only.

    Excel opens the files as they are: they are UTF-8 with its mark, and no text in them is a formula.
    """
    tables = layout(ruleset)
    path.mkdir()
    for name in (name for name in tables if name != TEMPLATE):
        fields = columns(name, tables[name])
        shown = text_frame(name, tables, _kept(name, contents, fields), lang)
        safe = shown.with_columns(guarded(pl.col(column)) for column in shown.columns if is_free(fields[column]))
        headed = safe.rename(labels({column: fields[column] for column in shown.columns}, lang))
        headed.write_csv(path / f"{name}.csv", include_bom=True)


def _kept(name: str, contents: Contents, fields: Mapping[str, Field]) -> pl.DataFrame:
    """The rows of a table, with the columns that a person fills in."""
    nothing = pl.DataFrame(schema={column: dtype_of(field) for column, field in fields.items()})
    frame = contents.tables.get(name, heading_row(contents.heading) if name == LEDGER else nothing)
    return frame.drop(left_out(name, contents), strict=False)
