"""What a renderer of comparisons is given."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from starcheck.insight.comparison import Comparison


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """Two results with what differs.

    Attributes:
        most: how many branches are listed where a person reads.
    """

    comparison: Comparison
    most: int

    @property
    def listed(self) -> pl.DataFrame:
        """The first branches that differ."""
        return self.comparison.differing.head(self.most)
