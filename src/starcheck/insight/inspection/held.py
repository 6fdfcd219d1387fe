"""The records of a table, with what the data dictionary says of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from starcheck.ledger.copies import Copies, copies
from starcheck.ledger.evidence import Folder
from starcheck.ledger.tables import Tables, stored_fields
from starcheck.rules.schema.dictionary import BRANCH, Field, FieldType, Future, Table
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Held:
    """A table as ledgers hold it.

    Attributes:
        fields: those that are stored.
        frame: its records.
        copies: which names of files mean the same; None if only names are compared.
    """

    name: str
    declared: Table
    fields: dict[str, Field]
    frame: pl.LazyFrame
    copies: Copies | None = None

    def of_type(self, *types: FieldType) -> list[str]:
        """The fields of some types."""
        return [name for name, field in self.fields.items() if field.type in types]

    @property
    def date(self) -> str | None:
        """The field that dates its records."""
        return self.declared.date if self.declared.date in self.fields else None

    @property
    def attendance(self) -> list[tuple[str, str]]:
        """Counts that another count of the record limits: who came, who was expected."""
        counts = self.of_type("integer")
        return [(name, whole) for name in counts if (whole := self.fields[name].at_most) in counts]

    @property
    def is_log(self) -> bool:
        """Whether records are events of the branch on days of their own.

        A table with a rhythm is filled in on fixed days, and so is often a register of persons or things, which names
        them in a text.
        """
        rhythmic = isinstance(self.declared.future, Future)
        return self.date is not None and not rhythmic and bool(self.attendance or not self.of_type("text"))


def held(tables: Tables, ruleset: RuleSet, files: Folder | None = None) -> Iterator[Held]:
    """Every table with records, and with the copies among the files below a folder."""
    for each in _held(tables, ruleset):
        yield each if files is None else replace(each, copies=copies(_names(each), files))


def _names(held: Held) -> list[str]:
    """Every name of a file once."""
    named = [held.frame.select(pl.col(field).explode().unique().alias("name")) for field in held.of_type("files")]
    return pl.concat(named).unique().collect(engine="streaming").to_series().drop_nulls().to_list() if named else []


def _held(tables: Tables, ruleset: RuleSet) -> Iterator[Held]:
    for name, frame in tables.records.items():
        there = frame.collect_schema()
        fields = {key: each for key, each in stored_fields(ruleset.tables[name]).items() if key in there}
        if name != BRANCH and fields:
            yield Held(name, ruleset.tables[name], fields, frame)
