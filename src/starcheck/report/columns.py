"""Points as columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from starcheck.language import Text, t
from starcheck.model import Points
from starcheck.report.numbers import points


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Full, now, possible; one column for the last two where all points are certain."""

    certain: bool

    @classmethod
    def fitting(cls, earned: Iterable[Points]) -> PointColumns:
        """The fewest columns that tell all of the points."""
        return cls(certain=all(each.low == each.high for each in earned))

    @property
    def headers(self) -> tuple[Text, ...]:
        """The words above the columns."""
        return (t("Full"), t("Points")) if self.certain else (t("Full"), t("Now"), t("Possible"))

    def cells(self, earned: Points, show: Callable[[Decimal], str] = points) -> tuple[str, ...]:
        """The points of one row."""
        full = "" if earned.max is None else points(earned.max)
        return (full, show(earned.low)) if self.certain else (full, show(earned.low), show(earned.high))
