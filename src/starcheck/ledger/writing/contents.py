"""A ledger in typed tables, as it is handed to whatever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from starcheck.ledger.heading import Heading


@dataclass(frozen=True)
class Contents:
    """What a ledger holds; without tables it is an empty one.

    Attributes:
        heading: the rule set, the period and the day that it was kept for.
        tables: tables of `layout.layout` that are written, each with the columns of `layout.columns` in typed storage.
    """

    heading: Heading
    tables: Mapping[str, pl.DataFrame]
