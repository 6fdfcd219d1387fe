"""Choices as numbers: a scale says what each stands for."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from starcheck.engine.exact import Int
from starcheck.engine.records import Records
from starcheck.engine.rows import Values
from starcheck.rules.schema.numbers import Constant


def on_scale(reading: Records, name: str, scale: Mapping[str, Constant]) -> Values:
    """The values of a choice field on a scale; an unknown choice may be any."""
    places = decimal_places(scale)
    units = {key: int(constant.value * 10**places) for key, constant in scale.items()}
    low, high = min(units.values()), max(units.values())
    bound, sign = max(abs(low), abs(high)), 1 if low >= 0 else 0
    column = reading.column(name).cast(pl.String)
    known = column.replace_strict(list(units), list(units.values()), default=None, return_dtype=pl.Int64)
    least = Int(known.fill_null(low), bound, sign)
    uncertain = reading.is_nullable(name) and not reading.unknown_is_none(name)
    greatest = Int(known.fill_null(high), bound, sign) if uncertain else least
    return Values(f"{name} on {units}", least, greatest, (low, high), places)


def decimal_places(scale: Mapping[str, Constant]) -> int:
    """How many decimal places hold every value of a scale."""
    return next(places for places in range(40) if all((c.value * 10**places).denominator == 1 for c in scale.values()))
