"""Cells that need no interpretation, read in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from starcheck.documents.folding import INVISIBLE
from starcheck.language import Title
from starcheck.ledger.layout import words_of
from starcheck.ledger.tables import dtype_of
from starcheck.rules.schema.dictionary import Field

FILES_APART = "\x1f"
"""What stands between the names of files while they are one text; no name may hold it."""

_EDGES = rf"^['\s{INVISIBLE}]|[\s{INVISIBLE}]$|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"
"""A text with something around it that was hardly meant, or with characters that nobody types."""
_SEVERAL = r"[;；、,，\n]|^\[\""
_DAY_BYTES = len("2024-03-05")
"""Of more, there is a sign before the year."""
_EARLIEST = date(1900, 1, 1)
_FLOAT_NOISE = 5e-16
"""A number of a spreadsheet differs from what was typed by no more than this part of it."""
_TRUTHS = {"是": True, "否": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Plain:
    """How a column is read where its cells are plain.

    Attributes:
        value: what the field stores.
        fits: where that holds; elsewhere the cell, unless it is empty, is somebody's own spelling.
        raw: the cell as its source has it.
        text: the cell as a text.
    """

    value: pl.Expr
    fits: pl.Expr
    raw: pl.Expr
    text: pl.Expr

    @property
    def odd(self) -> pl.Expr:
        """Where a cell is filled, but not plain."""
        return self.raw.is_not_null() & ~self.fits.fill_null(value=False)


def plainly(name: str, dtype: pl.DataType, field: Field) -> Plain:
    """How a column of some type is read as a field.

    Args:
        name: the column.
        dtype: what its source holds.
        field: what the data dictionary says.
    """
    raw = pl.col(name)
    reader = _TYPED.get((dtype.base_type(), field.type))
    if reader is not None:
        value, fits = reader(raw, field)
        return Plain(value, fits, raw, _as_json(raw) if field.type == "files" else _as_text(raw, dtype))
    text = _as_text(raw, dtype)
    value, fits = _WRITTEN[field.type](text, field)
    return Plain(value, fits, raw, text)


def _as_text(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The cells as somebody would type them."""
    match dtype:
        case pl.String():
            return raw
        case pl.List():
            return raw.list.join(";")
        case pl.Float32() | pl.Float64():
            return raw.cast(pl.String).str.strip_suffix(".0")
        case _:
            return raw.cast(pl.String)


_Read = tuple[pl.Expr, pl.Expr]


def _text(text: pl.Expr, _: Field) -> _Read:
    return text, ~text.str.contains(_EDGES) & (text != "")


def _integer(text: pl.Expr, field: Field) -> _Read:
    return _bounded(text.cast(pl.Int64, strict=False), field)


def _decimal(text: pl.Expr, field: Field) -> _Read:
    """A number with as many digits as the field keeps at most: a cast alone would round the others away."""
    value, fits = _bounded(_units(text.cast(pl.Decimal(38, field.places), strict=False), field.places), field)
    return value, fits & text.str.contains(_digits(field.places) + "$")


def _percent(text: pl.Expr, field: Field) -> _Read:
    value, _ = _decimal(text.str.strip_suffix("%"), field)
    return value, _bounded(value, field)[1] & text.str.contains(_digits(field.places) + "%$")


def _digits(places: int) -> str:
    fraction = rf"(\.\d{{1,{places}}})?" if places else ""
    return rf"^-?\d{{1,12}}{fraction}"


def _boolean(text: pl.Expr, _: Field) -> _Read:
    value = text.replace_strict(list(_TRUTHS), list(_TRUTHS.values()), default=None, return_dtype=pl.Boolean)
    return value, value.is_not_null()


def _date(text: pl.Expr, _: Field) -> _Read:
    value = text.str.to_date("%Y-%m-%d", strict=False)
    return value, (value >= _EARLIEST) & (text.str.len_bytes() == _DAY_BYTES)


def _choice(text: pl.Expr, field: Field) -> _Read:
    """A choice by its own name, or by what a dropdown calls it in either language."""
    called = {each: word for word, title in words_of(field).items() for each in _both(title)}
    named = text if called.keys() == set(field.allowed) else text.replace(called)
    value = named.cast(dtype_of(field), strict=False)
    return value, value.is_not_null()


