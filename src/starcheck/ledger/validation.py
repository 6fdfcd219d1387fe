"""Whether ledgers can be used, and how much of each table is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from starcheck.calendar import Period
from starcheck.errors import Problem, in_order
from starcheck.language import Title
from starcheck.ledger.evidence import check_evidence
from starcheck.ledger.layout import STATUS_TABLE, STATUS_WORD
from starcheck.ledger.ledgers import Ledgers
from starcheck.ledger.listing import MOST_OF_A_KIND
from starcheck.ledger.reach import reaching_back
from starcheck.ledger.tabular.notes import Repair
from starcheck.ledger.writing.contents import status_rows
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

if TYPE_CHECKING:
    from starcheck.ledger.tabular.reading import Reading


@dataclass(frozen=True, slots=True)
class TableOverview:
    """What there is of a table.

    Attributes:
        records: how many.
        status: how many branches provide it completely, partially, and so on; empty if the ledgers cannot be used.
        late: how many records are of days after the one that is looked from.
        outside: how many are of other days that do not count in the assessed period.
    """

    name: str
    label: Title
    records: int
    status: Mapping[str, int]
    late: int = 0
    outside: int = 0

    @property
    def not_seen(self) -> int:
        """How many records do not count for now."""
        return self.late + self.outside


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of reading ledgers.

    Attributes:
        source: what was read, as messages name it.
        ruleset: the rule set that they were read by; None if not even that is clear.
        day: the day that is looked from; None if there is no assessed period.
        branches: how many there are.
        tables: those of the data dictionary that are somewhere; all of them if the ledgers can be used.
        problems: everything that cannot be used.
        warnings: what deserves a look.
        repairs: what was read otherwise than it stands there.
    """

    source: str
    ruleset: RuleSet | None = None
    period: Period | None = None
    day: date | None = None
    branches: int = 0
    tables: tuple[TableOverview, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def records(self) -> int:
        """How many records there are in all tables."""
        return sum(table.records for table in self.tables)


def validate(
    ledgers: Ledgers,
    ruleset: RuleSet,
    today: date,
    *,
    evidence: Path | None = None,
    most: int = MOST_OF_A_KIND,
) -> Validation:
    """Read ledgers by a rule set and say what is in them.

    Args:
        ledgers: what was opened.
        ruleset: the rule set.
        today: the last day that anybody can know something of.
        evidence: the folder of the files that records name.
        most: how many problems of a kind are listed.

    Raises:
        LedgerError: if it cannot be read what the ledgers say about themselves.
        InputError: if there is no such folder.
    """
    reading = ledgers.read(ruleset, most=most)
    period = reading.heading.period
    day = None if period is None else reading.heading.day(period, today)
    files = None if evidence is None or reading.problems else check_evidence(reading.tables, ruleset, evidence)
    problems = reading.problems + (files.problems if files else ())
    return Validation(
        source=ledgers.source,
        ruleset=ruleset,
        period=period,
        day=day,
        branches=reading.counts.get(BRANCH, 0),
        tables=tuple(_counted(reading, ruleset) if reading.problems else _overview(reading, ruleset, period, day)),
        problems=tuple(sorted(problems, key=lambda each: in_order(each.place))),
        warnings=reading.warnings + (files.warnings if files else ()),
        repairs=reading.repairs,
    )


def _counted(reading: Reading, ruleset: RuleSet) -> Iterable[TableOverview]:
    for name, table in ruleset.tables.items():
        if name != BRANCH and name in reading.counts:
            yield TableOverview(name, table.label, reading.counts[name], {})


def _overview(reading: Reading, ruleset: RuleSet, period: Period | None, day: date | None) -> Iterable[TableOverview]:
    states = status_rows(reading.tables, ruleset).group_by(STATUS_TABLE, STATUS_WORD).len().sort(STATUS_WORD)
    unseen = {} if period is None or day is None else dict(_not_seen(reading, ruleset, period, day))
    # All at once: rows that are streamed are then read once for everything that is asked of them.
    counted, *rows = pl.collect_all([states, *unseen.values()], engine="streaming")
    status: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for table, word, count in counted.iter_rows():
        status[table][word] = count
    not_seen = {name: row.row(0) for name, row in zip(unseen, rows, strict=True)}
    for name, declared in ruleset.tables.items():
        if name != BRANCH:
            late, outside = not_seen.get(name, (0, 0))
            yield TableOverview(name, declared.label, reading.counts.get(name, 0), status[name], late, outside)


def _not_seen(reading: Reading, ruleset: RuleSet, period: Period, day: date) -> Iterator[tuple[str, pl.LazyFrame]]:
    """Per table with dates, how many records are late, and how many of other days that no rule looks at."""
    reach = reaching_back(ruleset, period)
    for name, frame in reading.tables.records.items():
        dated = ruleset.tables[name].date
        if dated is not None:
            counting, late = reach.get(name, period), pl.col(dated) > day
            outside = ~late & ~pl.col(dated).is_between(counting.start, counting.end)
            yield name, frame.select(late=late.sum(), outside=outside.sum())
