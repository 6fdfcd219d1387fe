"""A row of a file of adjustments, typed, whatever form it is kept in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starcheck.errors import Place
from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import ADJUSTMENTS, OWN_TABLES
from starcheck.ledger.tables import KEY
from starcheck.model import AdjustmentKind

TABLE = OWN_TABLES[ADJUSTMENTS]
CRITERION, REASON, AUTHORITY, ON, EVIDENCE, UNTIL = "criterion", "reason", "authority", "on", "evidence", "until"
KINDS = tuple(AdjustmentKind)
"""The fields of which every row fills in one."""
NEEDED = (KEY, *(name for name, field in TABLE.fields.items() if field.required))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was written.

    Attributes:
        cells: what could be used of it, by the names of fields; an empty cell has no entry.
        place: where a field of it stands, or else the row.
        is_wrong: whether something in it cannot be used, which is told already.
    """

    cells: Mapping[str, Cell]
    place: Callable[[str], Place]
    is_wrong: bool

    @property
    def is_whole(self) -> bool:
        """Whether all is there that every row needs."""
        return not self.is_wrong and all(name in self.cells for name in NEEDED)
