"""What changed between two folders of results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from starcheck.engine.finding_columns import CRITERION, SECTION
from starcheck.engine.results import NAME
from starcheck.insight.comparison.branches import (
    BARS,
    BY_QUOTA,
    CERTAIN,
    DIFFERS,
    DIRECTION,
    IN,
    LEVELS,
    MOVED,
    RANKS,
    SCORES,
    In,
    branches_of,
)
from starcheck.insight.comparison.causes import Cause, causes_between
from starcheck.insight.comparison.criteria import AT_ONCE, CAUSES, POINTS, VALUES, Findings
from starcheck.insight.comparison.reviewed import ADJUSTED
from starcheck.insight.comparison.sides import NEW, OLD, SIDES
from starcheck.insight.kept import Kept
from starcheck.insight.movement import Direction
from starcheck.ledger.tables import KEY

_PLACE = "#place"
_AS_POINTS = {
    f"{score}{suffix}": f"{points}{suffix}" for score, points in zip(SCORES, POINTS, strict=True) for suffix in SIDES
}
_OF_CRITERIA: Mapping[str, pl.DataType] = {
    **dict.fromkeys((CRITERION, SECTION, *(f"{name}{suffix}" for name in VALUES for suffix in SIDES)), pl.String()),
    **dict.fromkeys((CAUSES, *(f"{ADJUSTED}{suffix}" for suffix in SIDES)), pl.List(pl.String)),
}
"""What only criteria have."""
LINE = (
    KEY, NAME, IN, CRITERION, SECTION, DIRECTION, CERTAIN, BY_QUOTA, MOVED,
    *(f"{name}{suffix}" for name in (*LEVELS, *POINTS, *RANKS, *BARS, *VALUES, ADJUSTED) for suffix in SIDES),
    CAUSES,
)  # fmt: skip
"""The columns of `Comparison.lines`."""


@dataclass(frozen=True)
class Comparison:
    """Two results and what differs between them.

    Attributes:
        branches: all of both, those first of which there is most to say; see `branches_of`.
        findings: those of both, None if one of them keeps none.
    """

    old: Kept
    new: Kept
    branches: pl.DataFrame
    findings: Findings | None

    @classmethod
    def of(cls, old: Kept, new: Kept) -> Comparison:
        """Compare two folders of results."""
        return cls(old, new, branches_of(old, new), Findings.of(old, new))

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What differs between that on which they rest."""
        return causes_between(self.old.header, self.new.header)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of criteria, in the words of the later results where they have any."""
        return {each.criterion: each.title for kept in (self.old, self.new) for each in kept.header.criteria}

    @cached_property
    def counts(self) -> Mapping[In, int]:
        """How many branches are in which of the two."""
        found = dict(self.branches.group_by(IN).len().iter_rows())
        return {each: found.get(each.value, 0) for each in In}

    @cached_property
    def directions(self) -> Mapping[tuple[Direction, bool], int]:
        """How many levels go where, and whether for certain."""
        levelled = self.branches.drop_nulls(DIRECTION).group_by(DIRECTION, CERTAIN).len()
        return Counter({(Direction(way), certain): number for way, certain, number in levelled.iter_rows()})

    @cached_property
    def scores(self) -> tuple[int, int, int]:
        """How many branches have more points, how many less, how many more at one end and less at the other."""
        low, high = (pl.col(f"{name}{NEW}") - pl.col(f"{name}{OLD}") for name in SCORES)
        rose, fell = (low > 0) | (high > 0), (low < 0) | (high < 0)
        counted = self.branches.select(rose=(rose & ~fell).sum(), fell=(fell & ~rose).sum(), both=(rose & fell).sum())
        more, less, either = counted.row(0)
        return more, less, either

    @cached_property
    def moved_ranks(self) -> int:
        """How many branches of both have other ranks."""
        differs = pl.any_horizontal(pl.col(f"{name}{OLD}").ne_missing(pl.col(f"{name}{NEW}")) for name in RANKS)
        return self._both.filter(differs).height

    @cached_property
    def differing(self) -> pl.DataFrame:
        """The branches that came or went, or of which level, points, ranks or vetoes differ."""
        return self.branches.filter(DIFFERS)

    @cached_property
    def criteria(self) -> pl.DataFrame | None:
        """What the criteria do to the branches that are in both; see `Findings.counted`."""
        return None if self.findings is None else self.findings.counted(self._both[KEY].sort())

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs that both folders keep."""
        return not self.differing.height and (self.criteria is None or not self.criteria.height)

    def parts(self) -> Iterator[pl.DataFrame]:
        """All lines, of so many branches at once as fit into memory."""
        return (
            self.lines(self.branches.slice(start, AT_ONCE)) for start in range(0, max(1, self.branches.height), AT_ONCE)
        )

    def lines(self, branches: pl.DataFrame) -> pl.DataFrame:
        """Some branches as rows, in their order: each that differs, below it the criteria that give it other points.

        The row of a branch has no ``criterion``, and its points are its score. The row of a criterion has neither level
        nor rank, but what was measured and the ``causes``.
        """
        own = branches.with_row_index(_PLACE)
        found = [own.filter(DIFFERS).rename(_AS_POINTS), pl.DataFrame(schema=_OF_CRITERIA)]
        if self.findings is not None:
            shared = branches.filter(pl.col(IN) == In.BOTH.value)[KEY].sort()
            found.append(self.findings.shifts(shared).join(own.select(KEY, NAME, _PLACE), on=KEY))
        lines = pl.concat(found, how="diagonal").sort(
            _PLACE, pl.col(CRITERION).is_not_null(), MOVED, CRITERION, descending=[False, False, True, False]
        )
        return lines.select(LINE)

    @cached_property
    def _both(self) -> pl.DataFrame:
        return self.branches.filter(pl.col(IN) == In.BOTH.value)
