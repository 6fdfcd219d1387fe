"""Reading books: tables as people keep them become the typed tables that the engine reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from starcheck.errors import LedgerError, Problem, in_order
from starcheck.language import t
from starcheck.ledger.heading import Heading
from starcheck.ledger.layout import MARKS, OWN_TABLES, PAPERS, STATUS, layout
from starcheck.ledger.listing import MOST_OF_A_KIND
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import Tables, schema_of
from starcheck.ledger.tabular.checks import check_records
from starcheck.ledger.tabular.columns import Typed
from starcheck.ledger.tabular.concerned import left_out_of
from starcheck.ledger.tabular.headings import Headed, Parts, Vocabulary, parts_of
from starcheck.ledger.tabular.introduction import check_made_for, heading_in
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.owners import Branches, branches_in, check_known, owned
from starcheck.ledger.tabular.reviewed import marks_of, papers_of
from starcheck.ledger.tabular.statuses import Presence, Stated, as_status, check_against_records, check_promised, stated
from starcheck.ledger.tabular.suspicions import check_plausible
from starcheck.rules.schema.dictionary import BRANCH, Table
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Reading:
    """What books hold, as a rule set reads them.

    Attributes:
        tables: the typed tables.
        counts: the number of records of each table that is there.
        problems: everything that cannot be used, each kind up to a limit, then its number.
        warnings: what deserves a look.
        repairs: what was read otherwise than it stands there.
        left_out: the ids of the branches that are not in the tables, since there are problems in their rows; an id of
            several branches stands there as often.
        is_usable: whether the tables can be used: there is no problem, or each is of a branch that is not in them.
    """

    heading: Heading
    tables: Tables
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    repairs: tuple[Repair, ...]
    left_out: pl.Series
    is_usable: bool

    def raise_any(self) -> None:
        """Stop if there is a problem.

        Raises:
            LedgerError: with all of them.
        """
        if self.problems:
            raise LedgerError(self.problems)


def read_books(
    books: Sequence[Book], ruleset: RuleSet, *, most: int = MOST_OF_A_KIND, notes: Notes | None = None
) -> Reading:
    """Read books by the data dictionary of a rule set; the branches of all of them are judged together.

    Args:
        books: workbooks, folders of tables, databases.
        ruleset: the rule set.
        most: how many problems of a kind are listed.
        notes: what was said of other books with which these are listed together.
    """
    notes, declared = notes or Notes(most), layout(ruleset)
    notes.concerned.clear()
    words = Vocabulary.of(declared)
    parts = parts_of(books, words, notes)
    heading = heading_in(parts, notes)
    check_made_for(heading, books, parts, ruleset, notes)
    branches = branches_in(parts, books, declared[BRANCH], notes)
    read = partial(_owned, parts=parts, branches=branches, declared=declared, notes=notes)
    names = [name for name in ruleset.tables if name != BRANCH]
    records = {name: found for name in names if (found := read(name)) is not None}
    nullable = _nullable(records, branches, notes)
    states, marks, papers = read(STATUS), read(MARKS), read(PAPERS)
    check_known([*records.values(), states, marks, papers], branches, parts, notes)
    said = stated(states, [book for book, _ in parts.get(STATUS, ())], words, notes)
    filled = sum(1 for book in books if book.sheets)
    presences = {name: _presence(name, parts, filled) for name in names}
    tables = Tables(
        branches=_stored(branches.frame, schema_of(BRANCH, declared[BRANCH])),
        records={
            name: _records(records.get(name), schema_of(name, declared[name]))
            for name, presence in presences.items()
            if not presence.is_unheard_of
        },
        status=dict(_statuses(presences, records, said, branches, notes)),
        marks=None if marks is None else marks_of(marks, ruleset, notes),
        papers=None if papers is None else papers_of(papers, ruleset, notes),
        nullable=nullable,
    )
    day = heading.as_of or (heading.period.end if heading.period else None)
    for name, found in records.items():
        check_plausible(found, day, notes)
        if not found.count:
            _tell_empty(declared[name], presences[name], parts[name], notes)
    counts = {BRANCH: branches.count} | {name: found.count for name, found in records.items()}
    problems, warnings = (tuple(sorted(each.all(), key=_by_place)) for each in (notes.problems, notes.warnings))
    repairs = tuple(sorted(notes.repairs, key=_by_place))
    left_out = left_out_of(branches.found.rows if branches.found else None, branches.frame, notes)
    is_usable = notes.problems.number == notes.theirs
    return Reading(heading, tables.without(left_out), counts, problems, warnings, repairs, left_out, is_usable)


def _tell_empty(table: Table, presence: Presence, parts: Sequence[tuple[int, Headed]], notes: Notes) -> None:
    """A table without records means that there are none, where nothing else is said of it."""
    for book, each in parts:
        if book not in presence.stating and not each.sheet.is_piece:
            status = OWN_TABLES[STATUS].label
            message = t("“{table}” is empty; this was read as: there are none.", table=table.label)
            hint = t("If they are not at hand, say so in “{status}”, or remove the table.", status=status)
            notes.warnings.add(each.place(), message, hint)


def _by_place(said: Problem | Repair) -> tuple[str, int, str, int, int]:
    return in_order(said.place)


def _owned(name: str, parts: Parts, branches: Branches, declared: Mapping[str, Table], notes: Notes) -> Typed | None:
    return owned(name, parts, branches, declared[name], notes)


def _nullable(records: Mapping[str, Typed], branches: Branches, notes: Notes) -> frozenset[str]:
    """The fields that are empty somewhere; on the way, whatever records say against themselves is reported."""
    empty = {name: check_records(found, notes) for name, found in records.items()}
    return frozenset(
        f"{name}.{field}" for name, fields in {**empty, BRANCH: branches.nullable}.items() for field in fields
    )


def _presence(table: str, parts: Parts, books: int) -> Presence:
    having, stating = (frozenset(number for number, _ in parts.get(name, ())) for name in (table, STATUS))
    return Presence(having, stating, books)


def _statuses(
    presences: Mapping[str, Presence], records: Mapping[str, Typed], said: Stated, branches: Branches, notes: Notes
) -> Iterator[tuple[str, pl.LazyFrame]]:
    for name, presence in presences.items():
        if presence.is_plain or presence.is_unheard_of or branches.found is None:
            continue
        frame = said.of(name, presence, branches.frame)
        if name in records:
            check_against_records(records[name], frame, said, notes)
        else:
            check_promised(frame, said, notes)
        status = branches.found.rows.settled(as_status(frame))
        if status is not None:
            yield name, status


def _records(found: Typed | None, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    return pl.LazyFrame(schema=schema) if found is None else _stored(found.frame, schema)


def _stored(frame: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """The columns of a typed table; those that nobody has are empty."""
    there = frame.collect_schema()
    return frame.select(
        (pl.col(name) if name in there else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
    )
