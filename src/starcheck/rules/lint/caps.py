"""The least of all limits around a node of a score."""

from __future__ import annotations

from fractions import Fraction

from starcheck.rules.lint import walk
from starcheck.rules.lint.sums import most
from starcheck.rules.schema.numbers import Number
from starcheck.rules.schema.ruleset import Pool, Section


def cap_around(placed: walk.PlacedNode, *inner: Number | None, is_gain: bool = True) -> Fraction | None:
    """The most that a node can give, None if that is not written down.

    Args:
        placed: the node.
        inner: further caps, inside the node.
        is_gain: whether the points of the criterion limit it too.
    """
    limits = [*inner, placed.node.up_to, *(node.up_to for node in placed.above)]
    if is_gain:
        limits += [placed.criterion.points, placed.group.cap if isinstance(placed.group, Pool) else None]
        if isinstance(placed.group, Section) and placed.group.starts:
            return Fraction(0)
    return min((cap for limit in limits if (cap := most(limit)) is not None), default=None)
