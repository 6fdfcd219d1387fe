"""Criteria whose full points no branch can have."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.check.numbers import entries
from starcheck.rules.check.paths import criteria
from starcheck.rules.lint.smells import Smells
from starcheck.rules.lint.sums import most
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet, Section
from starcheck.rules.schema.score import AllPoints, Amount, Range
from starcheck.rules.tree import Grades, Node, criterion_tree


def full_points_out_of_reach(ruleset: RuleSet) -> Smells:
    """A criterion whose score never gives all the points that it has."""
    for criterion, group, at in criteria(ruleset):
        if not isinstance(criterion.points, Constant) or (isinstance(group, Section) and group.starts):
            continue
        points = criterion.points.value
        greatest = _most_of(criterion_tree(ruleset, criterion, group), points)
        if greatest is not None and greatest < points:
            message = t(
                "{id} has {points} points, and its score never gives more than {most}.",
                id=criterion.id,
                points=plain(points),
                most=plain(greatest),
            )
            yield Flaw((*at, "points"), message, t("Add the row that gives all points, or correct the points."))


def _most_of(node: Node, whole: Fraction | None) -> Fraction | None:
    """The most points of a node, None if nothing written down says so.

    Args:
        node: the node.
        whole: what ``all`` stands for around it.
    """
    cap = most(node.up_to)
    whole = whole if node.up_to is None else cap
    inside = _most_inside(node, whole)
    limits = [limit for limit in (inside, cap) if limit is not None]
    return min(limits, default=None)


def _most_inside(node: Node, whole: Fraction | None) -> Fraction | None:
    if node.op is None:
        return _most_of_part(node, whole)
    found = [_most_of(child, whole) for child in node.children]
    known = [points for points in found if points is not None]
    if node.op == "worst":
        return min(known, default=None)
    if len(known) < len(found):
        return None
    return sum(known, Fraction(0)) if node.op == "sum" else max(known)


def _most_of_part(node: Node, whole: Fraction | None) -> Fraction | None:
    if node.sign < 0:
        return Fraction(0)
    if node.per is not None or node.amount is None:
        return None
    if isinstance(node.amount, Grades):
        return max(points for _, points in node.amount.table)
    return _most_of_amount(node.amount, whole)


def _most_of_amount(amount: Amount, whole: Fraction | None) -> Fraction | None:
    match amount:
        case AllPoints():
            return whole
        case Range(_, high):
            return high
        case _:
            return max((constant.value for constant, _ in entries(amount)), default=None)
