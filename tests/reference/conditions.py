"""Conditions of the branch, of parts, of levels (§3 of the rule language)."""

from __future__ import annotations

from .comparisons import OPERATORS, as_operators, fact_satisfies
from .literals import Raw
from .measures import Fact, Operand, kind_of, measure
from .names import Scope, resolve, satisfies
from .truth import Truth, conjunction, disjunction, negation
from .world import Form


def holds(scope: Scope, condition: Form) -> Truth:
    """The truth of a condition."""
    if kind_of(condition):
        return _measured_in_place(scope, condition)
    if condition.keys() <= OPERATORS and not isinstance(condition.get("not"), dict):
        return _compare(scope, scope.parts["value"], condition)
    return conjunction(_entry_holds(scope, key, right) for key, right in condition.items())


def _entry_holds(scope: Scope, key: str, right: Raw) -> Truth:
    if key == "not":
        return negation(holds(scope, right))
    if key in {"all", "any"}:
        combine = conjunction if key == "all" else disjunction
        return combine(holds(scope, part) for part in right)
    return _compare(scope, resolve(scope, key), as_operators(right))


def _measured_in_place(scope: Scope, condition: Form) -> Truth:
    """A measure and what its value is compared with; its ``within`` is the window."""
    operators = condition.keys() & (OPERATORS - {"within"})
    form = {key: value for key, value in condition.items() if key not in operators}
    return _compare(scope, measure(scope.world, form)["value"], {key: condition[key] for key in operators})


def _compare(scope: Scope, operand: Operand, operators: Form) -> Truth:
    if isinstance(operand, Fact):
        return fact_satisfies(operand.value, operand.definition, operators, scope.world.case.period)
    return satisfies(scope, operand, operators)
