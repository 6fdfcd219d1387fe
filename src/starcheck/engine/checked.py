"""Checked: one condition in both worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from starcheck.engine.clock import World
from starcheck.engine.exact import TooLargeError
from starcheck.engine.quantities import Scope
from starcheck.engine.readings import Readings
from starcheck.engine.truth import Truth, between, every, possibly, surely
from starcheck.errors import Place, Problem, RuleSetError
from starcheck.language import t
from starcheck.rules.schema.conditions import Condition
from starcheck.rules.schema.ruleset import RuleSet


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


def checked(readings: Readings, condition: Condition, scope: Callable[[World], Scope] | None = None) -> Checked:
    """Check a condition.

    Args:
        readings: what the names in it stand for.
        condition: on the branch.
        scope: the names of a world, once there are more than those of facts.

    Raises:
        RuleSetError: its numbers could leave the range of exact arithmetic.
    """
    worlds = [World.STANDING] if readings.sources.clock.over else list(World)
    names = scope or partial(Scope, readings)
    with refusing_too_large(readings.sources.ruleset):
        truths = [names(world).condition(condition) for world in worlds]
    return Checked(truths[0], truths[-1])


@contextmanager
def refusing_too_large(ruleset: RuleSet) -> Iterator[None]:
    """Refuse a rule set whose numbers beside the points could leave the range of exact arithmetic."""
    try:
        yield
    except TooLargeError as error:
        message = t("The numbers that vetoes, levels or consequences compare could grow beyond exact arithmetic.")
        hint = t("Declare “min” and “max” for the fields they use.")
        raise RuleSetError([Problem(Place(ruleset.ruleset), message, hint)]) from error
