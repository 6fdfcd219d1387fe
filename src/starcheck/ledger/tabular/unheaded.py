"""Columns above which nothing stands, though values stand in them."""

from __future__ import annotations

import polars as pl

from starcheck.language import t
from starcheck.ledger.sheets import ROW, Sheet
from starcheck.ledger.tabular.notes import Notes


def tell_unheaded(sheet: Sheet, above: int, notes: Notes) -> None:
    """Warn of values that are not read, since nobody knows what they are.

    Args:
        sheet: a table.
        above: how many rows stand above its records; the last of them holds the headings.
        notes: where the warnings go.
    """
    columns = [column for column, heading in enumerate(sheet.head[above - 1]) if not heading.strip()]
    if not columns:
        return
    written = {column: pl.col(str(column)).cast(pl.String).str.strip_chars() != "" for column in columns}
    rows = sheet.body(above).select(
        pl.struct(count=there.sum(), first=pl.col(ROW).filter(there).min()).alias(str(column))
        for column, there in written.items()
    )
    for column, found in rows.collect(engine="streaming").row(0, named=True).items():
        if found["count"]:
            notes.warnings.add(
                sheet.place(found["first"], int(column)),
                t("Nothing stands above this column; its {count} values were not read.", count=found["count"]),
                t("Write a heading above it, or remove it."),
            )
