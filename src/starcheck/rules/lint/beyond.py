"""Points that are written down, but never given whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from starcheck.language import Text, t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.lint import walk
from starcheck.rules.lint.caps import cap_around
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Amount, Range, Score


def points_beyond_reach(ruleset: RuleSet) -> Smells:
    """A tier, case, place, grade, range or gain of more points than its criterion has."""
    for placed in walk.nodes(ruleset):
        cap = cap_around(placed)
        if cap is None or any(node.sum is not None for node in placed.above):
            continue
        for amount, at in _stated(placed.node):
            points = _most(amount)
            if points is not None and points > cap:
                message = t("These {points} points are cut at {cap}.", points=plain(points), cap=plain(cap))
                yield Flaw((*placed.at, *at), message, _hint(cap))


def _hint(cap: Fraction) -> Text:
    if cap == 0:
        return t("A section that starts full only loses; put gains into a pool.")
    return t("Lower them, or give the criterion more points.")


def _stated(node: Score) -> Iterator[tuple[Amount, Path]]:
    """The amounts that a node gives at once, each with its place in the node."""
    for key in ("tiers", "cases"):
        for index, row in enumerate(getattr(node, key) or ()):
            yield row.points, (key, index)
    for grade, worth in (node.grades or {}).items():
        yield worth, ("grades", grade)
    if node.by_rank is not None:
        for points in (*node.by_rank.points, node.by_rank.otherwise):
            yield points, ("by_rank",)
    if node.judged is not None:
        yield node.judged, ("judged",)
    if node.gain is not None and node.per is None:
        yield node.gain, ("gain",)


def _most(amount: Amount) -> Fraction | None:
    match amount:
        case Constant(value):
            return value
        case Range(high=high):
            return high
        case _:
            return None
