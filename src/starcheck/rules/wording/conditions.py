"""Conditions in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import cast

from starcheck.language import Text, t
from starcheck.rules.schema.conditions import (
    ORDERINGS,
    SCORE,
    Comparison,
    Condition,
    CriteriaTest,
    Every,
    MeasureTest,
    Negation,
    Operand,
    Operator,
    OtherField,
    PassedTest,
    SectionTest,
    Some,
    Test,
)
from starcheck.rules.schema.numbers import Constant, Name, Number
from starcheck.rules.schema.windows import Window
from starcheck.rules.wording.figures import constant_in_words, share_in_words
from starcheck.rules.wording.numbers import number_in_words, yes_or_no
from starcheck.rules.wording.orderings import both, either, ordering_in_words
from starcheck.rules.wording.scope import Named, Scope, Words
from starcheck.rules.wording.spans import window_in_words


def condition_in_words(condition: Condition, scope: Scope) -> Text:
    """A condition as a clause."""
    return CONDITIONS[type(condition)](condition, scope)


def predicate_in_words(comparisons: tuple[Comparison, ...], named: Named, scope: Scope) -> Text:
    """What is said of a quantity, without the quantity: “at least 95%”."""
    return reduce(both, [_predicate(comparison, named, scope) for comparison in comparisons])


def _predicate(comparison: Comparison, named: Named, scope: Scope) -> Text:
    return OPERATORS[comparison.op](comparison.operand, named, scope)


def _test(condition: Test, scope: Scope) -> Text:
    named = scope.quantity(condition.name)
    if condition.name == SCORE and any(_is_percent(comparison.operand) for comparison in condition.comparisons):
        named = Named(t("the share of the full score"))
    return t(
        "{name} is {predicate}", name=named.words, predicate=predicate_in_words(condition.comparisons, named, scope)
    )


def _measure_test(condition: MeasureTest, scope: Scope) -> Text:
    from starcheck.rules.wording.measures import measure_in_words  # noqa: PLC0415 - each is made of the other

    named = scope.measuring(condition.measure).quantity("value")
    predicate = predicate_in_words(condition.comparisons, named, scope)
    return t("{name} is {predicate}", name=measure_in_words(condition.measure, scope), predicate=predicate)


def _section_test(condition: SectionTest, scope: Scope) -> Text:
    group = next(group for group in scope.ruleset.groups if group.id == condition.section)
    title = t("{id} {title}", id=group.id, title=group.title)
    if any(_is_percent(comparison.operand) for comparison in condition.comparisons):
        share = predicate_in_words(condition.comparisons, Named(title), scope)
        return t("the share of points in {section} is {predicate}", section=title, predicate=share)
    points = predicate_in_words(condition.comparisons, Named(title, unit=t("points")), scope)
    return t("the points of {section} are {predicate}", section=title, predicate=points)


def _is_percent(operand: Operand) -> bool:
    if isinstance(operand, tuple):
        return any(_is_percent(item) for item in operand)
    return isinstance(operand, Constant) and operand.percent


def _criteria_test(condition: CriteriaTest, scope: Scope) -> Text:
    titles = {criterion.id: criterion.title for group in scope.ruleset.groups for criterion in group.criteria}
    named = [t("{id} {title}", id=name, title=titles[name]) for name in condition.criteria]
    if len(named) == 1:
        return t("{criterion}: met", criterion=named[0])
    if condition.at_least == len(named):
        return t("all of these are met: {criteria}", criteria=named)
    return t("at least {n} of these are met: {criteria}", n=condition.at_least, criteria=named)


def _passed_test(condition: PassedTest, scope: Scope) -> Text:
    titles = {section.id: section.title for section in scope.ruleset.sections}
    named = [t("{id} {title}", id=name, title=titles[name]) for name in condition.sections]
    if len(named) == 1:
        return t("{sheet}: passed", sheet=named[0])
    if condition.at_least == len(named):
        return t("all of these are passed: {sheets}", sheets=named)
    return t("at least {n} of these are passed: {sheets}", n=condition.at_least, sheets=named)


def _every(condition: Every, scope: Scope) -> Text:
    return reduce(both, [_within(part, Some, scope) for part in condition.parts])


def _some(condition: Some, scope: Scope) -> Text:
    return reduce(either, [_within(part, Every, scope) for part in condition.parts])


def _within(part: Condition, other: type, scope: Scope) -> Text:
    words = condition_in_words(part, scope)
    return t("({words})", words=words) if isinstance(part, other) else words


def _negation(condition: Negation, scope: Scope) -> Text:
    match condition.part:
        case Test(name, (comparison,)):
            named = scope.quantity(name)
            return t("{name} is not {predicate}", name=named.words, predicate=_predicate(comparison, named, scope))
        case part:
            return t("it is not the case that ({condition})", condition=condition_in_words(part, scope))


CONDITIONS: Mapping[type, Callable[..., Text]] = {
    Test: _test,
    MeasureTest: _measure_test,
    SectionTest: _section_test,
    CriteriaTest: _criteria_test,
    PassedTest: _passed_test,
    Every: _every,
    Some: _some,
    Negation: _negation,
}
"""Every form of a condition."""


def _value(operand: Operand, named: Named, scope: Scope) -> Words:
    """One value on the right of an operator."""
    match operand:
        case OtherField():
            return _other_field(operand, scope)
        case date():
            return operand.isoformat()
        case bool():
            return yes_or_no(operand)
        case str() | Constant() if named.kind != "number":
            text = operand if isinstance(operand, str) else constant_in_words(operand)
            return named.states.get(text, text)
        case str():
            return number_in_words(Name(operand), scope, named.unit)
        case _:
            return number_in_words(cast("Number", operand), scope, named.unit)


def _other_field(other: OtherField, scope: Scope) -> Words:
    words = scope.quantity(other.field).words
    return words if other.share is None else t("{share} of {field}", share=share_in_words(other.share), field=words)


def _values(operand: Operand, named: Named, scope: Scope) -> list[Words]:
    return [_value(item, named, scope) for item in cast("tuple[Operand, ...]", operand)]


def _equals(operand: Operand, named: Named, scope: Scope) -> Text:
    value = _value(operand, named, scope)
    if named.kind == "number":
        return t("exactly {value}", value=value)
    return t("on {value}", value=value) if named.kind == "date" else t("“{value}”", value=value)


def _not(operand: Operand, named: Named, scope: Scope) -> Text:
    value = _value(operand, named, scope)
    if named.kind == "number":
        return t("not {value}", value=value)
    return t("not on {value}", value=value) if named.kind == "date" else t("not “{value}”", value=value)


def _one_of(operand: Operand, named: Named, scope: Scope) -> Text:
    values = _values(operand, named, scope)
    if len(values) == 1:
        return _equals(cast("tuple[Operand, ...]", operand)[0], named, scope)
    return t("one of {values}", values=values)


def _none_of(operand: Operand, named: Named, scope: Scope) -> Text:
    return t("none of {values}", values=_values(operand, named, scope))


def _between(operand: Operand, named: Named, scope: Scope) -> Text:
    low, high = cast("tuple[Operand, Operand]", operand)
    first = _value(low, replace(named, unit=""), scope)
    return t("from {low} to {high}", low=first, high=_value(high, named, scope))


def _exists(operand: Operand, named: Named, _: Scope) -> Text:
    if named.is_field:
        return t("filled in") if operand else t("not filled in")
    return t("computable") if operand else t("not computable")


def _lies_within(operand: Operand, _: Named, _scope: Scope) -> Text:
    return t("within {window}", window=window_in_words(cast("Window", operand)))


def _ordering(op: str) -> Callable[[Operand, Named, Scope], Text]:
    return lambda operand, named, scope: ordering_in_words(op, named.kind, _value(operand, named, scope))


OPERATORS: Mapping[Operator, Callable[[Operand, Named, Scope], Text]] = {
    **{cast("Operator", op): _ordering(op) for op in ORDERINGS},
    "equals": _equals,
    "not": _not,
    "one_of": _one_of,
    "none_of": _none_of,
    "between": _between,
    "exists": _exists,
    "within": _lies_within,
}
"""Every operator."""
