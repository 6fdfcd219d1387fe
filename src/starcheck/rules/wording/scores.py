"""Scores in words, line by line."""

from __future__ import annotations

from dataclasses import replace

from starcheck.language import Text, t
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import INNER, Score
from starcheck.rules.tree import Node, Setting, lowered
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.lines import Line, beneath
from starcheck.rules.wording.measures import measure_in_words
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.parts import COMBINED, limited, part_in_words, under_conditions
from starcheck.rules.wording.scope import Scope
from starcheck.rules.wording.spellings import SPELLINGS


def scope_of(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> Scope:
    """The scope inside a criterion."""
    points = criterion.points or (group.up_to if isinstance(group, Pool) else None)
    return Scope(ruleset, whole=points, reviewer=criterion.judged_by).measuring(criterion.measure)


def score_in_words(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> list[Line]:
    """How the points of a criterion come about."""
    return _lines(criterion.score, scope_of(criterion, group, ruleset))


def _lines(score: Score, outer: Scope, *, otherwise: bool = False) -> list[Line]:
    scope = inside(score, outer)
    head, *further = _form(score, scope)
    node = _limits(score)
    words = under_conditions(limited(head.words, node, scope), node, scope, otherwise=otherwise)
    if score.title is not None:
        words = t("{title}: {words}", title=score.title, words=words)
    if further:
        words = t("{words}:", words=words)
    return [replace(head, words=words), *beneath(_details(score, scope)), *further]


def inside(score: Score, outer: Scope) -> Scope:
    """The scope inside a node."""
    scope = outer.measuring(score.measure).reviewed(score.judged_by)
    return scope if score.deduct is not None else scope.limited(score.up_to)


def _limits(score: Score) -> Node:
    """What bounds the node from outside; the cap of a deduction is told with its losses."""
    up_to = None if score.deduct is not None else score.up_to
    return Node(up_to=up_to, floor=score.floor, when=score.when, applies_when=score.applies_when)


def _form(score: Score, scope: Scope) -> list[Line]:
    for spelling, words in SPELLINGS.items():
        if getattr(score, spelling) is not None:
            return words(score, scope, _lines)
    for op in INNER:
        children: tuple[Score, ...] | None = getattr(score, op)
        if children is not None:
            return [Line(COMBINED[op]), *beneath(_children(op, children, scope))]
    return [Line(part_in_words(lowered(score, Setting(None, None, scope.measure)), scope))]


def _children(op: str, children: tuple[Score, ...], scope: Scope) -> list[Line]:
    last = len(children) - 1
    return [
        line
        for index, child in enumerate(children)
        for line in _lines(child, scope, otherwise=op == "first" and index == last > 0 and child.when is None)
    ]


def _details(score: Score, scope: Scope) -> list[Line]:
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
    return [Line(words) for words in details]
