"""The canonical typed tables: what every reader produces, the only thing the engine reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from starcheck.rules.schema.dictionary import BRANCH, NUMERIC, Field, FieldType, Table

KEY = "branch"
"""The column that names the branch, in every frame."""
SET = "set"
"""The column of the branches that names those they are judged together with; null, or not there, for one alone."""
RECORD_ID = "id"
UNKNOWN, COVERS_FROM, COVERS_TO = "unknown", "covers_from", "covers_to"
"""Columns of a status frame: the table is not provided or partial; the span it covers, null for the period so far."""
STATUS_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), UNKNOWN: pl.Boolean(), COVERS_FROM: pl.Date(), COVERS_TO: pl.Date(),
}  # fmt: skip
MARK_KEY, MARK_POINTS, MARK_GRADE = "key", "points", "grade"
"""Columns of the marks: criterion or criterion/part, points on the rule set's grid, or a grade."""
MARK_REASON, MARK_BY, MARK_ON = "reason", "by", "on"
"""Columns of the marks that nobody computes with: why, by whom, on which day."""
MARKS_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), MARK_KEY: pl.String(), MARK_POINTS: pl.Int64(), MARK_GRADE: pl.String(),
    MARK_REASON: pl.String(), MARK_BY: pl.String(), MARK_ON: pl.Date(),
}  # fmt: skip
PAPER_KEY, PAPER, PAPER_STATE = "key", "paper", "state"
"""Columns of the papers: a criterion, a paper that it asks for, ``missing``, ``unreviewed`` or ``accepted``."""
PAPERS_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), PAPER_KEY: pl.String(), PAPER: pl.String(), PAPER_STATE: pl.String(),
}  # fmt: skip

CHANGE_KEY, CHANGE_POINTS, CHANGE_OUTCOME, CHANGE_RATING = "key", "points", "outcome", "rating"
"""Columns of reviewers' changes: a criterion or a rating, points on the rule set's grid or an outcome, a result."""
CHANGES_SCHEMA: Mapping[str, pl.DataType] = {
    KEY: pl.String(), CHANGE_KEY: pl.String(), CHANGE_POINTS: pl.Int64(), CHANGE_OUTCOME: pl.String(),
    CHANGE_RATING: pl.Int64(),
}  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """What reviewers changed of the results of branches.

    Attributes:
        frame: one row for each criterion or rating of a branch that is changed.
        keys: the criteria and ratings that are changed somewhere.
        dropped: the criteria that do not apply somewhere because a reviewer says so.
    """

    frame: pl.LazyFrame
    keys: frozenset[str]
    dropped: frozenset[str]


