"""Scores in words, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from starcheck.language import Text, t
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import INNER, Score
from starcheck.rules.tree import Node, Setting, lowered
from starcheck.rules.wording.lines import Line, beneath
from starcheck.rules.wording.measures import measure_in_words
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.parts import COMBINED, limited, part_in_words, under_conditions, whole_in_words
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.spellings import SPELLINGS


def scope_of(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> Scope:
    """The scope inside a criterion."""
    return Scope(ruleset, whole=group.points_of(criterion), reviewer=criterion.judged_by).measuring(criterion.measure)


def score_in_words(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> list[Line]:
    """How the points of a criterion come about; never without a line."""
    return _lines(criterion.score, scope_of(criterion, group, ruleset))


def _lines(score: Score, outer: Scope, *, otherwise: bool = False) -> list[Line]:
    scope = _inside(score, outer)
    head, *further = FORMS[_form(score)](score, scope)
    bounds = _bounds(score)
    words = under_conditions(limited(head.words, bounds, scope), bounds, scope, otherwise=otherwise)
    if score.title is not None:
        words = t("{title}: {words}", title=score.title, words=words)
    if further:
        words = t("{words}:", words=words)
    return [replace(head, words=words), *beneath(map(Line, _details(score, scope))), *further]


def _inside(score: Score, outer: Scope) -> Scope:
    scope = outer.measuring(score.measure).reviewed(score.judged_by)
    return scope if score.deduct is not None else scope.limited(score.up_to)


def _bounds(score: Score) -> Node:
    """What bounds a score from outside; the cap of a deduction is told with its losses."""
    up_to = None if score.deduct is not None else score.up_to
    return Node(up_to=up_to, floor=score.floor, when=score.when, applies_when=score.applies_when)


def _form(score: Score) -> str:
    return next(form for form in FORMS if getattr(score, form) is not None)


def _combined(op: str) -> Callable[[Score, Scope], list[Line]]:
    def lines(score: Score, scope: Scope) -> list[Line]:
        children: tuple[Score, ...] = getattr(score, op)
        last = len(children) - 1 if op == "first" else None
        below = (
            _lines(child, scope, otherwise=index == last != 0 and child.when is None)
            for index, child in enumerate(children)
        )
        return [Line(COMBINED[op]), *beneath(line for lines in below for line in lines)]

    return lines


def _flat(spelling: str) -> Callable[[Score, Scope], list[Line]]:
    return lambda score, scope: SPELLINGS[spelling](getattr(score, spelling), scope)


def _part(score: Score, scope: Scope) -> list[Line]:
    return [Line(part_in_words(lowered(score, Setting(scope.ruleset, None, scope.own)), scope))]


LOSSES: Mapping[str, Callable[[Words], Text]] = {
    "sum": lambda points: t("start from {points}, then all of these", points=points),
    "worst": lambda points: t("start from {points}, then the one of these that costs most", points=points),
    "first": lambda points: t("start from {points}, then the first of these that holds", points=points),
}
"""How several losses combine."""


def _deduct(score: Score, scope: Scope) -> list[Line]:
    """Losses from the full points; a single plain one stands in the same sentence."""
    points = whole_in_words(scope)
    inner = scope.limited(score.up_to)
    first, *further = [line for part in score.deduct or () for line in _lines(part, inner)]
    if not further:
        return [Line(_capped(t("start from {points}, then {loss}", points=points, loss=first.words), score, scope))]
    head = LOSSES[score.combine or "sum"](points)
    return [Line(_capped(head, score, scope)), *beneath([first, *further])]


def _capped(words: Text, score: Score, scope: Scope) -> Text:
    if score.up_to is None:
        return words
    return t("{words}; at most {points} is lost", words=words, points=number_in_words(score.up_to, scope))


FORMS: Mapping[str, Callable[[Score, Scope], list[Line]]] = {
    **{op: _combined(op) for op in INNER},
    **{spelling: _flat(spelling) for spelling in SPELLINGS},
    "deduct": _deduct,
    "gain": _part,
    "lose": _part,
}
"""Every form of a score."""


def _details(score: Score, scope: Scope) -> list[Text]:
    """What a part says of itself besides its points."""
    details: list[Text] = []
    if score.measure is not None:
        details.append(t("Measured: {measure}.", measure=measure_in_words(score.measure, scope)))
    if score.target is not None:
        unit = scope.quantity("value").unit
        details.append(t("Target: {target}.", target=number_in_words(score.target, scope, unit)))
    if score.evidence:
        details.append(t("Evidence: {documents}.", documents=score.evidence))
    if score.remedy is not None:
        details.append(t("Remedy: {remedy}", remedy=score.remedy))
    return details
