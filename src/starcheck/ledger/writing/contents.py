"""A ledger in typed tables, as it is handed to whatever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from starcheck.ledger.heading import AS_OF, PERIOD, RULESET, Heading
from starcheck.ledger.layout import LEDGER, MARKS, PAPERS, STATUS, STATUS_TABLE, STATUS_WORD, columns, layout
from starcheck.ledger.provision import COMPLETE, NONE, NOT_PROVIDED, PARTIAL
from starcheck.ledger.reach import first_period
from starcheck.ledger.tables import (
    COVERS_FROM,
    COVERS_TO,
    KEY,
    MARK_POINTS,
    RECORD_ID,
    STATUS_SCHEMA,
    UNKNOWN,
    Tables,
    dtype_of,
)
from starcheck.rules.schema.dictionary import BRANCH, Field
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Contents:
    """What a ledger holds; without tables it is an empty one.

    Attributes:
        heading: the rule set, the period and the day that it was kept for.
        tables: tables of `layout.layout` that are written, each with the columns of `layout.columns` in typed storage.
    """

    heading: Heading
    tables: Mapping[str, pl.DataFrame]

    @property
    def branches(self) -> list[str]:
        """The ids of the branches, in their order."""
        return self.tables[BRANCH][KEY].to_list() if BRANCH in self.tables else []


def empty_contents(ruleset: RuleSet) -> Contents:
    """A ledger that is still to be filled in."""
    return Contents(Heading(ruleset.ruleset, first_period(ruleset), None), {})


def left_out(name: str, contents: Contents) -> frozenset[str]:
    """The columns that a person does without: ids that no record has; of a single branch, whose rows they are.

    A record without anything would be an empty line, so it keeps its branch.
    """
    keyed = name == BRANCH or len(contents.branches) > 1
    frame = contents.tables.get(name)
    if frame is None:
        return frozenset({RECORD_ID} if keyed else {RECORD_ID, KEY})
    ids = {RECORD_ID} if RECORD_ID in frame.columns and frame[RECORD_ID].null_count() == frame.height else set[str]()
    blank = frame.drop(KEY, strict=False).select(pl.all_horizontal(pl.all().is_null()).any()).item()
    return frozenset(ids if keyed or blank else ids | {KEY})


def contents_of(tables: Tables, heading: Heading, ruleset: RuleSet) -> Contents:
    """Everything that some branches provide, with the status of every table of every branch.

    Args:
        tables: typed tables of any number of branches.
        heading: what the ledger says about itself.
        ruleset: the rule set that they were read by.
    """
    kept = {name: frame for name, frame in tables.records.items() if name in ruleset.tables}
    kept |= {BRANCH: tables.branches, STATUS: status_rows(tables, ruleset)}
    if heading != Heading(None, None, None):
        kept[LEDGER] = heading_row(heading).lazy()
    if tables.papers is not None:
        kept[PAPERS] = tables.papers
    if tables.marks is not None:
        kept[MARKS] = _in_millionths(tables.marks, Fraction(ruleset.unit))
    declared = {name: columns(name, table) for name, table in layout(ruleset).items() if name in kept}
    frames = pl.collect_all([_fitted(kept[name], fields) for name, fields in declared.items()])
    return Contents(heading, dict(zip(declared, frames, strict=True)))


def heading_row(heading: Heading) -> pl.DataFrame:
    """What a ledger says about itself, as a row of its table."""
    period = heading.period and heading.period.label
    row = {RULESET: [heading.ruleset], PERIOD: [period], AS_OF: [heading.as_of]}
    return pl.DataFrame(row, schema={RULESET: pl.String, PERIOD: pl.String, AS_OF: pl.Date})


def _fitted(frame: pl.LazyFrame, fields: Mapping[str, Field]) -> pl.LazyFrame:
    """The columns that are kept, in their order and as they are stored; those that are not there are empty."""
    there = frame.collect_schema()
    return frame.select(
        _filled((pl.col(name) if name in there else pl.lit(None)).cast(dtype_of(field)), field).alias(name)
        for name, field in fields.items()
    )


def _filled(cells: pl.Expr, field: Field) -> pl.Expr:
    """Cells of which one that lists no files is empty."""
    return pl.when(cells.list.len() > 0).then(cells) if field.type == "files" else cells


def _in_millionths(marks: pl.LazyFrame, unit: Fraction) -> pl.LazyFrame:
    factor = unit * 10**6
    return marks.with_columns(pl.col(MARK_POINTS) * factor.numerator // factor.denominator)


def status_rows(tables: Tables, ruleset: RuleSet) -> pl.LazyFrame:
    """How much of each table each branch provides, branch by branch."""
    branches = tables.branches.select(KEY).with_row_index(_ORDER)
    each = [_status_of(name, tables, branches) for name in ruleset.tables if name != BRANCH]
    return pl.concat(each).sort(_ORDER, maintain_order=True) if each else pl.LazyFrame(schema=STATUS_SCHEMA).clear()


def _status_of(name: str, tables: Tables, branches: pl.LazyFrame) -> pl.LazyFrame:
    """What is unknown and without records is simply not provided; that it covers some days says nothing then."""
    records = tables.records.get(name, pl.LazyFrame(schema={KEY: pl.String}))
    stated = tables.status.get(name, pl.LazyFrame(schema=STATUS_SCHEMA))
    unknown = pl.lit(value=True) if name not in tables.records else pl.col(UNKNOWN).fill_null(value=False)
    empty = pl.col(_COUNT).is_null()
    word = pl.when(unknown & empty).then(pl.lit(NOT_PROVIDED)).when(unknown).then(pl.lit(PARTIAL))
    return (
        branches.join(records.group_by(KEY).agg(pl.len().alias(_COUNT)), on=KEY, how="left")
        .join(stated, on=KEY, how="left")
        .select(
            _ORDER,
            KEY,
            pl.lit(name).alias(STATUS_TABLE),
            word.when(empty).then(pl.lit(NONE)).otherwise(pl.lit(COMPLETE)).alias(STATUS_WORD),
            *(pl.when(~(unknown & empty)).then(pl.col(day)).alias(day) for day in (COVERS_FROM, COVERS_TO)),
        )
    )


_ORDER, _COUNT = "order", "count"