def _both(word: str | Title) -> tuple[str, ...]:
    return (word.zh, word.en) if isinstance(word, Title) else (word,)


def _files(text: pl.Expr, _: Field) -> _Read:
    """One name with an ending; several, and what may be no name at all, are told apart where odd spellings are read."""
    return text, text.str.contains(".", literal=True) & ~text.str.contains(f"{_EDGES}|{_SEVERAL}")


_WRITTEN: Mapping[str, Callable[[pl.Expr, Field], _Read]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "percent": _percent,
    "boolean": _boolean,
    "date": _date,
    "choice": _choice,
    "evidence": _choice,
    "files": _files,
}
"""Per type of field, how its texts are read."""


def _whole(raw: pl.Expr, field: Field) -> _Read:
    """A whole number of a typed source; one too great for its units is not multiplied at all."""
    factor = 10 ** (field.places if field.type == "decimal" else 0)
    least, greatest = field.bounds
    number = raw.cast(pl.Int64, strict=False)
    fits = number.is_between(-(-least // factor), greatest // factor)
    return pl.when(fits).then(number).otherwise(None) * factor, fits


def _exact(raw: pl.Expr, field: Field) -> _Read:
    places = field.places if field.type == "decimal" else 0
    value, fits = _bounded(_units(raw.cast(pl.Decimal(38, places), strict=False), places), field)
    return value, fits & (raw.cast(pl.Decimal(38, places), strict=False) == raw)


def _float(raw: pl.Expr, field: Field) -> _Read:
    scaled = raw * 10 ** (field.places if field.type == "decimal" else 0)
    value, fits = _bounded(scaled.round().cast(pl.Int64, strict=False), field)
    return value, fits & ((scaled - scaled.round()).abs() <= scaled.abs() * _FLOAT_NOISE)


def _itself(raw: pl.Expr, _: Field) -> _Read:
    return raw, raw.is_not_null()


def _midnight(raw: pl.Expr, _: Field) -> _Read:
    day = raw.dt.date()
    return day, day.cast(pl.Datetime) == raw.dt.replace_time_zone(None).cast(pl.Datetime)


def _named(raw: pl.Expr, field: Field) -> _Read:
    return _choice(raw.cast(pl.String), field)


def _as_json(names: pl.Expr) -> pl.Expr:
    """A list as the one text that keeps its names apart, whatever stands in them."""
    name = pl.element().filter(pl.element().str.strip_chars() != "")
    for sign, spelled in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        name = name.str.replace_all(sign, spelled, literal=True)
    spelt = names.list.drop_nulls().list.eval(name)
    return pl.when(spelt.list.len() > 0).then(pl.format('["{}"]', spelt.list.join('", "'))).otherwise(pl.lit(""))


def _listed(raw: pl.Expr, _: Field) -> _Read:
    """Names as they are: nobody guards the texts of a list by an apostrophe."""
    plain = ~pl.element().str.strip_prefix("'").str.contains(_EDGES) & (pl.element() != "")
    return raw.list.join(FILES_APART), (raw.list.len() > 0) & raw.list.eval(plain.fill_null(value=False)).list.all()


_INTEGERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)
_NUMBERS = ("integer", "decimal")
_TYPED: Mapping[tuple[type[pl.DataType], str], Callable[[pl.Expr, Field], _Read]] = {
    **{(dtype, kind): _whole for dtype in _INTEGERS for kind in _NUMBERS},
    **{(pl.Decimal, kind): _exact for kind in _NUMBERS},
    **{(dtype, kind): _float for dtype in (pl.Float32, pl.Float64) for kind in _NUMBERS},
    **{(dtype, kind): _named for dtype in (pl.Enum, pl.Categorical) for kind in ("choice", "evidence")},
    (pl.Boolean, "boolean"): _itself,
    (pl.Date, "date"): _itself,
    (pl.Datetime, "date"): _midnight,
    (pl.List, "files"): _listed,
}
"""Per type of column and of field, how what a source has typed itself is read; anything else is read as a text."""


def _units(number: pl.Expr, places: int) -> pl.Expr:
    scaled: pl.Expr = number * 10**places
    return scaled.cast(pl.Int64, strict=False)


def _bounded(units: pl.Expr, field: Field) -> _Read:
    return units, units.is_between(*field.bounds)
