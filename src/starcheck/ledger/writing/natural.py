"""What stored values look like outside: as people read them, as databases keep them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from starcheck.language import Lang, Title, say
from starcheck.ledger.formulas import all_unmistaken
from starcheck.ledger.layout import STATUS, STATUS_TABLE, columns, words
from starcheck.ledger.tabular.files import names_text
from starcheck.rules.schema.dictionary import NUMERIC, Field, Table

_DIGITS = 38


def natural_frame(name: str, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table in exact decimals, ``95%`` as a text, dates, truths, lists of files."""
    return frame.select(_natural(column, field).alias(column) for column, field in columns(name, table).items())


def database_frame(name: str, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The same as databases keep it, so that every text is read as what it is."""
    texts = [column for column, field in columns(name, table).items() if field.type in {"text", "choice"}]
    return natural_frame(name, table, frame).with_columns(all_unmistaken(pl.col(column)) for column in texts)


def is_free(field: Field) -> bool:
    """Whether somebody chose the words: a number may begin with its sign."""
    return field.type in {"text", "choice", "files"}


def files_text(names: pl.Expr) -> pl.Expr:
    """The names of files in one text, null if there are none."""
    return pl.when(names.list.len() > 0).then(names).map_elements(names_text, return_dtype=pl.String)


def text_frame(name: str, tables: Mapping[str, Table], frame: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """A table as people read it, every cell a text, an empty one null.

    Args:
        name: the table.
        tables: all tables of a ledger, since some speak of others.
        frame: its stored values; columns may be left out.
        lang: the language of words such as 是.
    """
    fields = {column: field for column, field in columns(name, tables[name]).items() if column in frame.columns}
    labels: dict[object, str | Title] = {each: table.label for each, table in tables.items()}
    return frame.select(
        (
            _in_words(pl.col(column), labels, lang)
            if (name, column) == (STATUS, STATUS_TABLE)
            else _text(field, pl.col(column), lang)
        ).alias(column)
        for column, field in fields.items()
    )


def _natural(column: str, field: Field) -> pl.Expr:
    stored = pl.col(column)
    match field.type:
        case "decimal":
            return _number(stored, field)
        case "percent":
            return _number_text(stored, field)
        case "choice" | "evidence":
            return stored.cast(pl.String)
        case "files":
            return pl.when(stored.list.len() > 0).then(stored)
        case _:
            return stored


def _text(field: Field, stored: pl.Expr, lang: Lang) -> pl.Expr:
    if spelled := dict(words(field)):
        return _in_words(stored if field.type == "boolean" else stored.cast(pl.String), spelled, lang)
    if field.type in NUMERIC:
        return _number_text(stored, field)
    if field.type == "files":
        return files_text(stored)
    return stored.cast(pl.String)


def _in_words(stored: pl.Expr, spelled: Mapping[object, str | Title], lang: Lang) -> pl.Expr:
    shown = [say(word, lang) for word in spelled.values()]
    return stored.replace_strict(list(spelled), shown, default=None, return_dtype=pl.String)


def _number(units: pl.Expr, field: Field) -> pl.Expr:
    """The number that so many units of the last decimal place are."""
    places = field.places
    return units.cast(pl.Decimal(_DIGITS, places)) * pl.lit(
        Decimal(1).scaleb(-places), dtype=pl.Decimal(_DIGITS, places)
    )


def _number_text(units: pl.Expr, field: Field) -> pl.Expr:
    """A number without trailing zeros, with the sign of a percentage."""
    if field.type == "integer" or not field.places:
        written = units.cast(pl.String)
    else:
        written = _number(units, field).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    return written + "%" if field.type == "percent" else written
