"""From a total to a level: vetoes, eligibility, requirements, thresholds and the holes between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval, compare
from starcheck.engine.judge import Judged, Judging
from starcheck.engine.rows import Measured
from starcheck.engine.totals import GroupTotal, Total
from starcheck.engine.truth import Truth, as_expr, between, every, possibly, some, surely
from starcheck.rules.schema.conditions import Comparison, Condition, CriteriaTest, SectionTest
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Eligibility, Level, Requirement, RuleSet, Veto


@dataclass(frozen=True)
class Checked:
    """A condition without points: whether it holds as things stand, and whether it can."""

    standing: Truth
    reachable: Truth

    @property
    def holds(self) -> Truth:
        """Of a demand: true if it holds as things stand, false if it never can."""
        if self.standing is self.reachable:
            return self.standing
        return between(surely(self.standing), possibly(self.reachable))

    @property
    def applies(self) -> Truth:
        """Of a veto: true if nothing can undo it, false if nothing speaks for it now."""
        if self.standing is self.reachable:
            return self.standing
        return between(surely(every([self.standing, self.reachable])), possibly(self.standing))


@dataclass(frozen=True)
class Leveled:
    """Level ranks for all branches: 0 is the highest level, one past the last is no level.

    Attributes:
        low, high: worst and best rank.
        demands: per level, its requirements.
    """

    low: pl.Expr
    high: pl.Expr
    vetoes: tuple[tuple[Veto, Truth], ...]
    eligibility: tuple[tuple[Eligibility, Truth], ...]
    demands: tuple[tuple[Level, Requirement, Truth], ...]


@dataclass(frozen=True)
class Leveling:
    """What levels look at."""

    judging: Judging
    judged: Mapping[str, Judged]
    groups: Mapping[str, GroupTotal]
    total: Total

    @property
    def ruleset(self) -> RuleSet:
        """The rule set."""
        return self.judging.ruleset

    def level(self) -> Leveled:
        """Ranks, and every check that bears on them."""
        stage = self.judging.stage
        vetoes = tuple(
            (veto, stage.truth(f"veto {veto.id}", self._check(veto.when).applies)) for veto in self.ruleset.vetoes
        )
        eligibility = tuple(
            (rule, stage.truth(f"eligible {rule.id}", self._check(rule.when).holds))
            for rule in self.ruleset.eligibility
        )
        demands = tuple(
            (level, requirement, stage.truth(f"requires {level.id} {number}", self._check(requirement.when).holds))
            for level in self.ruleset.levels
            for number, requirement in enumerate(level.requires)
        )
        allowed = [every(truth for owner, _, truth in demands if owner is level) for level in self.ruleset.levels]
        low = self._reached(self.total.points.lo, [surely(truth) for truth in allowed])
        high = self._reached_or_hole(self.total.points.hi, [possibly(truth) for truth in allowed])
        for veto, truth in vetoes:
            ceiling = self._ceiling(veto)
            low = _capped(low, possibly(truth), ceiling)
            high = _capped(high, surely(truth), ceiling)
        return Leveled(stage.name("level.low", low), stage.name("level.high", high), vetoes, eligibility, demands)

    def _check(self, condition: Condition) -> Checked:
        worlds = [World.STANDING] if self.judging.readings.sources.clock.over else list(World)
        truths = [replace(self.judging.scope(world), special=self._special).condition(condition) for world in worlds]
        return Checked(truths[0], truths[-1])

    def _special(self, condition: Condition) -> Truth:
        match condition:
            case SectionTest(section, comparisons):
                return every(self._section_reaches(self.groups[section], comparison) for comparison in comparisons)
            case CriteriaTest(criteria, at_least):
                keep = self.judging.stage.keep_truth
                truths = [keep(_is_met(self.judged[name])) for name in criteria]
                return every(truths) if at_least == len(truths) else _enough(truths, at_least)
            case _:
                raise TypeError(condition)

    def _section_reaches(self, group: GroupTotal, comparison: Comparison) -> Truth:
        return compare(comparison.op, group.points, self._section_bound(group, comparison.operand))

    def _section_bound(self, group: GroupTotal, operand: object) -> Interval:
        """Points as they are, a percentage as that part of the section's maximum."""
        if isinstance(operand, Constant) and operand.percent:
            share = Q.of(operand.value)
            return group.greatest.each(lambda end: end * share)
        scope = self.judging.scope(World.STANDING)
        number: Measured = scope.number(operand)  # type: ignore[arg-type]
        return number.interval.each(lambda end: end.over(Q.of(self.judging.unit)))

    def _threshold(self, constant: Constant) -> Q:
        points = constant.value * self.ruleset.points.value if constant.percent else constant.value
        return Q.of(points / self.judging.unit)

    def _reached(self, points: Q, allowed: Sequence[pl.Expr | bool]) -> pl.Expr:
        """The highest level whose threshold is reached and whose requirements let it be."""
        rank = pl.lit(len(self.ruleset.levels))
        for index, level in reversed(list(enumerate(self.ruleset.levels))):
            reached = every([points.at_least(self._threshold(level.at_least)), allowed[index]])
            rank = pl.when(as_expr(reached)).then(index).otherwise(rank)
        return rank

    def _reached_or_hole(self, points: Q, allowed: Sequence[pl.Expr | bool]) -> pl.Expr:
        """The same; points in a hole below a level may count for it."""
        by_points = self._reached(points, [True] * len(allowed))
        rank = self._reached(points, allowed)
        for index, level in enumerate(self.ruleset.levels[1:], start=1):
            beyond = some(
                [
                    level.at_most is not None and points.more_than(self._threshold(level.at_most)),
                    level.less_than is not None and points.at_least(self._threshold(level.less_than)),
                ]
            )
            if beyond is not False:
                in_hole = every([by_points == index, beyond, allowed[index - 1]])
                rank = pl.when(as_expr(in_hole)).then(index - 1).otherwise(rank)
        return rank

    def _ceiling(self, veto: Veto) -> int:
        if veto.effect.no_level:
            return len(self.ruleset.levels)
        return next(rank for rank, level in enumerate(self.ruleset.levels) if level.id == veto.effect.at_most)


def _capped(rank: pl.Expr, condition: pl.Expr | bool, ceiling: int) -> pl.Expr:
    if condition is False:
        return rank
    return pl.max_horizontal(rank, pl.when(as_expr(condition)).then(ceiling).otherwise(0))


def _is_met(judged: Judged) -> Truth:
    """Whether a criterion is met for certain, possibly or not at all."""
    top = Q(judged.top, Int.of(1))
    return every([judged.applies, between(judged.points.lo.at_least(top), judged.points.hi.at_least(top))])


def _enough(truths: Sequence[Truth], at_least: int) -> Truth:
    def number(which: object) -> pl.Expr:
        return pl.sum_horizontal([as_expr(which(truth)).cast(pl.Int64) for truth in truths])  # type: ignore[operator]

    return between(number(surely) >= at_least, number(possibly) >= at_least)
