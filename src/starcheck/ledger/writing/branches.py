"""What one branch provides, as a YAML or JSON file says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import polars as pl

from starcheck.calendar import Period
from starcheck.documents import Data
from starcheck.ledger.heading import AS_OF, PERIOD, RULESET, Heading
from starcheck.ledger.layout import LEDGER, MARKS, PAPERS, STATUS, layout
from starcheck.ledger.provision import COMPLETE, COVERS, NONE, NOT_PROVIDED, RECORDS
from starcheck.ledger.provision import STATUS as STATED
from starcheck.ledger.reading import ID
from starcheck.ledger.tables import KEY, MARK_KEY, PAPER, PAPER_KEY, PAPER_STATE
from starcheck.ledger.writing.contents import Contents
from starcheck.ledger.writing.natural import natural_frame
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

_Row: TypeAlias = dict[str, Data]
_State: TypeAlias = tuple[str, date | None, date | None]


@dataclass(frozen=True)
class Documents:
    """The ledgers of single branches.

    Attributes:
        heading: what each of them says about itself.
        declared: the tables of records, in their order.
        rows: per table and branch, the filled cells of its rows.
        status: per branch and table, how much of it is there.
    """

    heading: Heading
    declared: tuple[str, ...]
    rows: Mapping[str, Mapping[str, list[_Row]]]
    status: Mapping[tuple[str, str], _State]

    @classmethod
    def of(cls, contents: Contents, ruleset: RuleSet) -> Documents:
        """The ledgers of all branches."""
        tables = layout(ruleset)
        frames = {
            name: natural_frame(name, tables[name], frame)
            for name, frame in contents.tables.items()
            if name not in {LEDGER, STATUS}
        }
        stated = contents.tables[STATUS].iter_rows() if STATUS in contents.tables else ()
        status = {(branch, table): (word, first, last) for branch, table, word, first, last in stated}
        declared = tuple(name for name in ruleset.tables if name != BRANCH)
        return cls(contents.heading, declared, {name: _rows(frame) for name, frame in frames.items()}, status)

    def __iter__(self) -> Iterator[tuple[str, dict[str, Data]]]:
        """Every branch, with the content of its file."""
        for branch in self.rows.get(BRANCH, {}):
            yield branch, self._content(branch)

    def _content(self, branch: str) -> dict[str, Data]:
        (own,) = self.rows[BRANCH][branch]
        return {
            **self._heading(),
            BRANCH: {ID: branch, **own},
            **{table: self._table(table, branch) for table in self.declared},
            **self._aside(PAPERS, _papers(self._of(PAPERS, branch))),
            **self._aside(MARKS, _marks(self._of(MARKS, branch))),
        }

    def _of(self, table: str, branch: str) -> list[_Row]:
        return self.rows.get(table, {}).get(branch, [])

    def _heading(self) -> dict[str, Data]:
        stated: dict[str, Data] = {
            RULESET: self.heading.ruleset,
            PERIOD: _period(self.heading.period),
            AS_OF: self.heading.as_of,
        }
        return {key: value for key, value in stated.items() if value is not None}

    def _table(self, table: str, branch: str) -> Data:
        """What is said of a table, in the shortest form."""
        records: list[Data] = [*self._of(table, branch)]
        unsaid = COMPLETE if records else NONE if table in self.rows else NOT_PROVIDED
        word, first, last = self.status.get((branch, table), (unsaid, None, None))
        covers = None if first is None or last is None else _period(Period(first, last))
        if word in {NONE, NOT_PROVIDED} and covers is None:
            return word
        if word == COMPLETE and covers is None:
            return records
        full: dict[str, Data] = {STATED: word, COVERS: covers, RECORDS: None if word == NONE else records}
        return {key: value for key, value in full.items() if value is not None}

    @staticmethod
    def _aside(key: str, content: dict[str, Data]) -> dict[str, Data]:
        return {key: content} if content else {}


def _rows(frame: pl.DataFrame) -> dict[str, list[_Row]]:
    """The rows of each branch, without what is empty."""
    rows: dict[str, list[_Row]] = {}
    for row in frame.iter_rows(named=True):
        filled = {name: cell for name, cell in row.items() if cell is not None}
        rows.setdefault(filled.pop(KEY), []).append(filled)
    return rows


def _period(period: Period | None) -> Data:
    """A whole year as a number."""
    label = None if period is None else period.label
    return int(label) if label is not None and label.isdecimal() else label


def _papers(rows: list[_Row]) -> dict[str, Data]:
    stated: dict[str, dict[str, Data]] = {}
    for row in rows:
        if PAPER_STATE in row:
            stated.setdefault(str(row[PAPER_KEY]), {})[str(row[PAPER])] = row[PAPER_STATE]
    return dict(stated)


def _marks(rows: list[_Row]) -> dict[str, Data]:
    return {str(row.pop(MARK_KEY)): row for row in rows}
