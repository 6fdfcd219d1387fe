"""What a measure that goes by keys makes of every key."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from starcheck.engine.sources import Sources
from starcheck.insight.records import RecordRow, RecordTable, record_table
from starcheck.insight.selections import selections
from starcheck.rules.schema.measures import Each, Sum
from starcheck.rules.wording import Scope, Words, per_key_in_words, unit_of


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key, and what its records that count come to.

    Attributes:
        settled: whether none of its records is open, or without a value.
    """

    key: Words
    total: Fraction
    settled: bool


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of one measure, in the order in which the ledger names them."""

    title: Words
    key: Words
    unit: Words
    rows: tuple[KeyRow, ...]


def key_table(measure: Each, sources: Sources) -> KeyTable:
    """The keys of a measure: those of its roster, else those of its records."""
    chosen = selections(measure)
    records = record_table(chosen[0], sources)
    named = record_table(chosen[-1], sources)
    field = measure.each.partition(".")[2]
    member = field if measure.of is None else measure.of.partition(".")[2]
    keys = dict.fromkeys(_cell(row, named, member) for row in named.rows if row.counted is not False)
    value = measure.take.sum.partition(".")[2] if isinstance(measure.take, Sum) else None
    scope = Scope(sources.ruleset)
    rows = tuple(_row(key, records, field, value) for key in keys if isinstance(key, str))
    return KeyTable(
        per_key_in_words(measure, scope), scope.field(measure.each).label, unit_of(scope, measure.take), rows
    )


def _row(key: str, records: RecordTable, field: str, value: str | None) -> KeyRow:
    mine = [row for row in records.rows if _cell(row, records, field) == key and row.counted is not False]
    counted = [Fraction(1) if value is None else _cell(row, records, value) for row in mine if row.counted]
    total = sum((each for each in counted if isinstance(each, Fraction)), Fraction(0))
    settled = all(row.counted for row in mine) and all(isinstance(each, Fraction) for each in counted)
    return KeyRow(key, total, settled)


def _cell(row: RecordRow, table: RecordTable, name: str) -> object:
    return row.cells[table.names.index(name)].value
