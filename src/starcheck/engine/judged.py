"""What became of a criterion, for all branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from starcheck.calendar import CalendarSpan
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval
from starcheck.engine.measures import Reading
from starcheck.engine.rows import Measured
from starcheck.engine.truth import Truth, between, every, negate
from starcheck.engine.zeros import Zero
from starcheck.rules.schema.ruleset import Criterion, NotApplicable, Pool, Section
from starcheck.rules.tree import Node

Group = Section | Pool


@dataclass(frozen=True)
class Judged:
    """A criterion for all branches; points are whole units of the grid.

    Attributes:
        top: the most it gives, None where there is no end.
        spans: for a criterion that repeats, what became of it in each of its spans.
        applies: whether it applies; unknown also where the two worlds differ.
        drops: what "does not apply" does.
        can_drop: whether it can fail to apply at all.
        unclipped: its points where it does, as numbers, before they are clipped and rounded.
        is_lenient: whether what is lost counts only in part.
        if_it_applies: its points where it does.
        standing: the same, as things stand.
        points: its points, applicability considered.
        standing_high: the most without any further record.
        papers: the state of every paper that it asks for, null where nothing is stated.
        marks: keys of the reviewers' marks it waits for.
        zeros: the vetoes that make it count nothing.
        adjusted: whether reviewers changed its points, or whether it applies.
    """

    criterion: Criterion
    group: Group
    top: Int | None
    floor: int
    spans: Mapping[CalendarSpan, Judged]
    applies: Truth
    drops: NotApplicable
    can_drop: bool
    unclipped: Interval
    is_lenient: Truth
    if_it_applies: Interval
    standing: Interval
    points: Interval
    standing_high: Q
    parts: Mapping[str, tuple[Node, Interval]]
    reading: Mapping[World, Reading | None]
    target: Measured | None
    tree: Node
    papers: Mapping[str, pl.Expr]
    marks: Mapping[str, pl.Expr | bool]
    zeros: Sequence[Zero]
    adjusted: Truth = False

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.criterion.id

    @property
    def full(self) -> Int:
        """What it counts in a sum of stated points."""
        return Int.of(0) if self.top is None else self.top

    @property
    def met(self) -> Truth:
        """Whether it gives all it can, for certain, possibly or not at all; where there is no end, anything."""
        enough = Q.of(1) if self.top is None else Q(self.top, Int.of(1))
        return every([self.applies, between(self.points.lo.at_least(enough), self.points.hi.at_least(enough))])

    @property
    def excluded(self) -> Truth:
        """Whether it drops out, three-valued."""
        return negate(self.applies) if self.drops in ("section", "total") else False


def without(top: Int | None, drops: NotApplicable) -> Q:
    """The points of a criterion that does not apply."""
    return Q(top if top is not None and drops == "full" else Int.of(0), Int.of(1))


__all__ = ["Group", "Judged", "without"]
