"""Zeros: what a veto makes count nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starcheck.engine.checked import checked
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval, choose
from starcheck.engine.readings import Readings
from starcheck.engine.scoring import NOTHING
from starcheck.engine.truth import Truth
from starcheck.rules.schema.levels import Veto
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Zero:
    """A veto with whether it applies."""

    veto: Veto
    applies: Truth

    def on(self, points: Interval) -> Interval:
        """The points, or nothing; their hull with it where the veto is open."""
        return choose(self.applies, NOTHING, points)


Zeros: TypeAlias = Mapping[str, Sequence[Zero]]
"""By the id of a criterion, section or pool, or ``total``: the vetoes that make it count nothing."""


def zeros(ruleset: RuleSet, readings: Readings, stage: Stage) -> Zeros:
    """The vetoes that do not bear on the level by themselves; their conditions know no points."""
    found: defaultdict[str, list[Zero]] = defaultdict(list)
    for veto in ruleset.vetoes:
        if veto.effect.zero is not None:
            applies = stage.truth(f"veto {veto.id}", checked(readings, veto.when).applies)
            found[veto.effect.zero].append(Zero(veto, applies))
    return found


def vetoed(points: Interval, zeros: Sequence[Zero]) -> Interval:
    """What vetoes leave of points, one after the other."""
    for zero in zeros:
        points = zero.on(points)
    return points
