"""Patterns: what records show together that deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import polars as pl

from starcheck.errors import Problem
from starcheck.insight.inspection.held import Held
from starcheck.language import Text
from starcheck.rules.schema.ruleset import RuleSet

Row: TypeAlias = Mapping[str, Any]  # what Polars gives
BRANCHES, RECORDS = "branches", "records"
"""Columns of a look's groups: the branches concerned, the first of them if there are many; how many records."""
NUMBER = "number of the record"
"""The column of records that says the how-many-eth of its branch each one is, from 1 on; no field has such a name."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a check asks of a table, as a query.

    Attributes:
        held: the table.
        fields: those concerned.
        groups: one row per pattern: `BRANCHES`, the figures, and what tells the patterns apart.
        ranked: the columns that order them; the first one from the highest down.
        figures: the columns that are told.
        message: a pattern in words, to be filled from its row.
        members: which records of its branches make up the pattern of a row.
        order: before which others its records are listed, apart from their branch and number.
    """

    held: Held
    fields: tuple[str, ...]
    groups: pl.LazyFrame
    ranked: tuple[str, ...]
    figures: tuple[str, ...]
    message: Text
    members: Callable[[Row], pl.Expr]
    order: tuple[pl.Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the records.

    Attributes:
        id: its name in JSON.
        threshold: from when on an answer is told, in words.
        hint: what to ask oneself about it.
        look: the check itself, table by table.
    """

    id: str
    title: Text
    threshold: Text
    hint: Text
    look: Callable[[Held], Iterable[Look]]


@dataclass(frozen=True, slots=True)
class Record:
    """A record by its id, or else by its number among those of its branch in this table, from 1 on."""

    branch: str
    id: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Records that together deserve a second look.

    Attributes:
        branches: those concerned, the first of them if there are many.
        figures: what was counted, by name.
        records: the first of them.
        count: how many there are.
    """

    held: Held
    fields: tuple[str, ...]
    branches: tuple[str, ...]
    message: Text
    figures: Mapping[str, object]
    records: tuple[Record, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a check.

    Attributes:
        patterns: for each table the first of them.
        count: how many there are.
    """

    check: Check
    patterns: tuple[Pattern, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What came of all checks.

    Attributes:
        source: what was read, as messages name it.
        branches: how many there are.
        records: how many there are in all tables.
        warnings: what deserved a look while they were read.
    """

    source: str
    ruleset: RuleSet
    branches: int
    records: int
    looked: tuple[Looked, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        """How many patterns there are."""
        return sum(each.count for each in self.looked)
