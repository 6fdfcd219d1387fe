"""Conditions on points: of sections, of criteria, of the whole."""

from __future__ import annotations

from dataclasses import replace

from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import numbers
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import NUMBER
from starcheck.rules.check.references import offer
from starcheck.rules.check.scope import Scope, out_of_place
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import (
    ORDERINGS,
    SCORE,
    Comparison,
    Condition,
    CriteriaTest,
    Operand,
    PassedTest,
    SectionTest,
    Test,
)
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Pool
from starcheck.rules.uses import asks_for_points

RISING = ("at_least", "more_than")
"""More points never break a requirement: only then are its bounds those of the points."""


def not_negated(scope: Scope, part: Condition, at: Path) -> Flaws:
    """What ``not`` stands around asks for no points."""
    if scope.sees_points and not scope.sees_level and asks_for_points(part):
        message = t("“not” cannot stand around a condition on sections, criteria or the score.")
        yield Flaw(at, message, t("More points must never break a requirement; say what has to be reached."))


def of_points(scope: Scope, test: SectionTest | CriteriaTest | PassedTest | Test, at: Path) -> Flaws:
    """A condition on a section, on criteria, on sheets or on the score."""
    if not scope.sees_points:
        yield replace(out_of_place((*at, *test.at)), on_key=test.at[-1:] == (SCORE,))
        return
    match test:
        case SectionTest():
            yield from _section(scope, test, at)
        case CriteriaTest():
            yield from _criteria(scope, test, at)
        case PassedTest():
            yield from _passed(scope, test, at)
        case Test() if not scope.ruleset.has_total:
            message = t("There is no total, so nothing can ask for the score.")
            yield Flaw((*at, *test.at), message, t("Write {{passed: A}}."), on_key=test.at[-1:] == (SCORE,))
        case Test():
            yield from _points(scope, test.comparisons, at)


def _section(scope: Scope, test: SectionTest, at: Path) -> Flaws:
    groups = {group.id: group for group in scope.ruleset.groups}
    group = groups.get(test.section)
    if group is None:
        message = t("There is no section or pool “{name}”.", name=test.section)
        yield Flaw((*at, *test.at, "section"), message, offer(test.section, groups))
    elif isinstance(group, Pool) and not group.counts_toward_level:
        message = t("{name} counts toward no level, so no level can ask for its points.", name=test.section)
        yield Flaw((*at, *test.at, "section"), message, t("Remove “counts_toward_level”, or the requirement."))
    yield from _points(scope, test.comparisons, at, endless=group is not None and not group.has_end)


def _points(scope: Scope, comparisons: tuple[Comparison, ...], at: Path, *, endless: bool = False) -> Flaws:
    allowed = ORDERINGS if scope.sees_level else RISING
    for comparison in comparisons:
        if comparison.op not in allowed:
            message = t("“{op}” cannot compare points here.", op=comparison.op)
            yield Flaw((*at, *comparison.at), message, t("Allowed: {choices}.", choices=list(allowed)))
            continue
        for operand, place in compared.operands(comparison, at):
            if not isinstance(operand, Constant):
                yield from _named_points(scope, operand, place)
            elif operand.percent and endless:
                message = t("There is no percentage of points without an upper end.")
                yield Flaw(place, message, t("Write the points."))


def _named_points(scope: Scope, operand: Operand, at: Path) -> Flaws:
    kind = scope.kind(operand) if isinstance(operand, str) else None
    if kind is not None and kind.sort == "percent":
        message = t("A percentage of points is written out, not named.")
        yield Flaw(at, message, t("Write it as 80%."))
    else:
        yield from numbers.right_side(scope, "points", NUMBER, operand, at)


def _criteria(scope: Scope, test: CriteriaTest, at: Path) -> Flaws:
    ids = [criterion.id for group in scope.ruleset.groups for criterion in group.criteria]
    key = "criteria" if len(test.criteria) > 1 else "criterion"
    for name, place in _named(test.criteria, (*at, *test.at, key)):
        if name not in ids:
            yield Flaw(place, t("There is no criterion “{name}”.", name=name), offer(name, ids))
    yield from _twice(test.criteria, (*at, *test.at, key))


def _passed(scope: Scope, test: PassedTest, at: Path) -> Flaws:
    sheets = [section.id for section in scope.ruleset.sections if section.pass_ is not None]
    for name, place in _named(test.sections, (*at, *test.at, "passed")):
        if name not in sheets:
            hint = offer(name, sheets) or t("Give the rule set “points: none”, and its sections “pass”.")
            yield Flaw(place, t("There is no sheet “{name}” with a pass mark.", name=name), hint)
    yield from _twice(test.sections, (*at, *test.at, "passed"))


def _named(names: tuple[str, ...], at: Path) -> list[tuple[str, Path]]:
    """Names with their places: one alone stands without a list."""
    return [(name, (*at, index) if len(names) > 1 else at) for index, name in enumerate(names)]


def _twice(names: tuple[str, ...], at: Path) -> Flaws:
    for index, (name, place) in enumerate(_named(names, at)):
        if name in names[:index]:
            yield Flaw(place, t("“{name}” is named twice.", name=name), t("Remove one of them."))
