"""Formulas: whether percentages and plain numbers are kept apart in the arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Found
from starcheck.rules.check.kinds import ANY, NUMBER, PERCENT, Kind
from starcheck.rules.formula import Call, Expression, NumberLiteral, Operation, Reference
from starcheck.rules.schema.atoms import Path

Names = Callable[[str], Found[Kind]]
"""What a name stands for."""
ZERO = NumberLiteral(Fraction(0))


def kind_of(names: Names, expression: Expression, at: Path) -> Found[Kind]:
    """What a formula gives.

    Args:
        names: finds the kind of a name, always that of a number.
        expression: the formula.
        at: the path of its text.
    """
    match expression:
        case NumberLiteral(percent=percent):
            return PERCENT if percent else NUMBER
        case Reference(name):
            return (yield from names(name))
        case Operation("-", left, right) if left == ZERO:
            return (yield from kind_of(names, right, at))
        case Operation(op, left, right):
            kinds = [(yield from kind_of(names, left, at)), (yield from kind_of(names, right, at))]
            if op in {"*", "/"}:
                if op == "/" and right in {ZERO, NumberLiteral(Fraction(0), percent=True)}:
                    yield Flaw(at, t("The formula divides by 0."), t("Divide by what is above 0."))
                return _product(*kinds) if op == "*" else _quotient(*kinds)
            return (yield from _alike(op, kinds, at))
        case Call(function, arguments):
            kinds = []
            for argument in arguments:
                kinds.append((yield from kind_of(names, argument, at)))
            return (yield from _alike(function, kinds, at))


def _alike(operation: str, kinds: list[Kind], at: Path) -> Found[Kind]:
    sorts = {kind.sort for kind in kinds} - {"any"}
    if len(sorts) > 1:
        message = t("“{operation}” joins a percentage and a plain number.", operation=operation)
        yield Flaw(at, message, t("Multiply or divide to turn one into the other; no percentage is “0%”."))
        return ANY
    return next((kind for kind in kinds if kind.sort != "any"), ANY)


def _product(left: Kind, right: Kind) -> Kind:
    """A percentage of a number is a number, a percentage of a percentage a percentage."""
    if "any" in {left.sort, right.sort}:
        return ANY
    return PERCENT if left.sort == right.sort == "percent" else NUMBER


def _quotient(left: Kind, right: Kind) -> Kind:
    """Like over like is a number, a percentage over a number a percentage."""
    if "any" in {left.sort, right.sort}:
        return ANY
    return PERCENT if left.sort == "percent" and right.sort == "number" else NUMBER
