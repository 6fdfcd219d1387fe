"""Nodes of the scoring tree in words, one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeGuard

from starcheck.language import Text, t
from starcheck.rules.schema.measures import Count, Coverage
from starcheck.rules.schema.numbers import Bands, Constant, Formula, Lookup, Name, Number, Statistic
from starcheck.rules.schema.papers import MISSING_PAPERS, PAPER_WORDS, PAPERS
from starcheck.rules.schema.score import AllPoints, Award, PartialSteps, Range
from starcheck.rules.tree import Grades, Node
from starcheck.rules.wording.awards import award_in_words
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words, figure
from starcheck.rules.wording.numbers import choice_in_words, number_in_words
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.signs import Sign, points_in_words, table_in_words
from starcheck.rules.wording.spans import SPANS

COMBINED: Mapping[str, Text] = {
    "sum": t("the sum of these"),
    "best": t("the best of these"),
    "worst": t("the worst of these"),
    "first": t("the first of these that holds"),
}
"""How an inner node combines its children."""


def node_in_words(node: Node, scope: Scope, *, otherwise: bool = False) -> Text:
    """One node without its children.

    Args:
        node: the node.
        scope: the scope inside it.
        otherwise: whether it is what remains when no other child of a ``first`` holds.
    """
    words = COMBINED[node.op] if node.op else part_in_words(node, scope)
    return under_conditions(limited(words, node, scope), node, scope, otherwise=otherwise)


def limited(words: Text, node: Node, scope: Scope) -> Text:
    """Adds what the points of a node never exceed, then what they never fall below."""
    if node.up_to is not None:
        limit = number_in_words(node.up_to, scope)
        words = t("{words}, {points} at most", words=words, points=limit)
    if node.floor is not None:
        words = t("{words}, never below {points}", words=words, points=number_in_words(node.floor, scope))
    return words


def under_conditions(words: Text, node: Node, scope: Scope, *, otherwise: bool = False) -> Text:
    """Puts the conditions of a node before it."""
    for condition in (node.applies_when, node.when):
        if condition is not None:
            words = t("if {condition}: {words}", condition=condition_in_words(condition, scope), words=words)
    return t("otherwise: {words}", words=words) if otherwise else words


def part_in_words(node: Node, scope: Scope) -> Text:
    """What a part gains or loses."""
    if isinstance(node.per, Award):
        return award_in_words(node.per, scope)
    part = amount_in_words(node, scope)
    return part if node.per is None else _multiplied(part, node.per, node, scope)


def _multiplied(part: Text, per: str, node: Node, scope: Scope) -> Text:
    if node.step is not None and node.partial_steps == "proportional":
        return _in_proportion(part, per, node, node.step, scope)
    words = t("{part} {rate}", part=part, rate=_rate(per, node, scope))
    return PARTIAL_STEPS[node.partial_steps](words)


def _in_proportion(part: Text, per: str, node: Node, every: Number, scope: Scope) -> Text:
    """A multiplication, for whoever scores by hand."""
    name, step = scope.quantity(per).words, number_in_words(every, scope)
    if node.base is None:
        return t("{part} × {name} ÷ {step}", part=part, name=name, step=step)
    side, base = node.base[0], number_in_words(node.base[1], scope)
    first, second = (name, base) if side == "above" else (base, name)
    return t("{part} × ({first} − {second}) ÷ {step}, if positive", part=part, first=first, second=second, step=step)


PARTIAL_STEPS: Mapping[PartialSteps, Callable[[Text], Text]] = {
    "ignore": lambda words: t("{words}; a step not completed does not count", words=words),
    "full": lambda words: t("{words}; a step begun counts whole", words=words),
    "proportional": lambda words: words,
}
"""What becomes of a step that is not complete; in proportion is how any number multiplies."""

ONE = Constant(Fraction(1))


def _rate(per: str, node: Node, scope: Scope) -> Text:
    """How often the amount counts."""
    named, step = scope.quantity(per), node.step or ONE
    if node.base is None:
        return (
            _for_every(per, scope)
            if step == ONE
            else t("for every {step} of {name}", step=number_in_words(step, scope, named.unit), name=named.words)
        )
    side, base = node.base[0], number_in_words(node.base[1], scope, named.unit)
    if isinstance(step, Constant) and not step.percent and not named.unit:
        return BARE_SIDES[side](figure(step.value), named.words, base)
    words = percentage_points(step) if _is_percent(step) else number_in_words(step, scope, named.unit)
    return SIDES[side](words, named.words, base)


def _is_percent(step: Number) -> TypeGuard[Constant]:
    return isinstance(step, Constant) and step.percent


def percentage_points(step: Constant) -> Text:
    """A difference of percentages."""
    n = figure(step.value * 100)
    return t("1 percentage point") if n == "1" else t("{n} percentage points", n=n)


SIDES: Mapping[str, Callable[[Words, Words, Words], Text]] = {
    "above": lambda step, name, base: t("for every {step} of {name} above {base}", step=step, name=name, base=base),
    "below": lambda step, name, base: t("for every {step} of {name} below {base}", step=step, name=name, base=base),
}
"""Which side of a base counts, by steps with a unit."""

BARE_SIDES: Mapping[str, Callable[[str, Words, Words], Text]] = {
    "above": lambda n, name, base: t("for every {n} of {name} above {base}", n=n, name=name, base=base),
    "below": lambda n, name, base: t("for every {n} of {name} below {base}", n=n, name=name, base=base),
}
"""The same by steps that are mere numbers."""


def _for_every(per: str, scope: Scope) -> Text:
    if per in PAPER_WORDS or (scope.own is not None and per in _FOR_EVERY):
        return _FOR_EVERY[per]
    if per == "missing_periods" and isinstance(scope.own, Coverage):
        return SPANS[scope.own.every].for_every_missing
    if per == "value" and isinstance(scope.own, Count):
        return t("for every record")
    return t("for every 1 of {name}", name=scope.quantity(per).words)


_FOR_EVERY: Mapping[str, Text] = {
    "missing_times": t("for every time missing"),
    "missing_items": t("for every item missing"),
    MISSING_PAPERS: t("for every paper missing"),
    PAPERS: t("for every paper"),
    "shortfall": t("for every 1 short of the target"),
}


def amount_in_words(node: Node, scope: Scope) -> Text:
    """The amount of a part."""
    return AMOUNTS[type(node.amount)](node.amount, node.sign, scope)


def _number(amount: Constant | Name | Bands | Formula | Statistic, sign: Sign, scope: Scope) -> Text:
    return points_in_words(sign, number_in_words(amount, scope))


def _lookup(amount: Lookup, sign: Sign, scope: Scope) -> Text:
    name = scope.quantity(amount.by).words
    entries = [
        t("{value} for {case}", value=constant_in_words(points), case=choice_in_words(choice, amount, scope))
        for choice, points in amount.table.items()
    ]
    if amount.otherwise is not None:
        entries.append(t("{value} otherwise", value=constant_in_words(amount.otherwise)))
    return table_in_words(sign, name, entries)


def _range(amount: Range, sign: Sign, scope: Scope) -> Text:
    low, high, who = figure(amount.low), figure(amount.high), scope.reviewer or t("the reviewer")
    if amount.low < 0:
        return t("{low} to {high}, as {who} decides; below 0 is taken away", low=low, high=high, who=who)
    if sign > 0:
        return t("gain {low} to {high}, as {who} decides", low=low, high=high, who=who)
    return t("lose {low} to {high}, as {who} decides", low=low, high=high, who=who)


def whole_in_words(scope: Scope) -> Words:
    """What ``all`` means here; a criterion that can only lose has no points."""
    return "0" if scope.whole is None else number_in_words(scope.whole, scope)


def _all(_: AllPoints, sign: Sign, scope: Scope) -> Text:
    return points_in_words(sign, whole_in_words(scope))


def _grades(amount: Grades, _: Sign, scope: Scope) -> Text:
    entries = [t("{value} for {case}", value=figure(points), case=grade) for grade, points in amount.table]
    return t("gain by the grade that {who} gives: {entries}", who=scope.reviewer or t("the reviewer"), entries=entries)


AMOUNTS: Mapping[type, Callable[..., Text]] = {
    Constant: _number,
    Name: _number,
    Lookup: _lookup,
    Bands: _number,
    Formula: _number,
    Statistic: _number,
    Range: _range,
    AllPoints: _all,
    Grades: _grades,
}
"""Every form of an amount."""
