"""Numbers of the language in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from starcheck.language import Text, t
from starcheck.rules import formula
from starcheck.rules.schema.numbers import Band, Bands, Constant, Formula, Lookup, Name, Number, Statistic
from starcheck.rules.wording.company import statistic_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.orderings import both, ordering_in_words
from starcheck.rules.wording.scope import Scope, Words

YES_NO: Mapping[str, Text] = {"true": t("yes"), "false": t("no")}


def yes_or_no(value: bool) -> Text:
    """A truth value as an answer."""
    return YES_NO[str(value).lower()]


def number_in_words(number: Number, scope: Scope, unit: Words = "") -> Words:
    """A number, with its unit where it is a constant."""
    return NUMBERS[type(number)](number, scope, unit)


def with_unit(value: Words, unit: Words) -> Words:
    """A value and its unit."""
    return t("{value} {unit}", value=value, unit=unit) if unit else value


def _constant(number: Constant, _: Scope, unit: Words) -> Words:
    return with_unit(constant_in_words(number), "" if number.percent else unit)


def _name(number: Name, scope: Scope, unit: Words) -> Words:
    constant = scope.constant(number.name)
    return scope.quantity(number.name).words if constant is None else _constant(constant, scope, unit)


def _lookup(number: Lookup, scope: Scope, unit: Words) -> Words:
    entries = [
        t("{value} where {case}", value=_constant(value, scope, unit), case=choice_in_words(choice, number, scope))
        for choice, value in number.table.items()
    ]
    rest = [_otherwise(number.otherwise, scope, unit)] if number.otherwise else []
    return t("(by {name}: {entries})", name=scope.quantity(number.by).words, entries=[*entries, *rest])


def choice_in_words(choice: str, number: Lookup, scope: Scope) -> Words:
    """One choice of a lookup."""
    named = scope.quantity(number.by)
    return YES_NO.get(choice, choice) if named.kind == "boolean" else choice


def _otherwise(value: Constant, scope: Scope, unit: Words) -> Text:
    return t("{value} otherwise", value=_constant(value, scope, unit))


def _bands(number: Bands, scope: Scope, unit: Words) -> Words:
    named = scope.quantity(number.by)
    entries = [
        t("{value} where {case}", value=_constant(band.value, scope, unit), case=_tests(band, scope, named.unit))
        for band in number.bands
    ]
    return t("(by {name}: {entries})", name=named.words, entries=[*entries, _otherwise(number.otherwise, scope, unit)])


def _tests(band: Band, scope: Scope, unit: Words) -> Text:
    return reduce(both, [ordering_in_words(op, "number", _constant(bound, scope, unit)) for op, bound in band.tests])


def _formula(number: Formula, scope: Scope, _: Words) -> Words:
    return formula_in_words(number.expression, scope)


def _statistic(number: Statistic, scope: Scope, _: Words) -> Words:
    return statistic_in_words(number, scope)


NUMBERS: Mapping[type, Callable[..., Words]] = {
    Constant: _constant,
    Name: _name,
    Lookup: _lookup,
    Bands: _bands,
    Formula: _formula,
    Statistic: _statistic,
}
"""Every form of a number."""


def formula_in_words(expression: formula.Expression, scope: Scope) -> Words:
    """An arithmetic with the names people use."""
    return EXPRESSIONS[type(expression)](expression, scope)


def _literal(expression: formula.NumberLiteral, _: Scope) -> Words:
    return constant_in_words(Constant(expression.value, expression.percent))


def _reference(expression: formula.Reference, scope: Scope) -> Words:
    return number_in_words(Name(expression.name), scope)


def _operation(expression: formula.Operation, scope: Scope) -> Words:
    match expression:
        case formula.Operation("-", formula.NumberLiteral(value=0), operand):
            return t("−{operand}", operand=_bracketed(operand, scope, ("+", "-")))
        case formula.Operation(op, left, right):
            first = _bracketed(left, scope, ("+", "-") if op in ("*", "/") else ())
            return OPERATIONS[op](first, _bracketed(right, scope, _AFTER[op]))


_AFTER: Mapping[str, tuple[str, ...]] = {"+": (), "-": ("+", "-"), "*": ("+", "-"), "/": ("+", "-", "*", "/")}
"""Which operations need brackets on the right of another."""


def _bracketed(expression: formula.Expression, scope: Scope, weaker: tuple[str, ...]) -> Words:
    words = formula_in_words(expression, scope)
    if isinstance(expression, formula.Operation) and expression.op in weaker:
        return t("({words})", words=words)
    return words


OPERATIONS: Mapping[str, Callable[[Words, Words], Text]] = {
    "+": lambda left, right: t("{left} + {right}", left=left, right=right),
    "-": lambda left, right: t("{left} − {right}", left=left, right=right),
    "*": lambda left, right: t("{left} × {right}", left=left, right=right),
    "/": lambda left, right: t("{left} ÷ {right}", left=left, right=right),
}


def _call(expression: formula.Call, scope: Scope) -> Words:
    return FUNCTIONS[expression.function]([formula_in_words(argument, scope) for argument in expression.arguments])


FUNCTIONS: Mapping[str, Callable[[list[Words]], Text]] = {
    "min": lambda arguments: t("the least of ({arguments})", arguments=arguments),
    "max": lambda arguments: t("the greatest of ({arguments})", arguments=arguments),
    "abs": lambda arguments: t("the magnitude of ({arguments})", arguments=arguments),
    "ceil": lambda arguments: t("({arguments}) rounded up", arguments=arguments),
    "floor": lambda arguments: t("({arguments}) rounded down", arguments=arguments),
    "round": lambda arguments: t("({arguments}) rounded to a whole number", arguments=arguments),
}
"""Every function of formulas."""

EXPRESSIONS: Mapping[type, Callable[..., Words]] = {
    formula.NumberLiteral: _literal,
    formula.Reference: _reference,
    formula.Operation: _operation,
    formula.Call: _call,
}
"""Every part of a formula."""
