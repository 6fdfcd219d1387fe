"""Conditions on the branch, on parts of a score, on levels."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import measures, numbers, other_fields
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import NUMBER, Kind, of_measure
from starcheck.rules.check.record_conditions import with_constants
from starcheck.rules.check.references import offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import (
    OPERATORS,
    Comparison,
    Condition,
    CriteriaTest,
    Every,
    MeasureTest,
    Negation,
    Operand,
    SectionTest,
    Some,
    Test,
)
from starcheck.rules.schema.measures import form_of
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.uses import parts_of

SECTION_OPERATORS = ("at_least", "more_than")
"""More points never break a requirement: only then are its bounds those of the points."""


def of_branch(scope: Scope, condition: Condition | None, at: Path) -> Flaws:
    """A condition, at its path."""
    match condition:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from of_branch(scope, part, at)
        case Negation(part):
            yield from _negation(scope, part, at)
        case Test(name, at=below) if name in OPERATORS:
            yield compared.no_left_side(name, (*at, *below))
        case Test(name, comparisons, below):
            kind = yield from scope.find(name, (*at, *below), on_key=below[-1:] == (name,))
            yield from _quantity(scope, name, kind, comparisons, at)
        case MeasureTest(measure, comparisons, below):
            yield from measures.measure(scope.ruleset, measure, (*at, *below))
            kind = of_measure(scope.ruleset.tables, measure)
            if kind.is_numeric:
                yield from _quantity(scope, form_of(measure), kind, comparisons, at)
            else:
                message = t("A measure written in place is a number; this one is {kind}.", kind=kind.words)
                yield Flaw((*at, *below), message, t("Name the field itself, as in {{has_groups: true}}."))
        case SectionTest():
            yield from _section(scope, condition, at)
        case CriteriaTest():
            yield from _criteria(scope, condition, at)


def _negation(scope: Scope, part: Condition, at: Path) -> Flaws:
    if scope.in_requires and any(isinstance(inner, SectionTest | CriteriaTest) for inner in parts_of(part)):
        message = t("“not” cannot stand around a condition on sections or criteria.")
        yield Flaw(at, message, t("More points must never break a requirement; say what has to be reached."))
    yield from of_branch(scope, part, at)


def _quantity(scope: Scope, name: str, kind: Kind, comparisons: tuple[Comparison, ...], at: Path) -> Flaws:
    yield from compared.operators(name, kind, comparisons, at)
    for comparison in comparisons:
        if other_fields.named(comparison):
            yield other_fields.out_of_place((*at, *comparison.at))
            continue
        if kind.sort == "any" or not compared.fits(comparison.op, kind):
            continue
        if not kind.is_numeric:
            yield from with_constants(None, name, kind, comparison, at)
            continue
        for operand, place in compared.operands(comparison, at):
            yield from numbers.right_side(scope, name, kind, operand, place)
        yield from compared.in_order(kind, comparison, at)


def _section(scope: Scope, test: SectionTest, at: Path) -> Flaws:
    if not scope.in_requires:
        yield _out_of_place((*at, *test.at))
        return
    ids = [group.id for group in scope.ruleset.groups]
    if test.section not in ids:
        message = t("There is no section or pool “{name}”.", name=test.section)
        yield Flaw((*at, *test.at, "section"), message, offer(test.section, ids))
    for comparison in test.comparisons:
        if comparison.op not in SECTION_OPERATORS:
            message = t("“{op}” does not fit the points of a section.", op=comparison.op)
            yield Flaw((*at, *comparison.at), message, t("Allowed: {choices}.", choices=list(SECTION_OPERATORS)))
            continue
        for operand, place in compared.operands(comparison, at):
            if not isinstance(operand, Constant):
                yield from _points_of_section(scope, operand, place)


def _points_of_section(scope: Scope, operand: Operand, at: Path) -> Flaws:
    kind = scope.kind(operand) if isinstance(operand, str) else None
    if kind is not None and kind.sort == "percent":
        message = t("A percentage of a section is written out, not named.")
        yield Flaw(at, message, t("Write it as 80%."))
    else:
        yield from numbers.right_side(scope, "points", NUMBER, operand, at)


def _criteria(scope: Scope, test: CriteriaTest, at: Path) -> Flaws:
    if not scope.in_requires:
        yield _out_of_place((*at, *test.at))
        return
    ids = [criterion.id for group in scope.ruleset.groups for criterion in group.criteria]
    several = len(test.criteria) > 1
    for index, name in enumerate(test.criteria):
        place = (*at, *test.at, *(("criteria", index) if several else ("criterion",)))
        if name not in ids:
            yield Flaw(place, t("There is no criterion “{name}”.", name=name), offer(name, ids))
        elif name in test.criteria[:index]:
            yield Flaw(place, t("“{name}” is named twice.", name=name), t("Remove one of them."))


def _out_of_place(at: Path) -> Flaw:
    return Flaw(
        at,
        t("Conditions on sections and criteria stand in “requires” of a level only."),
        t("Use a measure or a field of the branch here."),
    )
