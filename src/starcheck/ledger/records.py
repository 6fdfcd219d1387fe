"""From the records of a table, as written, to typed rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from starcheck.documents import Data, Keys
from starcheck.errors import one_of
from starcheck.language import t
from starcheck.ledger.cells import Reader, read_text, reader_of, shown
from starcheck.ledger.facts import Row
from starcheck.ledger.limits import BEYOND, Limit, limits
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import Problems
from starcheck.ledger.tables import RECORD_ID, stored_fields
from starcheck.rules.schema.dictionary import Field, Table


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads records of one table.

    Attributes:
        readers: what reads each field, own names of the table such as ``id`` included.
        required: fields that a record may not leave empty.
    """

    table: str
    fields: Mapping[str, Field]
    readers: Mapping[str, Reader]
    required: tuple[str, ...]
    limits: tuple[Limit, ...]
    problems: Problems

    @classmethod
    def of(cls, name: str, table: Table, problems: Problems, *, names: Iterable[str] = (RECORD_ID,)) -> RecordReader:
        """A reader for a table of the data dictionary; ``names`` are texts that it has besides its fields."""
        stored = stored_fields(table)
        readers: dict[str, Reader] = {own: partial(read_text, own) for own in names}
        readers |= {field: reader_of(field, declared) for field, declared in stored.items()}
        required = tuple(field for field, declared in stored.items() if declared.required or field == table.date)
        return cls(name, table.fields, readers, required, tuple(limits(stored)), problems)

    def rows(self, records: Iterable[Data], keys: Keys) -> tuple[Row, ...]:
        """The records of a list; ``keys`` lead to the list."""
        rows = []
        first_with: dict[object, Keys] = {}
        for index, record in enumerate(records):
            at = (*keys, index)
            if not isinstance(record, dict):
                message = t("A record is written as fields with values, not as {read}.", read=shown(record))
                self.problems.add(at, message, t("Write “- {{field: value, field: value}}”."))
                continue
            row = self.row(record, at)
            rows.append(row)
            if RECORD_ID in row and first_with.setdefault(row[RECORD_ID], at) is not at:
                self._report_same_id(row, at, first_with[row[RECORD_ID]])
        return tuple(rows)

    def row(self, record: Mapping[str, Data], keys: Keys) -> Row:
        """The values of a record; those that cannot be used are reported and left out."""
        row: Row = {}
        for name, raw in record.items():
            reader = self.readers.get(name)
            if reader is None:
                self._report_no_cell(name, (*keys, name))
            elif (value := self.problems.read((*keys, name), reader, raw)) is not None:
                row[name] = value
        for name in self.required:
            if record.get(name) is None:
                self._report_missing(name, (*keys, name) if name in record else keys)
        for limit in self.limits:
            if limit.name in row and limit.other in row:
                self._compare(row, limit, keys)
        return row

    def _compare(self, row: Row, limit: Limit, keys: Keys) -> None:
        number, greatest = cast("int", row[limit.name]), cast("int", row[limit.other])
        if number * limit.factor <= greatest * limit.other_factor:
            return
        values = {
            "field": limit.name,
            "read": value_text(number, self.fields[limit.name]),
            "other": limit.other,
            "limit": value_text(greatest, self.fields[limit.other]),
        }
        message = replace(BEYOND, values=values)
        self.problems.add((*keys, limit.name), message, t("Correct one of the two."))

    def _report_no_cell(self, name: str, keys: Keys) -> None:
        if name in self.fields:
            self.problems.add_key(
                keys, t("“{field}” is computed; a ledger does not state it.", field=name), t("Remove it.")
            )
            return
        message = t("Table “{table}” has no field “{name}”.", table=self.table, name=name)
        self.problems.add_key(keys, message, partial(one_of, name, self.readers))

    def _report_missing(self, name: str, keys: Keys) -> None:
        message = t("“{field}” ({label}) is missing.", field=name, label=self.fields[name].label)
        self.problems.add_key(keys, message, t("It may not be left empty."))

    def _report_same_id(self, row: Row, keys: Keys, first: Keys) -> None:
        line = self.problems.document.place((*first, RECORD_ID)).line
        message = t("The id “{id}” stands here again; first in line {line}.", id=row[RECORD_ID], line=line)
        self.problems.add((*keys, RECORD_ID), message, t("Give every record of a table its own id."))
