"""The operators of conditions, for known values and for intervals (semantics §3, §5)."""

from __future__ import annotations

from collections.abc import Callable

from .intervals import Quantity, both_defined
from .literals import Raw, as_list, constant
from .periods import Span, window
from .records import NONE, UNKNOWN
from .truth import Truth, conjunction, disjunction, negation
from .world import Form

OPERATORS = frozenset(
    [
        "at_least",
        "more_than",
        "at_most",
        "less_than",
        "equals",
        "not",
        "one_of",
        "none_of",
        "between",
        "exists",
        "within",
    ],
)


def as_operators(right: Raw) -> Form:
    """``{kind: 党课}`` is equals and ``{kind: [a, b]}`` one of."""
    if isinstance(right, dict) and right.keys() <= OPERATORS:
        return right
    return {"one_of": right} if isinstance(right, list) else {"equals": right}


def fact_satisfies(value: Raw, definition: Form, operators: Form, period: Span) -> Truth:
    """Whether the value of a cell satisfies every operator."""
    return conjunction(_fact_satisfies(value, definition, name, right, period) for name, right in operators.items())


def _fact_satisfies(value: Raw, definition: Form, operator: str, right: Raw, period: Span) -> Truth:
    if operator == "exists":
        there = None if value is UNKNOWN else value is not NONE
        return there if right else negation(there)
    if operator in {"not", "none_of"}:
        positive = "equals" if operator == "not" else "one_of"
        return negation(_fact_satisfies(value, definition, positive, right, period))
    if value is UNKNOWN:
        return None
    if value is NONE:
        return False
    if operator == "within":
        return window(right, period).holds(value)

    def rank(literal: Raw) -> Raw:
        in_order = definition["type"] == "choice" and operator not in {"equals", "one_of"}
        return definition["choices"].index(literal) if in_order else constant(literal)

    rights = [rank(literal) for literal in as_list(right)]
    return FACT_OPERATORS[operator](rank(value), rights)


FACT_OPERATORS: dict[str, Callable[[Raw, list[Raw]], bool]] = {
    "at_least": lambda value, rights: value >= rights[0],
    "more_than": lambda value, rights: value > rights[0],
    "at_most": lambda value, rights: value <= rights[0],
    "less_than": lambda value, rights: value < rights[0],
    "between": lambda value, rights: rights[0] <= value <= rights[1],
    "equals": lambda value, rights: value == rights[0],
    "one_of": lambda value, rights: value in rights,
}


def quantity_satisfies(quantity: Quantity, operator: str, rights: list[Quantity]) -> Truth:
    """Whether a number satisfies one operator, all numbers being intervals."""
    if operator == "exists":
        there = None if quantity.unknown else quantity.defined
        return there if rights[0].low else negation(there)
    defined = both_defined([quantity, *rights])
    truth = QUANTITY_OPERATORS[operator](quantity, rights)
    if defined is False:
        return False
    return None if defined is None and truth else truth


def _at_least(quantity: Quantity, threshold: Quantity) -> Truth:
    if quantity.low >= threshold.high:
        return True
    return False if quantity.high < threshold.low else None


def _more_than(quantity: Quantity, threshold: Quantity) -> Truth:
    return negation(_at_least(threshold, quantity))


def _equals(quantity: Quantity, other: Quantity) -> Truth:
    if quantity.high < other.low or other.high < quantity.low:
        return False
    return True if quantity.interval.is_point and other.interval.is_point else None


def _one_of(quantity: Quantity, others: list[Quantity]) -> Truth:
    return disjunction(_equals(quantity, other) for other in others)


QUANTITY_OPERATORS: dict[str, Callable[[Quantity, list[Quantity]], Truth]] = {
    "at_least": lambda quantity, rights: _at_least(quantity, rights[0]),
    "more_than": lambda quantity, rights: _more_than(quantity, rights[0]),
    "at_most": lambda quantity, rights: _at_least(rights[0], quantity),
    "less_than": lambda quantity, rights: _more_than(rights[0], quantity),
    "between": lambda quantity, rights: conjunction([_at_least(quantity, rights[0]), _at_least(rights[1], quantity)]),
    "equals": lambda quantity, rights: _equals(quantity, rights[0]),
    "not": lambda quantity, rights: negation(_equals(quantity, rights[0])),
    "one_of": _one_of,
    "none_of": lambda quantity, rights: negation(_one_of(quantity, rights)),
}
