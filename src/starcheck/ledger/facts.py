"""The typed facts of one branch, before they become columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from starcheck.calendar import Period
from starcheck.ledger.cells import Cell

Row: TypeAlias = dict[str, Cell]
"""The values of a record; an empty cell has no entry."""


@dataclass(frozen=True, slots=True)
class Provided:
    """A table that the branch provided, at least in part.

    Attributes:
        partial: whether further records exist.
        covers: the span it covers; None for the assessed period so far.
    """

    rows: tuple[Row, ...]
    partial: bool = False
    covers: Period | None = None

    @property
    def has_status(self) -> bool:
        """Whether it is anything but complete for the assessed period so far."""
        return self.partial or self.covers is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one branch provided.

    Attributes:
        branch_id: the branch, in every table.
        branch: its name, then its fields.
        tables: what was not provided has no entry.
        marks: one row for each mark of a reviewer.
        papers: one row for each paper of a criterion of which something is stated.
    """

    branch_id: str
    branch: Row
    tables: Mapping[str, Provided]
    marks: tuple[Row, ...]
    papers: tuple[Row, ...] = ()
