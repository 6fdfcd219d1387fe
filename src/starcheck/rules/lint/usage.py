"""Usage: what a rule set draws on."""

from __future__ import annotations

from collections.abc import Iterator

from starcheck.rules.check.measures import tables_of
from starcheck.rules.lint import walk
from starcheck.rules.schema.dictionary import BRANCH, bare_name
from starcheck.rules.schema.measures import MeasureModel, Rank, RecordMeasure
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award, RecordTable
from starcheck.rules.uses import Column, columns_of, names_in

_POINTS = ("lenient", "sections", "pools")
_LEVELS = ("vetoes", "direct", "ladder", "eligibility", "levels", "ranking", "consequences", "targets")
_ROOTS = (*_POINTS, *_LEVELS)


def used_names(ruleset: RuleSet) -> set[str]:
    """The constants, measures and fields of the branch that points, levels or units depend on."""
    found = {name for root in _ROOTS for name in names_in(getattr(ruleset, root))}
    heads = {head for head, _, _ in (name.partition(".") for name in found)}
    ranks = [ruleset.measures[head] for head in heads if head in ruleset.measures]
    heads |= {measure.rank for measure in ranks if isinstance(measure, Rank)}
    return heads | set(map(bare_name, found)) | set(ruleset.units)


def used_tables(ruleset: RuleSet) -> set[str]:
    """The tables whose records something reads."""
    return {table for table, _ in _columns(ruleset)}


def used_columns(ruleset: RuleSet) -> set[Column]:
    """The fields that something reads, and those they are computed from or limited by."""
    columns = {column for column in _columns(ruleset) if column[1]}
    for name in {table for table, _ in _columns(ruleset)}:
        date = ruleset.tables[name].date
        columns |= set() if date is None else {(name, date)}
    waiting = list(columns)
    while waiting:
        table, name = waiting.pop()
        field = ruleset.tables[table].fields[name]
        sources = [
            *(field.derived.sources if field.derived else ()),
            *([] if field.at_most is None else [field.at_most]),
        ]
        fresh = {(table, source) for source in sources} - columns
        columns |= fresh
        waiting += fresh
    return columns


def _columns(ruleset: RuleSet) -> set[Column]:
    """The fields that are named somewhere; a table that is only counted has an empty field."""
    branch = ruleset.tables[BRANCH].fields
    columns = {(BRANCH, name) for name in used_names(ruleset) if name in branch}
    for measure, _ in walk.measures(ruleset):
        columns.update(columns_of(measure))
        columns.update(_proof(ruleset, measure))
    for placed in walk.nodes(ruleset):
        if placed.node.award is not None:
            columns.update(_of_award(ruleset, placed.node.award))
    for records in walk.record_conditions(ruleset):
        tested = set(names_in(records.condition))
        columns.update(
            (table, name) for table in records.tables for name in tested & ruleset.tables[table].fields.keys()
        )
    return columns


def _proof(ruleset: RuleSet, measure: MeasureModel) -> Iterator[Column]:
    """The field that says whether evidence was accepted, if that matters."""
    if isinstance(measure, RecordMeasure) and measure.evidence is not None:
        yield from ((table, ruleset.tables[table].evidence_field or "") for table in tables_of(measure))


def _of_award(ruleset: RuleSet, award: Award) -> Iterator[Column]:
    yield award.each, award.shared_by or ""
    yield from ((award.each, name) for name in award.once_per or ())
    if isinstance(award.points, RecordTable):
        yield from ((award.each, name) for name in award.points.by)
    if award.evidence is not None:
        yield award.each, ruleset.tables[award.each].evidence_field or ""