@dataclass(frozen=True)
class Tables:
    """Branches and their records.

    Attributes:
        branches: one row per branch: ``branch``, ``name``, the fields of the table ``branch``, perhaps ``set``.
        records: per table, one row per record: ``branch``, optionally ``id``, and the stored fields. Derived fields are
            not stored.
        status: per table, one row per branch whose table is not simply complete for the assessed period.
        marks: reviewers' marks, one row each.
        papers: the papers of criteria of which something is stated, one row each.
        nullable: fields, as ``table.field``, that hold an empty cell somewhere.
        left_out: how many further branches there may be, of which nothing is known; None if there is no end to them.
        told: what each branch is told of those it is compared with; None if that follows from these tables.
        changes: what reviewers changed of the results.
    """

    branches: pl.LazyFrame
    records: Mapping[str, pl.LazyFrame]
    status: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    marks: pl.LazyFrame | None = None
    nullable: frozenset[str] = frozenset()
    papers: pl.LazyFrame | None = None
    left_out: int | None = 0
    told: pl.LazyFrame | None = None
    changes: Changes | None = None

    def all_together(self) -> Tables:
        """The same with all branches judged together; what already names those that are stays."""
        if SET in self.branches.collect_schema().names():
            return self
        return replace(self, branches=self.branches.with_columns(pl.lit("all").alias(SET)))

    def told_of(self, told: pl.LazyFrame) -> Tables:
        """The same, judged together with others, with what each branch is told of those it is compared with.

        Args:
            told: a row for each of them, and perhaps for others.
        """
        own = told.join(self.branches.select(KEY), on=KEY, how="semi")
        return replace(self.all_together(), told=own)

    def judged_together(self, sets: Mapping[str, str]) -> Tables:
        """The same with the set of every branch that is not judged alone."""
        named = pl.col(KEY).replace_strict(list(sets), list(sets.values()), default=None, return_dtype=pl.String)
        return replace(self, branches=self.branches.with_columns(named.alias(SET)))

    def called(self, name: str) -> Tables:
        """The same with another id of their branch; they are those of a single one."""
        return self._each(lambda frame: frame.with_columns(pl.lit(name).alias(KEY)))

    def of(self, branch: str) -> Tables:
        """What is there of one branch."""
        return self._each(lambda frame: frame.filter(pl.col(KEY) == branch))

    def held(self) -> Tables:
        """The same in memory, whatever it was read from."""
        return self._each(lambda frame: frame.collect().lazy())

    def within(self, branches: pl.LazyFrame) -> Tables:
        """What is there of some branches."""
        return self._each(lambda frame: frame.join(branches, on=KEY, how="semi"))

    def without(self, branches: pl.Series) -> Tables:
        """What is there of all branches but some."""
        if branches.is_empty():
            return self
        others = pl.LazyFrame({KEY: branches})
        return self._each(lambda frame: frame.join(others, on=KEY, how="anti", maintain_order="left"))

    def between(self, first: str, last: str) -> Tables:
        """What is there of the branches from one id to another."""
        return self._each(lambda frame: frame.filter(pl.col(KEY).is_between(pl.lit(first), pl.lit(last))))

    def _each(self, change: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Tables:
        return replace(
            self,
            branches=change(self.branches),
            records={name: change(frame) for name, frame in self.records.items()},
            status={name: change(frame) for name, frame in self.status.items()},
            marks=self.marks if self.marks is None else change(self.marks),
            papers=self.papers if self.papers is None else change(self.papers),
            told=self.told if self.told is None else change(self.told),
            changes=self.changes and replace(self.changes, frame=change(self.changes.frame)),
        )


def dtype_of(field: Field) -> pl.DataType:
    """How a field is stored: numbers as integers in units of their last decimal place, choices as enumerations."""
    if field.type in {"choice", "evidence"}:
        return pl.Enum(field.allowed)
    return _DTYPES[field.type]


_DTYPES: Mapping[FieldType, pl.DataType] = {
    **dict.fromkeys(NUMERIC, pl.Int64()),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "files": pl.List(pl.String()),
    "text": pl.String(),
}


def stored_fields(table: Table) -> dict[str, Field]:
    """The fields that a ledger holds, in the order of the data dictionary."""
    return {name: field for name, field in table.fields.items() if field.derived is None}


def schema_of(name: str, table: Table) -> dict[str, pl.DataType]:
    """The columns of a typed table."""
    first = {KEY: pl.String(), ("name" if name == BRANCH else RECORD_ID): pl.String()}
    return first | {field_name: dtype_of(field) for field_name, field in stored_fields(table).items()}


def united(parts: Sequence[tuple[str, Tables]], tables: Mapping[str, Table]) -> Tables:
    """The tables of several single branches as one, each branch under an id of its own.

    Args:
        parts: the ids and the tables of one branch each.
        tables: the data dictionary.
    """
    return joined([part.called(name) for name, part in parts], tables)


def joined(parts: Sequence[Tables], tables: Mapping[str, Table]) -> Tables:
    """The tables of different branches as one; a table that a part does not have is not provided by its branches.

    Args:
        parts: tables of any number of branches each.
        tables: the data dictionary.
    """
    records: dict[str, pl.LazyFrame] = {}
    status: dict[str, pl.LazyFrame] = {}
    for table in (table for table in tables if table != BRANCH):
        frames = [part.records[table] for part in parts if table in part.records]
        states = [part.status[table] for part in parts if table in part.status and table in part.records]
        absent = [part.branches.select(KEY) for part in parts if table not in part.records]
        if frames:
            records[table] = pl.concat(frames)
        if absent:
            states.append(pl.concat(absent).with_columns(_absent()))
        if states:
            status[table] = pl.concat([state.select(list(STATUS_SCHEMA)) for state in states])
    return Tables(
        branches=pl.concat([part.branches for part in parts]),
        records=records,
        status=status,
        marks=_aside([part.marks for part in parts]),
        nullable=frozenset[str]().union(*(part.nullable for part in parts)),
        papers=_aside([part.papers for part in parts]),
        left_out=in_all(part.left_out for part in parts),
    )


def in_all(numbers: Iterable[int | None]) -> int | None:
    """The sum of some numbers; None if one of them has no end."""
    stated = list(numbers)
    known = [number for number in stated if number is not None]
    return sum(known) if len(known) == len(stated) else None


def _aside(parts: Iterable[pl.LazyFrame | None]) -> pl.LazyFrame | None:
    """What several parts say beside their tables."""
    frames = [frame for frame in parts if frame is not None]
    return pl.concat(frames) if frames else None


def _absent() -> list[pl.Expr]:
    nothing = pl.lit(None, dtype=pl.Date)
    return [pl.lit(value=True).alias(UNKNOWN), nothing.alias(COVERS_FROM), nothing.alias(COVERS_TO)]
