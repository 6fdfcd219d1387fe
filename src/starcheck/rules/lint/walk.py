"""Walking a rule set: its nodes, measures and conditions, each with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starcheck.rules.check import paths
from starcheck.rules.check.levels import condition_path
from starcheck.rules.check.measures import tables_of
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Condition, Every, MeasureTest, Negation, Some
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.measures import Change, Each, MeasureModel, Rating, Ratio, RecordMeasure, Share
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.schema.score import Score


class PlacedNode(NamedTuple):
    """A node of a score.

    Attributes:
        scope: the names known in it.
        above: the nodes it stands in, the root first.
    """

    criterion: Criterion
    group: paths.Group
    scope: Scope
    node: Score
    above: tuple[Score, ...]
    at: Path


class PlacedCondition(NamedTuple):
    """A condition on the branch."""

    scope: Scope
    condition: Condition
    at: Path


class PlacedRecords(NamedTuple):
    """A condition on the records of some tables."""

    tables: list[str]
    condition: Condition
    at: Path


def nodes(ruleset: RuleSet) -> Iterator[PlacedNode]:
    """Every node of every score."""
    for criterion, group, at in paths.criteria(ruleset):
        scope = Scope(ruleset).inside(criterion)
        root = PlacedNode(criterion, group, scope, criterion.score, (), (*at, "score"))
        yield from _below(root)


def _below(outer: PlacedNode) -> Iterator[PlacedNode]:
    node = outer.node
    placed = outer._replace(scope=outer.scope.measuring(node.measure, has_target=node.target is not None))
    yield placed
    for child, at in paths.children(node, placed.at):
        yield from _below(placed._replace(node=child, above=(*placed.above, node), at=at))


def branch_conditions(ruleset: RuleSet) -> Iterator[PlacedCondition]:
    """Every condition that is not on records."""
    outside = Scope(ruleset)
    if ruleset.lenient is not None:
        yield PlacedCondition(outside, ruleset.lenient.when, ("lenient", "when"))
    for criterion, _, at in paths.criteria(ruleset):
        scope = outside.inside(criterion)
        if criterion.applies_when is not None:
            yield PlacedCondition(scope, criterion.applies_when, (*at, "applies_when"))
        if isinstance(criterion.lenient, Lenient):
            yield PlacedCondition(scope, criterion.lenient.when, (*at, "lenient", "when"))
    for placed in nodes(ruleset):
        yield from (PlacedCondition(placed.scope, *found) for found in _of_node(placed.node, placed.at))
    yield from _on_levels(ruleset)


def _on_levels(ruleset: RuleSet) -> Iterator[PlacedCondition]:
    """Those that bear on the level, not on points."""
    outside = Scope(ruleset)
    for key in ("vetoes", "direct", "eligibility", "consequences"):
        for index, rule in enumerate(getattr(ruleset, key)):
            yield PlacedCondition(outside, rule.when, (key, index, "when"))
    if ruleset.ladder is not None and ruleset.ladder.unless is not None:
        yield PlacedCondition(outside, ruleset.ladder.unless, ("ladder", "unless"))
    for index, level in enumerate(ruleset.levels):
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            yield PlacedCondition(outside, requirement.when, at)


def _of_node(node: Score, at: Path) -> Iterator[tuple[Condition, Path]]:
    for key in ("when", "applies_when", "all_or_nothing"):
        condition = getattr(node, key)
        if condition is not None and not isinstance(condition, str):
            yield condition, (*at, key)
    for key in ("tiers", "cases"):
        for index, row in enumerate(getattr(node, key) or ()):
            if row.condition is not None:
                yield row.condition, (*at, key, index)


def measures(ruleset: RuleSet) -> Iterator[tuple[MeasureModel, Path]]:
    """Every measure, also those in place and those inside others."""
    for name, measure in ruleset.measures.items():
        yield from _with_inner(measure, ("measures", name))
    for criterion, _, at in paths.criteria(ruleset):
        if isinstance(criterion.measure, MeasureModel):
            yield from _with_inner(criterion.measure, (*at, "measure"))
        for node, below in paths.nodes(criterion.score, (*at, "score")):
            if isinstance(node.measure, MeasureModel):
                yield from _with_inner(node.measure, (*below, "measure"))
    for placed in branch_conditions(ruleset):
        for part in leaves(placed.condition):
            if isinstance(part, MeasureTest):
                yield from _with_inner(part.measure, (*placed.at, *part.at))


def _with_inner(measure: MeasureModel, at: Path) -> Iterator[tuple[MeasureModel, Path]]:
    yield measure, at
    match measure:
        case Ratio():
            yield from _with_inner(measure.ratio, (*at, "ratio"))
            yield from _with_inner(measure.over, (*at, "over"))
        case Change():
            yield from _with_inner(measure.change, (*at, "change"))
        case Each():
            yield from _with_inner(measure.take, (*at, "take"))


def record_conditions(ruleset: RuleSet) -> Iterator[PlacedRecords]:
    """Every condition on records."""
    for measure, at in measures(ruleset):
        if isinstance(measure, RecordMeasure) and measure.where is not None:
            yield PlacedRecords(tables_of(measure), measure.where, (*at, "where"))
        if isinstance(measure, Share):
            yield PlacedRecords([measure.share], measure.matching, (*at, "matching"))
        if isinstance(measure, Each | Rating) and measure.of is not None and measure.of_where is not None:
            yield PlacedRecords([measure.of.partition(".")[0]], measure.of_where, (*at, "of_where"))
    for placed in nodes(ruleset):
        award = placed.node.award
        if award is not None and award.where is not None:
            yield PlacedRecords([award.each], award.where, (*placed.at, "award", "where"))
        if award is not None and award.downgrade is not None:
            yield PlacedRecords([award.each], award.downgrade.when, (*placed.at, "award", "downgrade", "when"))


def leaves(condition: Condition) -> Iterator[Condition]:
    """The tests a condition is made of."""
    match condition:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Negation(part):
            yield from leaves(part)
        case _:
            yield condition
