"""Spellings: the familiar forms of a score, each with what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from starcheck.language import t
from starcheck.rules.check import awards, numbers, points
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.derived import every_key
from starcheck.rules.check.flaws import Flaw, Flaws, Found
from starcheck.rules.check.kinds import ANY, NUMBER, Kind
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Condition
from starcheck.rules.schema.measures import FieldMeasure
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.score import ByRank, Linear, Proportional, Score, Tier


@dataclass(frozen=True, slots=True)
class Setting:
    """Where in a criterion a node stands.

    Attributes:
        scope: the names known there.
        has_whole: ``all`` points are some number.
    """

    scope: Scope
    has_whole: bool


def check(setting: Setting, node: Score, at: Path) -> Flaws:
    """The spellings of one node."""
    scope = setting.scope
    if node.all_or_nothing is not None:
        yield from _all_or_nothing(setting, node.all_or_nothing, (*at, "all_or_nothing"))
    if node.tiers is not None:
        yield from _own(scope, "tiers", (*at, "tiers"))
        yield from _rows(scope, node.tiers, (*at, "tiers"), with_condition=scope.own_value() is not None)
    if node.cases is not None:
        yield from _rows(scope, node.cases, (*at, "cases"), with_condition=True)
    if node.by_rank is not None:
        yield from _by_rank(scope, node.by_rank, (*at, "by_rank"))
    if node.grades is not None:
        yield from _grades(scope, node.grades, (*at, "grades"))
    if node.linear is not None:
        yield from _linear(scope, node.linear, (*at, "linear"))
    if node.proportional is not None:
        yield from _proportional(setting, node.proportional, (*at, "proportional"))
    if node.award is not None:
        yield from awards.check(scope.ruleset, node.award, (*at, "award"))
    if node.judged is not None:
        yield from points.amount(scope, node.judged, (*at, "judged"), may_take=True)


def whole(setting: Setting, at: Path) -> Flaws:
    """``all`` points are some number."""
    if not setting.has_whole:
        message = t("Nothing says how many points “all” are.")
        yield Flaw(at, message, t("Give the criterion “points”, or the pool “up_to”."), on_key=True)


def _own(scope: Scope, spelling: str, at: Path) -> Flaws:
    """There is a measure to go by."""
    if scope.own_value() is None:
        message = t("“{spelling}” needs a measure to go by.", spelling=spelling)
        yield Flaw(at, message, t("Add “measure” to the criterion or to this part."), on_key=True)


def _own_number(scope: Scope, spelling: str, at: Path) -> Found[Kind]:
    """The kind of the number to go by."""
    yield from _own(scope, spelling, at)
    kind = scope.own_value()
    if kind is None or kind.is_numeric:
        return ANY if kind is None else Kind(kind.sort)
    message = t("“{spelling}” goes by a number; the measure is {kind}.", spelling=spelling, kind=kind.words)
    yield Flaw(at, message, t("Write “grades” for a choice."), on_key=True)
    return ANY


def _all_or_nothing(setting: Setting, condition: Condition | Literal["complete"], at: Path) -> Flaws:
    yield from whole(setting, at)
    scope = setting.scope
    if condition != "complete":
        yield from of_branch(scope, condition, at)
    elif not scope.is_hidden and (scope.own is None or not {"missing_periods", "missing_items"} & set(scope.own.parts)):
        message = t("Only a coverage or a checklist can be complete.")
        yield Flaw(at, message, t("Write a condition, for example {{at_least: 95%}}."))


def _rows(scope: Scope, rows: tuple[Tier, ...], at: Path, *, with_condition: bool) -> Flaws:
    for index, row in enumerate(rows):
        if with_condition:
            yield from of_branch(scope, row.condition, (*at, index))
        key = "else" if row.condition is None else "points"
        yield from points.amount(scope, row.points, (*at, index, key))


def _by_rank(scope: Scope, ranked: ByRank, at: Path) -> Flaws:
    """By a place: a plain number, and one counted from the bottom where that is asked for."""
    listed = at if ranked.part == "value" else (*at, "points")
    for index, amount in enumerate(ranked.points):
        yield from points.amount(scope, amount, (*listed, index))
    yield from points.amount(scope, ranked.otherwise, (*listed, len(ranked.points), "else"))
    yield from _own(scope, "by_rank", at)
    kind = scope.own_value()
    if kind is None or scope.is_hidden:
        return
    if kind.sort != NUMBER.sort:
        message = t("“by_rank” goes by a place; the measure is {kind}.", kind=kind.words)
        yield Flaw(at, message, t("Name a measure that is a place, such as 1, 2 or 3."), on_key=True)
    elif ranked.part not in scope.own_parts():
        message = t("The measure here does not know the place from the bottom.")
        yield Flaw((*at, "from"), message, t("Count from the top, or let the measure be a rank."))


def _grades(scope: Scope, grades: Mapping[str, Constant], at: Path) -> Flaws:
    """By the choice that the measure is: all of its choices; else by whatever grade a reviewer marks."""
    for grade, constant in grades.items():
        yield from points.given(scope.ruleset, constant, (*at, grade))
    field = scope.branch_field(scope.own.field) if isinstance(scope.own, FieldMeasure) else None
    if field is not None and field.type == "choice":
        yield from every_key("value", field.choices, list(grades), at)


def _linear(scope: Scope, linear: Linear, at: Path) -> Flaws:
    kind = yield from _own_number(scope, "linear", at)
    yield from numbers.expect(scope, "value", kind, linear.base, (*at, "base"))
    yield from numbers.expect(scope, "value", kind, linear.step, (*at, "step"))
    yield from points.step(scope, linear.step, (*at, "step"))
    yield from points.given(scope.ruleset, linear.points, (*at, "points"))
    yield from points.amount(scope, linear.change, (*at, "change"), is_multiplied=True)


def _proportional(setting: Setting, proportional: Proportional, at: Path) -> Flaws:
    scope = setting.scope
    yield from whole(setting, at)
    kind = yield from _own_number(scope, "proportional", at)
    yield from numbers.expect(scope, "value", kind, proportional.target, (*at, "target"))
    yield from points.step(scope, proportional.target, (*at, "target"))
