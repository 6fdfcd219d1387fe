"""Familiar spellings of a score in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.conditions import Test
from starcheck.rules.schema.measures import FieldMeasure
from starcheck.rules.schema.numbers import Lookup
from starcheck.rules.schema.score import Award, Score, Tier
from starcheck.rules.tree import COMPLETE, Grades, Node
from starcheck.rules.wording.awards import award_in_words
from starcheck.rules.wording.conditions import condition_in_words, predicate_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.lines import Line, beneath
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.parts import PARTIAL_STEPS, amount_in_words, percentage_points, whole_in_words
from starcheck.rules.wording.scope import Scope, Words

LinesOf = Callable[[Score, Scope], list[Line]]
"""What puts a score beneath a spelling into words."""


def _all_or_nothing(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    points, condition = whole_in_words(scope), score.all_or_nothing
    assert condition is not None
    if condition == COMPLETE:
        return [Line(t("gain {points} if nothing is missing, else 0", points=points))]
    words = condition_in_words(condition, scope)
    return [Line(t("gain {points} if {condition}, else 0", points=points, condition=words))]


LOSSES: Mapping[str, Callable[[Words], Text]] = {
    "sum": lambda points: t("start from {points}, then all of these", points=points),
    "worst": lambda points: t("start from {points}, then the one of these that costs most", points=points),
    "first": lambda points: t("start from {points}, then the first of these that holds", points=points),
}
"""How several losses combine."""


def _deduct(score: Score, scope: Scope, lines_of: LinesOf) -> list[Line]:
    """Losses from the full points; a single plain one stands in the same sentence."""
    assert score.deduct is not None
    points = whole_in_words(scope)
    losses = [lines_of(part, scope.limited(score.up_to)) for part in score.deduct]
    first, *further = [line for lines in losses for line in lines]
    if not further:
        return [Line(_at_most(t("start from {points}, then {loss}", points=points, loss=first.words), score, scope))]
    head = LOSSES[score.combine or "sum"](points)
    return [Line(_at_most(head, score, scope)), *beneath([first, *further])]


def _at_most(words: Text, score: Score, scope: Scope) -> Text:
    if score.up_to is None:
        return words
    return t("{words}; at most {points} is lost", words=words, points=number_in_words(score.up_to, scope))


def _tiers(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    rows = [_tier(row, scope) for row in score.tiers or ()]
    return [Line(t("by {name}: {rows}", name=scope.quantity("value").words, rows=rows))]


def _tier(row: Tier, scope: Scope) -> Text:
    points = amount_in_words(Node(amount=row.points), scope)
    if row.condition is None:
        return t("otherwise {points}", points=points)
    assert isinstance(row.condition, Test)
    named = scope.quantity("value")
    return t("{case} {points}", case=predicate_in_words(row.condition.comparisons, named, scope), points=points)


def _cases(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    rows = [Line(_case(row, scope)) for row in score.cases or ()]
    return [Line(t("the first of these that holds")), *beneath(rows)]


def _case(row: Tier, scope: Scope) -> Text:
    points = amount_in_words(Node(amount=row.points), scope)
    if row.condition is None:
        return t("otherwise: {words}", words=points)
    return t("if {condition}: {words}", condition=condition_in_words(row.condition, scope), words=points)


def _grades(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    assert score.grades is not None
    if isinstance(scope.own, FieldMeasure):
        return [Line(amount_in_words(Node(amount=Lookup(scope.own.field, score.grades, None)), scope))]
    table = tuple((grade, points.value) for grade, points in score.grades.items())
    return [Line(amount_in_words(Node(amount=Grades(table)), scope))]


def _linear(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    line, unit = score.linear, scope.quantity("value").unit
    assert line is not None
    words = t(
        "gain {points} at {base}, {change} more for every {step} above, {change} less for every {step} below",
        points=constant_in_words(line.points),
        base=number_in_words(line.base, scope, unit),
        change=constant_in_words(line.change),
        step=percentage_points(line.step) if line.step.percent else number_in_words(line.step, scope, unit),
    )
    return [Line(PARTIAL_STEPS[line.partial_steps](words))]


def _proportional(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    assert score.proportional is not None
    named, points = scope.quantity("value"), whole_in_words(scope)
    target = number_in_words(score.proportional.target, scope, named.unit)
    return [
        Line(t("gain {points} × {name} ÷ {target}, {points} at most", points=points, name=named.words, target=target))
    ]


def _award(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    assert isinstance(score.award, Award)
    return [Line(award_in_words(score.award, scope))]


def _judged(score: Score, scope: Scope, _: LinesOf) -> list[Line]:
    return [Line(amount_in_words(Node(amount=score.judged), scope))]


SPELLINGS: Mapping[str, Callable[[Score, Scope, LinesOf], list[Line]]] = {
    "all_or_nothing": _all_or_nothing,
    "deduct": _deduct,
    "tiers": _tiers,
    "cases": _cases,
    "grades": _grades,
    "linear": _linear,
    "proportional": _proportional,
    "award": _award,
    "judged": _judged,
}
"""Every spelling."""
