"""From a total to a level: what is reached, what raises it, what limits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import polars as pl

from starcheck.engine.checks import Checking
from starcheck.engine.ladders import Limited, limited
from starcheck.engine.thresholds import Thresholds
from starcheck.engine.truth import Certain, Truth, as_expr, every, possibly, surely
from starcheck.rules.schema.levels import DirectAward, Eligibility, Level, Requirement, Veto
from starcheck.rules.schema.ruleset import RuleSet

Rule = TypeVar("Rule", Veto, DirectAward, Eligibility)
Answered: TypeAlias = tuple[tuple[Rule, Truth], ...]
"""Rules, each with whether it applies or holds."""


@dataclass(frozen=True)
class Leveled:
    """Level ranks for all branches: 0 is the highest level, one past the last is no level.

    Attributes:
        low, high: worst and best rank.
        given: worst rank where every level that is filled by rank has room.
        demands: per level, its requirements.
    """

    low: pl.Expr
    high: pl.Expr
    given: pl.Expr
    direct: Answered[DirectAward]
    ladder: Limited | None
    vetoes: Answered[Veto]
    eligibility: Answered[Eligibility]
    demands: tuple[tuple[Level, Requirement, Truth], ...]


@dataclass(frozen=True)
class Leveling:
    """How levels are found."""

    checking: Checking

    @property
    def ruleset(self) -> RuleSet:
        """The rule set."""
        return self.checking.judging.ruleset

    def level(self) -> Leveled:
        """Ranks, and every check that bears on them."""
        checking, ruleset = self.checking, self.ruleset
        direct = tuple((rule, checking.holds(f"direct {rule.id}", rule.when)) for rule in ruleset.direct)
        vetoes = tuple((rule, checking.applies(f"veto {rule.id}", rule.when)) for rule in ruleset.vetoes)
        eligibility = tuple((rule, checking.holds(f"eligible {rule.id}", rule.when)) for rule in ruleset.eligibility)
        demands = self._demands()
        ladder = None if ruleset.ladder is None else limited(ruleset.ladder, checking)

        def worst(rank: pl.Expr) -> pl.Expr:
            for award, truth in direct:
                rank = _raised(rank, surely(truth), self._rank_of(award.level))
            rank = rank if ladder is None else pl.max_horizontal(rank, ladder.low)
            for ceiling, truth in ceilings:
                rank = _capped(rank, possibly(truth), ceiling)
            return rank

        def best(rank: pl.Expr) -> pl.Expr:
            for award, truth in direct:
                rank = _raised(rank, possibly(truth), self._rank_of(award.level))
            rank = rank if ladder is None else pl.max_horizontal(rank, ladder.high)
            for ceiling, truth in ceilings:
                rank = _capped(rank, surely(truth), ceiling)
            return rank

        ceilings = [(self._ceiling(veto), truth) for veto, truth in vetoes if veto.effect.zero is None]
        low, given, high = self._by_points(demands)
        name = checking.judging.stage.name
        ranks = (name("level.low", worst(low)), name("level.high", best(high)))
        given_rank = ranks[0] if given is low else worst(given)
        return Leveled(*ranks, given_rank, direct, ladder, vetoes, eligibility, demands)

    def _demands(self) -> tuple[tuple[Level, Requirement, Truth], ...]:
        return tuple(
            (level, requirement, self.checking.holds(f"requires {level.id} {number}", requirement.when))
            for level in self.ruleset.levels
            for number, requirement in enumerate(level.requires)
        )

    def _by_points(self, demands: Sequence[tuple[Level, Requirement, Truth]]) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
        """What thresholds and requirements give: at worst, at worst with room at every level, at best."""
        allowed = [every(truth for owner, _, truth in demands if owner is level) for level in self.ruleset.levels]
        thresholds, points = Thresholds(self.ruleset), self.checking.total.points
        sure = [surely(truth) for truth in allowed]
        low = thresholds.reached(points.lo, sure)
        given = thresholds.given(points.lo, sure) if any(level.by_rank for level in self.ruleset.levels) else low
        return low, given, thresholds.possible(points.hi, [possibly(truth) for truth in allowed])

    def _ceiling(self, veto: Veto) -> int:
        return len(self.ruleset.levels) if veto.effect.no_level else self._rank_of(veto.effect.at_most)

    def _rank_of(self, level_id: int | str | None) -> int:
        return next(rank for rank, level in enumerate(self.ruleset.levels) if level.id == level_id)


def _raised(rank: pl.Expr, condition: Certain, floor: int) -> pl.Expr:
    """The better of two ranks where the condition holds."""
    if condition is False:
        return rank
    return pl.min_horizontal(rank, pl.when(as_expr(condition)).then(floor).otherwise(rank))


def _capped(rank: pl.Expr, condition: Certain, ceiling: int) -> pl.Expr:
    """The worse of two ranks where the condition holds."""
    if condition is False:
        return rank
    return pl.max_horizontal(rank, pl.when(as_expr(condition)).then(ceiling).otherwise(0))
