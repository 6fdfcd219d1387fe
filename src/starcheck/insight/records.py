"""Records one by one: which count, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from starcheck.calendar import Period
from starcheck.engine.clock import World
from starcheck.engine.derivations import derived_columns
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.records import Records
from starcheck.engine.sources import Sources
from starcheck.engine.truth import Truth, same
from starcheck.insight.cells import Cell, cell_reader
from starcheck.insight.selections import Selection
from starcheck.language import Text, t
from starcheck.ledger.tables import KEY, RECORD_ID
from starcheck.rules.schema.conditions import Condition, Every
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.measures import RecordMeasure
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.uses import names_in
from starcheck.rules.wording import Scope, Words, condition_in_words, records_in_words

Timing = Literal["inside", "outside", "late"]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record.

    Attributes:
        timing: whether its date lies in the window, outside, or after the day that is looked from.
        counted: whether it counts; None if that is open.
        matches: whether it is what the measure asks for among those that count; None if that is open.
        why: why it does not count apart from its date, or what leaves it open.
        near: whether it is worth showing although it does not count.
    """

    day: date | None
    id: str | None
    cells: tuple[Cell, ...]
    timing: Timing
    counted: bool | None
    matches: bool | None
    why: tuple[Text, ...]
    near: bool


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The records of one table.

    Attributes:
        title: which of them count.
        window: the days whose records count; None where dates do not matter.
        asked: what is asked of those that count, if anything is.
        provided: whether the ledger holds the table at all.
        names: the fields of the cells.
        headers: their labels.
    """

    title: Words
    window: Period | None
    asked: Text | None
    provided: bool
    names: tuple[str, ...]
    headers: tuple[Words, ...]
    rows: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class _Check:
    """One thing that has to hold of a record."""

    holds: Callable[[Row], bool | None]
    no: Text
    unsure: Text
    by_content: bool = False


def record_table(selection: Selection, sources: Sources) -> RecordTable:
    """The records of a selection, in the order of their dates."""
    reader = _Reader(selection, sources)
    scope = Scope(sources.ruleset).on_records(selection.table)
    return RecordTable(
        title=_title(selection, sources.ruleset),
        window=reader.window,
        asked=condition_in_words(selection.matching, scope) if selection.matching else None,
        provided=selection.table in sources.tables.records,
        names=tuple(reader.shown),
        headers=tuple(reader.fields[name].label for name in reader.shown),
        rows=tuple(reader.rows()),
    )


def _title(selection: Selection, ruleset: RuleSet) -> Words:
    where = selection.where
    chosen = RecordMeasure.model_construct(
        where=Every(where) if len(where) > 1 else next(iter(where), None),
        within=selection.within,
        evidence="required" if selection.evidence else None,
    )
    return records_in_words(selection.table, chosen, Scope(ruleset))


@dataclass(frozen=True)
class _Reader:
    """Asks the engine about every record of a table."""

    selection: Selection
    sources: Sources

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.sources.table(self.selection.table).fields

    @property
    def dated(self) -> str | None:
        return self.sources.table(self.selection.table).date

    @property
    def shown(self) -> list[str]:
        """The fields that the measure and its conditions look at."""
        asked = (*self.selection.where, *([self.selection.matching] if self.selection.matching else []))
        proof = [name for name, field in self.fields.items() if field.type == "evidence" and self.selection.evidence]
        named = [*self.selection.shown, *names_in(asked), *self.selection.needed, *proof]
        return [name for name in dict.fromkeys(named) if name in self.fields and name != self.dated]

    def readings(self) -> list[Records]:
        """The records as they stand, and as they may still become where that differs."""
        standing, reachable = (self.sources.reading(self.selection.table, world) for world in World)
        return [standing] if self.sources.clock.over or reachable.world is standing.world else [standing, reachable]

    def truth(self, *conditions: Condition, evidence: bool = False, fields: tuple[str, ...] = ()) -> Truth:
        """Whether something holds of a record, however it may still be filled in."""
        truths = [
            self.sources.inclusion(reading, conditions, evidence=evidence, fields=fields) for reading in self.readings()
        ]
        return same(truths[0], truths[-1])

    def rows(self) -> Iterator[RecordRow]:
        """Every record, judged."""
        frame = self.sources.tables.records.get(self.selection.table)
        if frame is None:
            return
        for reading in self.readings():
            for layer in derived_columns(reading):
                frame = frame.with_columns(layer)
        out = Outputs()
        checks = list(self.checks(out))
        matches = out.truth(self.truth(self.selection.matching)) if self.selection.matching else lambda _: None
        cells = [cell_reader(name, self.readings()[0], out) for name in self.shown]
        day = out.column(pl.col(self.dated)) if self.dated else lambda _: None
        name = out.column(pl.col(RECORD_ID)) if RECORD_ID in frame.collect_schema() else lambda _: None
        if self.dated:
            frame = frame.sort(self.dated, maintain_order=True)
        for row in frame.select(KEY, *out.expressions).collect().iter_rows(named=True):
            answers = [(check, check.holds(row)) for check in checks]
            timing = self.timing(day(row))
            yield RecordRow(
                day=day(row),
                id=name(row),
                cells=tuple(cell(row) for cell in cells),
                timing=timing,
                counted=_all([timing == "inside", *(answer for _, answer in answers)]),
                matches=matches(row),
                why=tuple(check.no if answer is False else check.unsure for check, answer in answers if not answer),
                near=_near([answer for check, answer in answers if check.by_content]),
            )

    def checks(self, out: Outputs) -> Iterator[_Check]:
        """What is asked of the content of a record."""
        scope = Scope(self.sources.ruleset).on_records(self.selection.table)
        for condition in self.selection.where:
            words = condition_in_words(condition, scope)
            no, unsure = t("not so: {condition}", condition=words), t("not known: {condition}", condition=words)
            yield _Check(out.truth(self.truth(condition)), no, unsure, by_content=True)
        if self.selection.evidence:
            yield _Check(out.truth(self.truth(evidence=True)), t("evidence missing"), t("evidence not yet reviewed"))
        for name in self.selection.needed:
            empty = t("{field} is empty", field=self.fields[name].label)
            yield _Check(out.truth(self.truth(fields=(name,))), empty, empty)
        if self.selection.listed is not None:
            yield self.is_listed(self.selection.listed, out)

    def is_listed(self, listed: Selection, out: Outputs) -> _Check:
        """Whether the key of a record is one of those that count."""
        key, roster = self.selection.needed[0], record_table(listed, self.sources)
        member = roster.names.index(listed.needed[0])
        standing = {row.cells[member].value: row.counted for row in roster.rows if row.counted is not False}
        otherwise = None if None in standing or not roster.provided else False
        value = cell_reader(key, self.readings()[0], out)

        def holds(row: Row) -> bool | None:
            found = value(row).value
            return None if found is None else standing.get(found, otherwise)

        words = t("{field} in “{table}”", field=self.fields[key].label, table=self.sources.table(listed.table).label)
        return _Check(holds, t("not found: {thing}", thing=words), t("not certain: {thing}", thing=words))

    @property
    def window(self) -> Period | None:
        """The days whose records count, if dates matter."""
        return None if self.selection.at_any_time else self.sources.window(self.selection.table, self.selection.within)

    def timing(self, day: date | None) -> Timing:
        """Where a date lies; a record without one is always there."""
        if day is not None and day > self.sources.clock.as_of:
            return "late"
        return "inside" if day is None or self.window is None or day in self.window else "outside"


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's conjunction."""
    known = set(answers)
    return False if False in known else None if None in known else True


def _near(answers: list[bool | None]) -> bool:
    """Whether a record is of the right sort: the first thing asked of its content names that sort."""
    return not answers or answers[0] is not False
