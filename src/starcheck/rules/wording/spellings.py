"""Familiar spellings of a score in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, cast

from starcheck.language import Text, t
from starcheck.rules.schema.conditions import Condition, Test
from starcheck.rules.schema.numbers import Constant, Lookup
from starcheck.rules.schema.score import Award, ByRank, Linear, Proportional, Range, Tier
from starcheck.rules.tree import COMPLETE, Grades, Node, Setting
from starcheck.rules.wording.awards import award_in_words
from starcheck.rules.wording.conditions import condition_in_words, predicate_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.lines import Line, beneath
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.parts import PARTIAL_STEPS, amount_in_words, percentage_points, whole_in_words
from starcheck.rules.wording.scope import Scope


def _all_or_nothing(condition: Condition | Literal["complete"], scope: Scope) -> list[Line]:
    points = whole_in_words(scope)
    if condition == COMPLETE:
        return [Line(t("gain {points} if nothing is missing, else 0", points=points))]
    words = condition_in_words(cast("Condition", condition), scope)
    return [Line(t("gain {points} if {condition}, else 0", points=points, condition=words))]


def _tiers(rows: tuple[Tier, ...], scope: Scope) -> list[Line]:
    name = scope.quantity("value").words
    return [Line(t("by {name}: {rows}", name=name, rows=[_tier(row, scope) for row in rows]))]


def _tier(row: Tier, scope: Scope) -> Text:
    points = amount_in_words(Node(amount=row.points), scope)
    match row.condition:
        case Test(_, comparisons):
            case = predicate_in_words(comparisons, scope.quantity("value"), scope)
            return t("{case} {points}", case=case, points=points)
        case _:
            return t("otherwise {points}", points=points)


def _cases(rows: tuple[Tier, ...], scope: Scope) -> list[Line]:
    return [Line(t("the first of these that holds")), *beneath(Line(_case(row, scope)) for row in rows)]


def _case(row: Tier, scope: Scope) -> Text:
    points = amount_in_words(Node(amount=row.points), scope)
    if row.condition is None:
        return t("otherwise: {words}", words=points)
    return t("if {condition}: {words}", condition=condition_in_words(row.condition, scope), words=points)


def _by_rank(ranked: ByRank, scope: Scope) -> list[Line]:
    given = [amount_in_words(Node(amount=points), scope) for points in ranked.points]
    rows = [t("place {n} {points}", n=str(place), points=points) for place, points in enumerate(given, start=1)]
    rest = t("otherwise {points}", points=amount_in_words(Node(amount=ranked.otherwise), scope))
    return [Line(PLACES[ranked.part]([*rows, rest]))]


PLACES: Mapping[str, Callable[[list[Text]], Text]] = {
    "value": lambda rows: t("by place: {rows}", rows=rows),
    "from_bottom": lambda rows: t("by place, counted from the bottom: {rows}", rows=rows),
}
"""From which end places are counted."""


def _grades(grades: Mapping[str, Constant], scope: Scope) -> list[Line]:
    choice = Setting(scope.ruleset, None, scope.own).choice
    table = tuple((grade, points.value) for grade, points in grades.items())
    amount = Grades(table) if choice is None else Lookup(choice, grades, None)
    return [Line(amount_in_words(Node(amount=amount), scope))]


def _linear(line: Linear, scope: Scope) -> list[Line]:
    unit = scope.quantity("value").unit
    words = t(
        "gain {points} at {base}, {change} more for every {step} above, {change} less for every {step} below",
        points=constant_in_words(line.points),
        base=number_in_words(line.base, scope, unit),
        change=constant_in_words(line.change),
        step=percentage_points(line.step) if line.step.percent else number_in_words(line.step, scope, unit),
    )
    return [Line(PARTIAL_STEPS[line.partial_steps](words))]


def _proportional(share: Proportional, scope: Scope) -> list[Line]:
    named, points = scope.quantity("value"), whole_in_words(scope)
    target = number_in_words(share.target, scope, named.unit)
    words = t("gain {points} × {name} ÷ {target}, {points} at most", points=points, name=named.words, target=target)
    return [Line(words)]


def _award(award: Award, scope: Scope) -> list[Line]:
    return [Line(award_in_words(award, scope))]


def _judged(points: Range, scope: Scope) -> list[Line]:
    return [Line(amount_in_words(Node(amount=points), scope))]


SPELLINGS: Mapping[str, Callable[..., list[Line]]] = {
    "all_or_nothing": _all_or_nothing,
    "tiers": _tiers,
    "cases": _cases,
    "by_rank": _by_rank,
    "grades": _grades,
    "linear": _linear,
    "proportional": _proportional,
    "award": _award,
    "judged": _judged,
}
"""Every spelling that holds no further scores."""
