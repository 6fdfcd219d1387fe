"""What is said of a section or pool."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from starcheck.language import Text, Title
from starcheck.model.findings import Points
from starcheck.model.levels import Standing

LineKind = Literal["weight", "start", "scaling", "cap", "floor", "rounding", "veto"]


@dataclass(frozen=True, slots=True)
class Line:
    """What changes a section between its criteria and its points; contributions and lines sum exactly.

    Attributes:
        of: the section whose weight it is, or the veto.
    """

    kind: LineKind
    text: Text
    low: Decimal
    high: Decimal
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pass mark of a section that is a sheet of its own, as it is written, and whether it is reached."""

    mark: str
    passed: Standing


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points of a section or pool.

    Attributes:
        counts: whether they are part of the score.
        within: the section that this one is in, None if it is in no other.
        weight: what share of that, or of the score, it counts as; None if it counts as it is.
    """

    id: str
    title: Title
    kind: Literal["section", "pool"]
    points: Points
    lines: tuple[Line, ...]
    counts: bool = True
    within: str | None = None
    weight: Decimal | None = None
    sheet: Sheet | None = None
