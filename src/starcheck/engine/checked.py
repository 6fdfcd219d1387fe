"""Checked: one condition in both worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starcheck.engine.clock import World
from starcheck.engine.quantities import Readings, Scope
from starcheck.engine.truth import Truth, between, every, possibly, surely
from starcheck.rules.schema.conditions import Condition


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
    """
    worlds = [World.STANDING] if readings.sources.clock.over else list(World)
    names = scope or partial(Scope, readings)
    truths = [names(world).condition(condition) for world in worlds]
    return Checked(truths[0], truths[-1])
