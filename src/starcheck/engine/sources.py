"""The frames a rule set draws on: the branches, one fold per table and window, and what the tables leave open."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce

import polars as pl

from starcheck.calendar import Period
from starcheck.engine.clock import Clock, World
from starcheck.engine.derivations import derived_columns
from starcheck.engine.exact import Int, pick
from starcheck.engine.frames import OPTIMIZATIONS, Fold, Stage, collect_each
from starcheck.engine.records import Records
from starcheck.engine.rows import Rows, Values
from starcheck.engine.truth import Truth, every
from starcheck.ledger.tables import COVERS_FROM, COVERS_TO, KEY, SET, UNKNOWN, Tables, schema_of
from starcheck.rules.schema.conditions import Condition
from starcheck.rules.schema.dictionary import BRANCH, RECORD_LIMIT, Table
from starcheck.rules.schema.measures import RecordMeasure
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.windows import Window


@dataclass
class Sources:
    """Where measures take their rows from.

    Attributes:
        asked: what was asked about the status of tables, as columns of the branches.
        counted: the branches with everything that was asked of their tables, once that is in memory.
        stage: where measures name what they use more than once.
    """

    ruleset: RuleSet
    clock: Clock
    tables: Tables
    folds: dict[Hashable, Fold] = field(default_factory=dict)
    joins: dict[Hashable, pl.LazyFrame] = field(default_factory=dict)
    asked: Stage = field(default_factory=Stage)
    stage: Stage = field(default_factory=Stage)
    counted: pl.LazyFrame | None = None

    def table(self, name: str) -> Table:
        """The table as the data dictionary declares it."""
        return self.ruleset.tables[name]

    def records(self, table: str, world: World) -> Records:
        """How the records of a table are read."""
        prefix = f"{table}."
        nullable = frozenset(name.removeprefix(prefix) for name in self.tables.nullable if name.startswith(prefix))
        return Records(table, self.table(table), nullable, self.clock, world, self.ruleset.calendars)

    def branch(self) -> Records:
        """How the row of a branch is read: its facts are those of the period's end, in both worlds."""
        return self.records(BRANCH, World.STANDING)

    def window(self, table: str, within: Window | None) -> Period | None:
        """The days whose records count; None for a table without dates."""
        return self.clock.window(within) if self.table(table).date else None

    def frame(self, table: str, window: Period | None) -> pl.LazyFrame:
        """The records of a table that were seen, inside a window, with their derived fields."""
        declared = self.table(table)
        frame = self.tables.records.get(table)
        if frame is None:
            frame = pl.LazyFrame(schema=schema_of(table, declared))
        if declared.date and window:
            frame = frame.filter(pl.col(declared.date).is_between(window.start, min(window.end, self.clock.as_of)))
        elif declared.date:
            frame = frame.filter(pl.col(declared.date) <= self.clock.as_of)
        readings = [self.records(table, World.STANDING)]
        if not self.clock.over and readings[0].differs:
            readings.append(self.records(table, World.REACHABLE))
        for reading in readings:
            for layer in derived_columns(reading):
                frame = frame.with_columns(layer)
        return frame

    def fold(self, table: str, window: Period | None) -> Fold:
        """The one ``group_by`` of a table and window."""
        key = (table, window)
        if key not in self.folds:
            self.folds[key] = Fold(f"{table}{len(self.folds)}", self.frame(table, window))
        return self.folds[key]

    @cached_property
    def alone(self) -> pl.Expr | bool:
        """Whether a branch is judged without others."""
        return pl.col(SET).is_null() if SET in self.tables.branches.collect_schema().names() else True

    def windows(self, table: str) -> list[Period]:
        """The windows that measures opened on a table."""
        return [
            key[1] for key in self.folds if isinstance(key, tuple) and key[0] == table and isinstance(key[1], Period)
        ]

    def reading(self, table: str, world: World) -> Records:
        """The records in a world, or in the standing one where both read alike."""
        reachable = self.records(table, world)
        return reachable if reachable.differs else self.records(table, World.STANDING)

    def inclusion(
        self,
        reading: Records,
        conditions: tuple[Condition | None, ...],
        *,
        evidence: bool,
        fields: tuple[str, ...] = (),
    ) -> Truth:
        """Which records count."""
        table = reading.table
        truths = [reading.condition(condition) for condition in conditions]
        truths += [reading.has_value(name) for name in fields]
        if evidence:
            state = pl.col(table.evidence_field or "")
            truths.append(
                pl.when(state == "accepted").then(pl.lit(value=True)).when(state == "missing").then(pl.lit(value=False))
            )
        return every(truths)

    def rows(
        self,
        table: str,
        measure: RecordMeasure,
        world: World,
        *,
        fields: tuple[str, ...] = (),
        within: Window | None = None,
    ) -> Rows:
        """The records that a measure counts; a record without a value in ``fields`` is out."""
        window = self.window(table, within or measure.within)
        reading = self.reading(table, world)
        conditions = (measure.where,)
        inclusion = self.inclusion(reading, conditions, evidence=measure.evidence is not None, fields=fields)
        extra = self.extra(table, window, world)
        key = (repr(conditions), measure.evidence, fields, reading.world if reading.differs else None)
        return Rows(self.fold(table, window), key, inclusion, extra)

    def values(self, table: str, name: str, world: World) -> Values:
        """The values of a numeric field."""
        reading = self.reading(table, world)
        declared = reading.table.fields[name]
        least = reading.least(name)
        uncertain = reading.is_nullable(name) and not reading.unknown_is_none(name)
        greatest = reading.greatest(name) if uncertain else least
        return Values(name, least, greatest, declared.bounds, declared.scale)

    def is_unknown(self, table: str) -> pl.Expr | bool:
        """Whether the table was not, or not completely, provided."""
        if table not in self.tables.records:
            return True
        if table not in self.tables.status:
            return False
        return pl.col(f"{table}:{UNKNOWN}").fill_null(value=False)

    def uncovered(self, table: str, start: date, end: date) -> pl.Expr | bool:
        """Whether part of a stretch of seen days lies outside what the table covers; of no days nothing does."""
        beyond = self.beyond(table, start, end)
        return beyond if isinstance(beyond, bool) else self.asked.name(f"{table}:uncovered {start} {end}", beyond)

    def beyond(self, table: str, start: date, end: date) -> pl.Expr | bool:
        """The same, without a name of its own."""
        unknown, whole = self.is_unknown(table), self.clock.whole
        if end < start:
            return unknown
        if isinstance(unknown, bool):
            return unknown or whole.period.start > start or whole.as_of < end
        first = pl.col(f"{table}:{COVERS_FROM}").fill_null(whole.period.start)
        last = pl.col(f"{table}:{COVERS_TO}").fill_null(whole.as_of)
        return unknown | (first > start) | (last < end)

    def extra(self, table: str, window: Period | None, world: World) -> Int:
        """How many further records may exist (docs/semantics.md, section 2)."""
        limit, clock = Int.of(RECORD_LIMIT), self.clock
        if window is None:
            missing, further = self.is_unknown(table), clock.whole.future(self.table(table))
        else:
            missing = self.uncovered(table, window.start, min(window.end, clock.as_of))
            further = clock.future(self.table(table), window.start, window.end)
        room = Int.of(0 if world is World.STANDING else further)
        return self.asked.int(f"{table}:extra {window} {room.constant}", pick(missing, limit, room))

    def base(self) -> pl.LazyFrame:
        """The branches with the status of their tables, sorted by nothing in particular."""
        frame = self.tables.branches
        for layer in derived_columns(self.branch()):
            frame = frame.with_columns(layer)
        for table, status in self.tables.status.items():
            names = {name: f"{table}:{name}" for name in (UNKNOWN, COVERS_FROM, COVERS_TO)}
            frame = frame.join(status.rename(names), on=KEY, how="left")
        return self.asked.laid_over(frame)

    def joined(self) -> pl.LazyFrame:
        """The branches with everything that was asked of their tables."""
        if self.counted is not None:
            return self.counted
        frame = self.base()
        for fold in self.folds.values():
            frame = fold.joined_to(frame)
        for side in self.joins.values():
            frame = frame.join(side, on=KEY, how="left")
        return frame

    def count(self) -> None:
        """Ask the tables, each in a stream, and keep in memory what they say of every branch."""
        folds = [fold for fold in self.folds.values() if fold.aggregates]
        counted = collect_each([self.base(), *(fold.result() for fold in folds), *self.joins.values()])
        branches, *sides = (frame.lazy() for frame in counted)
        # Each join writes all that it has on its left anew: what is narrow comes first.
        sides.sort(key=lambda side: len(side.collect_schema()))
        joined = reduce(lambda left, side: left.join(side, on=KEY, how="left"), sides, branches)
        filled = [column for fold in folds for column in fold.filled]
        self.counted = joined.with_columns(filled).collect(engine="in-memory", optimizations=OPTIMIZATIONS).lazy()
