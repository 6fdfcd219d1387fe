"""The small arithmetic of ``formula:``, over intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from fractions import Fraction

from .intervals import UNDEFINED, ZERO, Interval, Quantity, both_defined, exactly, round_half_away
from .literals import number
from .truth import conjunction

TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?%?|[^\W\d]\w*(?:\.\w+)*|[-+*/(),])")
UNBOUNDED = Interval(Fraction(-(10**12)), Fraction(10**12))


def evaluate(formula: str, value_of: Callable[[str], Quantity]) -> Quantity:
    """The value of ``formula`` where ``value_of`` gives the names."""
    return _Parser(TOKEN.findall(formula), value_of).whole()


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tokens: list[str], value_of: Callable[[str], Quantity]) -> None:
        self.tokens = [*tokens, ""]
        self.value_of = value_of

    def whole(self) -> Quantity:
        result = self.total()
        if self.tokens != [""]:
            raise ValueError(self.tokens)
        return result

    def take(self, *wanted: str) -> str | None:
        return self.tokens.pop(0) if self.tokens[0] in wanted else None

    def total(self) -> Quantity:
        result = self.product()
        while operator := self.take("+", "-"):
            other = self.product()
            result = _plus(result, other if operator == "+" else _minus(other))
        return result

    def product(self) -> Quantity:
        result = self.signed()
        while operator := self.take("*", "/"):
            other = self.signed()
            result = _times(result, other) if operator == "*" else divide(result, other)
        return result

    def signed(self) -> Quantity:
        return _minus(self.signed()) if self.take("-") else self.operand()

    def operand(self) -> Quantity:
        if self.take("("):
            result = self.total()
            self.take(")")
            return result
        token = self.tokens.pop(0)
        if token[0].isdigit():
            return exactly(number(token))
        if self.take("("):
            arguments = [self.total()]
            while self.take(","):
                arguments.append(self.total())
            self.take(")")
            return FUNCTIONS[token](arguments)
        return self.value_of(token)


def _plus(one: Quantity, other: Quantity) -> Quantity:
    return Quantity(one.interval + other.interval, both_defined([one, other]))


def _minus(one: Quantity) -> Quantity:
    return Quantity(-one.interval, one.defined)


def _times(one: Quantity, other: Quantity) -> Quantity:
    return Quantity(one.interval * other.interval, both_defined([one, other]))


def divide(one: Quantity, other: Quantity) -> Quantity:
    """One over the other: undefined over 0, unbounded where the divisor may be 0."""
    defined = both_defined([one, other])
    if other.interval == ZERO:
        return UNDEFINED
    if other.low <= 0 <= other.high:
        return Quantity(UNBOUNDED, conjunction([defined, None]))
    return Quantity(one.interval * Interval(1 / other.high, 1 / other.low), defined)


def _ends(function: Callable[[Iterable[Fraction]], Fraction]) -> Callable[[list[Quantity]], Quantity]:
    """A function that never falls when an argument grows takes the ends one by one."""

    def applied(arguments: list[Quantity]) -> Quantity:
        low, high = (function([getattr(q, end) for q in arguments]) for end in ("low", "high"))
        return Quantity(Interval(Fraction(low), Fraction(high)), both_defined(arguments))

    return applied


def _magnitude(arguments: list[Quantity]) -> Quantity:
    (only,) = arguments
    ends = (abs(only.low), abs(only.high))
    least = Fraction(0) if only.low <= 0 <= only.high else min(ends)
    return Quantity(Interval(least, max(ends)), only.defined)


def _single(function: Callable[[Fraction], int]) -> Callable[[Iterable[Fraction]], Fraction]:
    def applied(values: Iterable[Fraction]) -> Fraction:
        (only,) = values
        return Fraction(function(only))

    return applied


FUNCTIONS: dict[str, Callable[[list[Quantity]], Quantity]] = {
    "min": _ends(min),
    "max": _ends(max),
    "abs": _magnitude,
    "ceil": _ends(_single(math.ceil)),
    "floor": _ends(_single(math.floor)),
    "round": _ends(_single(round_half_away)),
}
