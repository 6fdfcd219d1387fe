"""Reviewers' marks: points and grades that no record can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.ledger.tables import MARK_GRADE, MARK_KEY, MARK_POINTS


@dataclass(frozen=True)
class Marks:
    """The marks of all branches, in grid units; without a fold nobody marked anything."""

    fold: Fold | None
    unit: Fraction

    def points(self, key: str, low: Fraction, high: Fraction) -> Interval:
        """The marked points if they lie in the range, else the whole range."""
        if self.fold is None:
            return Interval(Q.of(low), Q.of(high))
        den = lcm(self.unit.denominator, low.denominator, high.denominator)
        least, most = int(low * den), int(high * den)
        mark = self._mark(key, MARK_POINTS) * int(self.unit * den)
        inside = mark.is_between(least, most).fill_null(value=False)
        ends = [pl.when(inside).then(mark).otherwise(end) for end in (least, most)]
        bound, sign = max(abs(least), abs(most)), 1 if least >= 0 else 0
        return Interval(*(Q(Int(end, bound, sign), Int.of(den)) for end in ends))

    def grade(self, key: str, table: Mapping[str, Fraction]) -> Interval:
        """The points of the marked grade, else anything from the least to the greatest."""
        low, high = min(table.values()), max(table.values())
        if self.fold is None:
            return Interval(Q.of(low), Q.of(high))
        den = lcm(*(value.denominator for value in table.values()))
        points = {grade: int(value * den) for grade, value in table.items()}
        marked = self._mark(key, MARK_GRADE).replace_strict(
            list(points), list(points.values()), default=None, return_dtype=pl.Int64
        )
        ends = [Q(Int(marked.fill_null(int(end * den)), max(points.values())), Int.of(den)) for end in (low, high)]
        return Interval(*ends)

    def is_missing(self, key: str) -> pl.Expr | bool:
        """Whether nobody has marked it."""
        if self.fold is None:
            return True
        return self._mark(key, MARK_POINTS).is_null() & self._mark(key, MARK_GRADE).is_null()

    def _mark(self, key: str, column: str) -> pl.Expr:
        assert self.fold is not None
        mine = pl.when(pl.col(MARK_KEY) == key).then(pl.col(column))
        return self.fold.add((key, column), mine.drop_nulls().first(), zero=False)
