"""Consequences: what follows from the level, the points or the facts of a branch."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from starcheck.engine.checked import refusing_too_large
from starcheck.engine.checks import Checking
from starcheck.engine.clock import World
from starcheck.engine.interval import Interval
from starcheck.engine.levels import Leveled
from starcheck.engine.rows import Measured
from starcheck.engine.truth import Truth, between, every, known, negate, possibly, some, surely, unknown
from starcheck.rules.schema.conditions import Comparison
from starcheck.rules.schema.consequences import Consequence
from starcheck.rules.schema.levels import level_named
from starcheck.rules.schema.numbers import Number
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Followed:
    """A consequence for all branches: whether it follows, and how much it is worth."""

    consequence: Consequence
    applies: Truth
    amount: Measured | None


def consequences(checking: Checking, leveled: Leveled) -> tuple[Followed, ...]:
    """Everything that follows; nothing depends on it."""
    checking = replace(checking, level_is=partial(_level_is, checking, leveled))
    stage = checking.judging.stage
    return tuple(
        Followed(
            each,
            stage.truth(f"consequence {each.id}", checking.in_both_worlds(each.when)),
            None if each.amount is None else _amount(checking, each.amount),
        )
        for each in checking.judging.ruleset.consequences
    )


def _amount(checking: Checking, amount: Number) -> Measured:
    """The low end in the standing world, the high end in the reachable one."""
    with refusing_too_large(checking.judging.ruleset):
        low, high = (checking.scope(world).number(amount) for world in (World.STANDING, World.REACHABLE))
    stage = checking.judging.stage
    interval = stage.keep(Interval(low.interval.lo, high.interval.hi))
    return Measured(interval, stage.keep_truth(between(surely(low.defined), possibly(high.defined))))


def _level_is(checking: Checking, leveled: Leveled, comparison: Comparison) -> Truth:
    """Whether every, none or some of the levels that are possible fit."""
    wanted = levels_that_fit(checking.judging.ruleset, comparison)
    ids = [*(level.id for level in checking.judging.ruleset.levels), "none"]
    is_possible = [(leveled.high <= rank) & (leveled.low >= rank) for rank in range(len(ids))]
    fits = [possible for name, possible in zip(ids, is_possible, strict=True) if name in wanted]
    others = [possible for name, possible in zip(ids, is_possible, strict=True) if name not in wanted]
    states = [(checking.total.rated, "not_rated"), *((truth, rule.otherwise) for rule, truth in leveled.eligibility)]
    perhaps = [(known(unknown(truth)), state in wanted) for truth, state in states]
    sure = every([*(negate(known(each)) for each in others), *(negate(may) for may, fit in perhaps if not fit)])
    may = some([*map(known, fits), *(may for may, fit in perhaps if fit)])
    answer = between(surely(sure), surely(may))
    for truth, state in reversed(states):
        fails = known(surely(negate(truth)))
        answer = some([every([fails, state in wanted]), every([negate(fails), answer])])
    return answer


def levels_that_fit(ruleset: RuleSet, comparison: Comparison) -> AbstractSet[int | str]:
    """The levels, and states without one, that a comparison lets through."""
    operand = comparison.operand
    named = [level_named(each) for each in (operand if isinstance(operand, tuple) else (operand,))]
    ids = [level.id for level in ruleset.levels]
    return set(ids[: ids.index(named[0]) + 1]) if comparison.op == "at_least" else set(named)
