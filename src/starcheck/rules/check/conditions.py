"""Conditions on the branch, on parts of a score, on levels."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import about_levels, about_points, measures, numbers, other_fields
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import Kind, of_measure
from starcheck.rules.check.record_conditions import with_constants
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
    PassedTest,
    SectionTest,
    Some,
    Test,
)
from starcheck.rules.schema.measures import form_of


def of_branch(scope: Scope, condition: Condition | None, at: Path) -> Flaws:
    """A condition, at its path."""
    match condition:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from of_branch(scope, part, at)
        case Negation(part):
            yield from about_points.not_negated(scope, part, at)
            yield from of_branch(scope, part, at)
        case SectionTest() | CriteriaTest() | PassedTest() | Test(name="score"):
            yield from about_points.of_points(scope, condition, at)
        case Test(name="level") if scope.sees_level:
            yield from about_levels.of_level(scope, condition, at)
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
