"""How many branches should hold a level, and how many do."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from starcheck.engine.placing import wanted
from starcheck.insight.places import Range
from starcheck.insight.tallies import CERTAIN, POSSIBLE, count_of, tallied
from starcheck.language import Title
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of a group should hold a level; nobody is moved for it.

    Attributes:
        level: the id of the level.
        group: what those have in common that are counted together; None if all are.
        number: how many should.
        certain: how many hold it however the open facts turn out.
        possible: how many others may hold it.
    """

    level: str
    title: Title
    group: str | None
    number: Range
    certain: int
    possible: int


def wanted_in(results: pl.DataFrame, ruleset: RuleSet) -> tuple[Wanted, ...]:
    """What should be held, the highest level first, then by group.

    Args:
        results: one row for each branch, as `Placing` settles them.
        ruleset: the rule set by which they were judged.
    """
    found: list[Wanted] = []
    for level in ruleset.levels:
        id_, names = str(level.id), wanted(level.id)
        if names.least not in results.columns:
            continue
        by = [name for name in (names.group, names.least, names.most) if name in results.columns]
        found += [
            Wanted(
                id_,
                level.title,
                row.get(names.group),
                Range(row[names.least], row[names.most]),
                row[count_of(id_, CERTAIN)],
                row[count_of(id_, POSSIBLE)],
            )
            for row in tallied(results, ruleset, by).iter_rows(named=True)
        ]
    return tuple(found)
