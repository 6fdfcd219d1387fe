"""Paths: groups, criteria and the nodes of scores, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import INNER, Score

Group: TypeAlias = Section | Pool


def groups(ruleset: RuleSet) -> Iterator[tuple[Group, Path]]:
    """Sections, each before those within it, then pools."""
    for index, section in enumerate(ruleset.sections):
        yield from _within(section, ("sections", index))
    yield from ((pool, ("pools", index)) for index, pool in enumerate(ruleset.pools))


def _within(section: Section, at: Path) -> Iterator[tuple[Section, Path]]:
    yield section, at
    for index, inner in enumerate(section.sections):
        yield from _within(inner, (*at, "sections", index))


def criteria(ruleset: RuleSet) -> Iterator[tuple[Criterion, Group, Path]]:
    """Every criterion, with its group."""
    for group, at in groups(ruleset):
        yield from ((criterion, group, (*at, "criteria", index)) for index, criterion in enumerate(group.criteria))


def children(node: Score, at: Path) -> Iterator[tuple[Score, Path]]:
    """The nodes right below one."""
    for key in (*INNER, "deduct"):
        yield from ((child, (*at, key, index)) for index, child in enumerate(getattr(node, key) or ()))


def nodes(score: Score, at: Path) -> Iterator[tuple[Score, Path]]:
    """A node and all below it."""
    yield score, at
    for child, below in children(score, at):
        yield from nodes(child, below)
