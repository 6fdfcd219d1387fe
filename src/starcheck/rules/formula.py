"""The small arithmetic of ``formula:``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from starcheck.language import t
from starcheck.rules.schema.atoms import Mistake

MAX_LENGTH = 200
MAX_DEPTH = 8

Function = Literal["min", "max", "abs", "ceil", "floor", "round"]
ARITY: dict[str, tuple[int, int]] = {
    "min": (2, 8), "max": (2, 8), "abs": (1, 1), "ceil": (1, 1), "floor": (1, 1), "round": (1, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number or a percentage (0.95 for ``95%``)."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A measure, a part of one, or a field."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``left op right``."""

    op: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or more arguments."""

    function: Function
    arguments: tuple[Expression, ...]


Expression = NumberLiteral | Reference | Operation | Call

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,12}(?:\.\d{1,6})?)(?P<percent>[%％])?|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<sign>[-+*/(),]))"
)


def parse(source: object) -> Expression:
    """Read a formula.

    Raises:
        Mistake: it is too long, too deep, or not a formula; names the column inside the formula.
    """
    if not isinstance(source, str) or not source.strip():
        raise Mistake(t("A formula is a text such as “ceil(members / 10) + 1”."))
    if len(source) > MAX_LENGTH:
        raise Mistake(t("A formula has at most {most} characters; this one has {n}.", most=MAX_LENGTH, n=len(source)))
    return _Parser(source).whole()


def names(expression: Expression) -> Iterator[str]:
    """The names a formula refers to, in order."""
    match expression:
        case Reference(name):
            yield name
        case Operation(_, left, right):
            yield from names(left)
            yield from names(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from names(argument)


class _Parser:
    """Recursive descent over one formula."""

    def __init__(self, source: str) -> None:
        self.source, self.at, self.depth = source, 0, 0
        self.token: re.Match[str] | None = None
        self.advance()

    def whole(self) -> Expression:
        expression = self.sum()
        if self.token is not None:
            self.fail()
        return expression

    def advance(self) -> None:
        self.token = _TOKEN.match(self.source, self.at)
        if self.token is None and self.source[self.at :].strip():
            self.fail()
        if self.token is not None:
            self.at = self.token.end()

    def fail(self) -> None:
        rest = self.source[self.token.start() if self.token else self.at :].strip()
        raise Mistake(
            t("The formula cannot be read from “{rest}” on.", rest=rest) if rest else t("The formula ends too early."),
            hint=t("Allowed: + - * / ( ), numbers, percentages, names, {functions}.", functions=list(ARITY)),
        )

    def sign(self, *signs: str) -> str | None:
        """The current sign if it is one of these, moving past it."""
        found = self.token["sign"] if self.token else None
        if found is None or found not in signs:
            return None
        self.advance()
        return found

    def sum(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Mistake(t("A formula nests at most {most} levels.", most=MAX_DEPTH))
        left = self.product()
        while op := self.sign("+", "-"):
            left = Operation("+" if op == "+" else "-", left, self.product())
        self.depth -= 1
        return left

    def product(self) -> Expression:
        left = self.factor()
        while op := self.sign("*", "/"):
            left = Operation("*" if op == "*" else "/", left, self.factor())
        return left

    def factor(self) -> Expression:
        if self.sign("-"):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise Mistake(t("A formula nests at most {most} levels.", most=MAX_DEPTH))
            operand = self.factor()
            self.depth -= 1
            return Operation("-", NumberLiteral(Fraction(0)), operand)
        if self.sign("("):
            inner = self.sum()
            self.expect(")")
            return inner
        token = self.token
        if token is None or token["sign"]:
            self.fail()
        assert token is not None
        self.advance()
        if token["number"]:
            value = Fraction(Decimal(token["number"]))
            return NumberLiteral(value / 100, percent=True) if token["percent"] else NumberLiteral(value)
        return self.call(token["name"]) if self.sign("(") else Reference(token["name"])

    def call(self, name: str) -> Expression:
        if name not in ARITY:
            raise Mistake(
                t("There is no function “{name}”.", name=name), hint=t("Allowed: {choices}.", choices=list(ARITY))
            )
        arguments = [self.sum()]
        while self.sign(","):
            arguments.append(self.sum())
        self.expect(")")
        least, most = ARITY[name]
        if not least <= len(arguments) <= most:
            raise Mistake(
                t(
                    "“{name}” takes {least} to {most} arguments; here are {n}.",
                    name=name,
                    least=least,
                    most=most,
                    n=len(arguments),
                )
            )
        return Call(name, tuple(arguments))  # type: ignore[arg-type]

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            self.fail()
