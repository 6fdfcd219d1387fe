"""Where every resolved part of a rule set comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starcheck.documents import Keys
from starcheck.errors import Place
from starcheck.rules.load.addresses import CRITERIA, names, nodes, things, written
from starcheck.rules.load.overlay import HEAD
from starcheck.rules.load.parts import Part, Step
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of a rule set was written.

    Attributes:
        name: its id, or its way.
        steps: what overlays did to it; none if it is as first written.
        taken_over: whether it comes unchanged from the rule set that is extended.
    """

    name: str
    place: Place
    steps: tuple[Step, ...]
    taken_over: bool


def origins(root: Part) -> Iterator[Origin]:
    """Every part that a change can speak of, in the order of the rule set; what lies inside one only where changed."""
    ways: dict[Keys, str] = {}
    for way in names(root):
        if len(way) == _NAME or root.at(way).steps:
            ways[way] = written(way)
    for name, keys in things(root):
        ways[keys] = name
        if CRITERIA in keys:
            ways |= {inner: node for node, inner in nodes(root.at(keys), name, keys) if root.at(inner).steps}
    for key in RuleSet.model_fields:
        if key in root.named and key not in HEAD:
            below = [way for way in ways if way[0] == key]
            for way in below or [(key,)]:
                steps = _steps(root, way)
                yield Origin(ways.get(way, key), root.at(way).own_key_place, steps, bool(root.steps) and not steps)


_NAME = 2
"""So long is the way to a name of the rule set itself, such as a measure; one inside a table is longer."""


def _steps(root: Part, keys: Keys) -> tuple[Step, ...]:
    """What was done to a part, after what it came with, if it did not come by itself."""
    own = root.at(keys).steps
    if any(step.verb in (*_WHOLE, "move") for step in own):
        return own
    around = (root.at(keys[:length]).steps for length in range(len(keys) - 1, 0, -1))
    brought = ([step for step in steps if step.verb in _WHOLE] for steps in around)
    return (*next(filter(None, brought), ()), *own)


_WHOLE = ("add", "replace")
"""The verbs that bring along all that is in a thing."""
