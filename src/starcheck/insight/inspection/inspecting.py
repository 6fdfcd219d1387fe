"""All checks over all tables, however many records there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import polars as pl

from starcheck.insight.inspection.checks import CHECKS
from starcheck.insight.inspection.held import Held, held
from starcheck.insight.inspection.pattern import (
    BRANCHES,
    NUMBER,
    RECORDS,
    Check,
    Inspection,
    Look,
    Looked,
    Pattern,
    Record,
    Row,
)
from starcheck.ledger import Ledgers
from starcheck.ledger.evidence import Folder
from starcheck.ledger.listing import MOST_OF_A_KIND
from starcheck.ledger.tables import KEY, RECORD_ID, Tables
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

_COUNT = "count"
_Found: TypeAlias = list[tuple[Check, Look, pl.DataFrame]]


def inspect(ledgers: Ledgers, ruleset: RuleSet, *, evidence: Path | None = None) -> Inspection:
    """Read ledgers by a rule set and say what deserves a second look.

    Args:
        ledgers: what was opened.
        ruleset: the rule set.
        evidence: the folder of the files that records name; without it, only names are compared.

    Raises:
        LedgerError: with every problem of the ledgers.
        InputError: if there is no such folder.
    """
    files = None if evidence is None else Folder(evidence)
    reading = ledgers.read(ruleset)
    reading.raise_any()
    records = sum(count for table, count in reading.counts.items() if table != BRANCH)
    looked = inspect_tables(reading.tables, ruleset, files=files)
    return Inspection(ledgers.source, ruleset, reading.counts.get(BRANCH, 0), records, looked, reading.warnings)


def inspect_tables(
    tables: Tables, ruleset: RuleSet, *, files: Folder | None = None, most: int = MOST_OF_A_KIND
) -> tuple[Looked, ...]:
    """Every check with its patterns.

    Args:
        tables: the branches and their records.
        ruleset: says what the fields are.
        files: below which the contents of files are compared.
        most: how many patterns of a check are listed for each question to a table, and how many records of a pattern.
    """
    found = [each for table in held(tables, ruleset, files) for each in _found(table, most)]
    records = _records_of(found)
    return tuple(_looked(check, found, records, most) for check in CHECKS)


def _found(held: Held, most: int) -> _Found:
    """What the checks find in a table; rows that are streamed are read once for all that is asked of them."""
    looks = [(check, look) for check in CHECKS for look in check.look(held)]
    rows = pl.collect_all([_first(look, most) for _, look in looks], engine="streaming")
    return [(check, look, first) for (check, look), first in zip(looks, rows, strict=True)]


def _first(look: Look, most: int) -> pl.LazyFrame:
    """The patterns that are listed, each with the number of all."""
    ranked = look.groups.sort(look.ranked, descending=[True, *(False for _ in look.ranked[1:])])
    return ranked.with_columns(pl.len().alias(_COUNT)).head(most)


def _records_of(found: _Found) -> Mapping[str, pl.DataFrame]:
    """Per table, the records of all branches that a pattern concerns."""
    concerned: defaultdict[str, set[str]] = defaultdict(set)
    tables: dict[str, Held] = {}
    for _, look, rows in found:
        if rows.height:
            tables[look.held.name] = look.held
            concerned[look.held.name] |= set(rows[BRANCHES].explode())
    frames = pl.collect_all(
        [_numbered(each, sorted(concerned[name])) for name, each in tables.items()], engine="streaming"
    )
    return dict(zip(tables, frames, strict=True))


def _numbered(held: Held, branches: Sequence[str]) -> pl.LazyFrame:
    there = held.frame.filter(pl.col(KEY).is_in(branches))
    name = pl.col(RECORD_ID) if RECORD_ID in held.frame.collect_schema() else pl.lit(None, pl.String).alias(RECORD_ID)
    return there.select(KEY, name, *held.fields, pl.int_range(1, pl.len() + 1).over(KEY).alias(NUMBER))


def _looked(check: Check, found: _Found, records: Mapping[str, pl.DataFrame], most: int) -> Looked:
    patterns: list[Pattern] = []
    count = 0
    for look, rows in ((look, rows) for asked, look, rows in found if asked is check and rows.height):
        count += rows.item(0, _COUNT)
        patterns += (_pattern(look, row, records[look.held.name], most) for row in rows.iter_rows(named=True))
    return Looked(check, tuple(patterns), count)


def _pattern(look: Look, row: Row, records: pl.DataFrame, most: int) -> Pattern:
    members = records.filter(pl.col(KEY).is_in(row[BRANCHES])).filter(look.members(row))
    listed = members.sort(*look.order, KEY, NUMBER).head(most).select(KEY, RECORD_ID, NUMBER)
    return Pattern(
        held=look.held,
        fields=look.fields,
        branches=tuple(row[BRANCHES]),
        message=replace(look.message, values={**look.message.values, **row, "table": look.held.declared.label}),
        figures={name: row[name] for name in look.figures},
        records=tuple(Record(*each) for each in listed.iter_rows()),
        count=max(members.height, row.get(RECORDS, 0)),
    )
