"""Checks: conditions beside the points, on whatever there is once points are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from starcheck.engine.checked import Checked, checked
from starcheck.engine.clock import World
from starcheck.engine.exact import Q
from starcheck.engine.interval import Interval, compare
from starcheck.engine.judge import Judged, Judging
from starcheck.engine.quantities import Scope
from starcheck.engine.rows import Measured
from starcheck.engine.totals import GroupTotal, Total
from starcheck.engine.truth import Truth, as_expr, between, every, possibly, same, surely
from starcheck.rules.schema.conditions import Comparison, Condition, CriteriaTest, PassedTest, SectionTest, Test
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Section


@dataclass(frozen=True)
class Checking:
    """What conditions beside the points look at.

    Attributes:
        level_is: answers a comparison of the level, once that exists.
    """

    judging: Judging
    judged: Mapping[str, Judged]
    groups: Mapping[str, GroupTotal]
    total: Total
    level_is: Callable[[Comparison], Truth] | None = None

    def holds(self, name: str, condition: Condition) -> Truth:
        """Whether a demand holds: true as things stand, false if it never can."""
        return self.judging.stage.truth(name, self._checked(condition).holds)

    def applies(self, name: str, condition: Condition) -> Truth:
        """Whether a veto applies: true if nothing can undo it, false if nothing speaks for it now."""
        return self.judging.stage.truth(name, self._checked(condition).applies)

    def in_both_worlds(self, condition: Condition) -> Truth:
        """Whether something follows: true or false if it does, or does not, whatever is still to come."""
        found = self._checked(condition)
        return same(found.standing, found.reachable)

    def scope(self, world: World) -> Scope:
        """The names of a world, with what there is once points are."""
        points = self.total.points.each(lambda end: end * Q.of(self.judging.unit))
        score, sees_level = Measured(points), self.level_is is not None
        return replace(self.judging.scope(world), special=self._special, score=score, sees_level=sees_level)

    def _checked(self, condition: Condition) -> Checked:
        return checked(self.judging.readings, condition, self.scope)

    def _special(self, condition: Condition) -> Truth:
        match condition:
            case SectionTest(section, comparisons):
                group = self.groups[section]
                return every(self._reaches(group.points, group.greatest, comparison) for comparison in comparisons)
            case Test(name="level", comparisons=comparisons):
                assert self.level_is is not None
                return every(map(self.level_is, comparisons))
            case Test(comparisons=comparisons):
                points, full = self.total.points, self._full_score
                return every(self._reaches(points, full, comparison) for comparison in comparisons)
            case CriteriaTest(criteria, at_least):
                keep = self.judging.stage.keep_truth
                return _enough([keep(self.judged[name].met) for name in criteria], at_least)
            case PassedTest(sections, at_least):
                return _enough([self.passed(name) for name in sections], at_least)
            case _:
                raise TypeError(condition)

    def passed(self, section: str) -> Truth:
        """Whether a sheet reaches its pass mark."""
        group = self.groups[section]
        assert isinstance(group.group, Section)
        mark = Comparison("at_least", group.group.pass_, ())  # type: ignore[arg-type]  # only sheets are asked
        return self.judging.stage.truth(f"passed {section}", self._reaches(group.points, group.greatest, mark))

    @property
    def _full_score(self) -> Interval:
        return Interval.point(self.judging.grid(self.judging.ruleset.full))

    def _reaches(self, points: Interval, greatest: Interval | None, comparison: Comparison) -> Truth:
        return compare(comparison.op, points, self._bound(greatest, comparison.operand))

    def _bound(self, greatest: Interval | None, operand: object) -> Interval:
        """Points as they are, a percentage as that part of the greatest."""
        if isinstance(operand, Constant) and operand.percent:
            share = Q.of(operand.value)
            assert greatest is not None
            return greatest.each(lambda end: end * share)
        scope = self.judging.scope(World.STANDING)
        number: Measured = scope.number(operand)  # type: ignore[arg-type]
        return number.interval.each(lambda end: end.over(Q.of(self.judging.unit)))


def _enough(truths: Sequence[Truth], at_least: int) -> Truth:
    def number(which: object) -> pl.Expr:
        return pl.sum_horizontal([as_expr(which(truth)).cast(pl.Int64) for truth in truths])  # type: ignore[operator]

    if at_least == len(truths):
        return every(truths)
    return between(number(surely) >= at_least, number(possibly) >= at_least)
