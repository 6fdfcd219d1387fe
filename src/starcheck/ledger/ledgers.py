"""Ledgers in whatever form they are kept: what they say about themselves, and what is in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from starcheck.documents import Document, read_document
from starcheck.errors import InputError, LedgerError, Place, Problem, nearest
from starcheck.language import t
from starcheck.ledger.digest import digest_of
from starcheck.ledger.heading import Heading, Places, contradictions, in_common, read_heading
from starcheck.ledger.listing import MOST_OF_A_KIND
from starcheck.ledger.reading import ID, NAME, Ledger, read_ledger
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import KEY, joined
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

if TYPE_CHECKING:
    from starcheck.ledger.tabular.reading import Reading

DOCUMENTS = (".json", ".yaml", ".yml")
MOST_NAMED = 5
"""How many branches are named where one has to be chosen."""


@dataclass(frozen=True)
class Ledgers:
    """Ledgers as they were opened, before a rule set is known.

    Attributes:
        source: what was opened, as messages name it.
        books: workbooks, folders of tables, databases.
        documents: YAML and JSON files, each of a single branch.
    """

    source: str
    books: tuple[Book, ...]
    documents: tuple[Document, ...]

    def heading(self) -> Heading:
        """What they say about themselves; a day only if it is that of all.

        Raises:
            LedgerError: if that cannot be read, or they are not for the same rule set and period.
        """
        stated: list[tuple[Heading, Places]] = []
        problems: list[Problem] = []
        if self.books and not self.documents and not any(book.sheets for book in self.books):
            raise LedgerError(problem for book in self.books for problem in book.problems)
        for read, places in self._headings():
            try:
                stated.append((read(), places))
            except InputError as error:
                problems.extend(error.problems)
        problems.extend(contradictions(stated))
        if problems:
            raise LedgerError(problems)
        return in_common([heading for heading, _ in stated])

    def read(self, ruleset: RuleSet, *, most: int = MOST_OF_A_KIND) -> Reading:
        """All branches, by the data dictionary of a rule set.

        Args:
            ruleset: the rule set.
            most: how many problems of a kind are listed.

        Raises:
            LedgerError: if it cannot be read what they say about themselves.
        """
        from starcheck.ledger.tabular.reading import read_books  # noqa: PLC0415 - slow to load

        found = read_books(self.books, ruleset, most=most)
        return self._with_documents(found, ruleset) if self.documents else found

    def one(self, ruleset: RuleSet, branch: str | None = None) -> Ledger:
        """The ledger of a single branch.

        Args:
            ruleset: the rule set.
            branch: its id; it may be left out if there is only one.

        Raises:
            LedgerError: with every problem of the ledgers, or if it is not clear which branch is meant.
        """
        if len(self.documents) == 1 and not self.books:
            ledger = read_ledger(self.documents[0], ruleset)
            self._chosen(branch, [ledger.branch_id])
            return ledger
        reading = self.read(ruleset)
        reading.raise_any()
        names = dict(reading.tables.branches.select(KEY, NAME).collect().iter_rows())
        chosen = self._chosen(branch, list(names))
        tables = reading.tables.of(chosen) if len(names) > 1 else reading.tables
        digest = digest_of(chosen, tables)
        return Ledger(chosen, names[chosen], reading.heading, tables, digest, reading.warnings, reading.repairs)

    def all(self, ruleset: RuleSet) -> list[Ledger]:
        """The ledgers of all branches, in their order.

        Raises:
            LedgerError: with every problem of the ledgers.
        """
        if len(self.documents) == 1 and not self.books:
            return [read_ledger(self.documents[0], ruleset)]
        reading = self.read(ruleset)
        reading.raise_any()
        branches = reading.tables.branches.select(KEY, NAME).collect()
        parts = ((branch, name, reading.tables.of(branch)) for branch, name in branches.iter_rows())
        return [
            Ledger(branch, name, reading.heading, tables, digest_of(branch, tables)) for branch, name, tables in parts
        ]

    def apart(self) -> list[Ledgers]:
        """Each of them by itself."""
        books = [Ledgers(book.source, (book,), ()) for book in self.books if book.sheets or book.problems]
        return [*books, *(Ledgers(document.source, (), (document,)) for document in self.documents)]

    def place(self, field: str) -> Place:
        """Where it is stated first for which rule set, period or day they are."""
        return next((place for _, places in self._headings() if (place := places(field)).line), Place(self.source))

    def _headings(self) -> Iterator[tuple[Callable[[], Heading], Places]]:
        """What reads the heading of each of them, with the places of its fields."""
        for document in self.documents:
            yield partial(read_heading, document), partial(_stated_at, document)
        if self.books:
            from starcheck.ledger.tabular.introduction import introduction, stated_at  # noqa: PLC0415 - slow to load

            yield partial(introduction, self.books), partial(stated_at, self.books)

    def _with_documents(self, found: Reading, ruleset: RuleSet) -> Reading:
        """What was found in books, and in documents."""
        from starcheck.ledger.tabular.owners import branch_at  # noqa: PLC0415 - loaded by now

        ids = found.tables.branches.select(KEY).drop_nulls().collect().to_series().to_list()
        first: dict[str, Callable[[], Place]] = {each: partial(branch_at, self.books, ruleset, each) for each in ids}
        ledgers: list[Ledger] = []
        problems = list(found.problems)
        for document in self.documents:
            try:
                ledger = read_ledger(document, ruleset)
            except InputError as error:
                problems.extend(error.problems)
                continue
            ledgers.append(ledger)
            place = document.place((BRANCH, ID))
            if ledger.branch_id in first:
                message = t(
                    "“{id}” stands here again; first in {cell}.", id=ledger.branch_id, cell=first[ledger.branch_id]()
                )
                problems.append(Problem(place, message, t("Give every branch its own id.")))
            first.setdefault(ledger.branch_id, partial(document.place, (BRANCH, ID)))
        parts = [found.tables] if ids else []
        return replace(
            found,
            heading=self.heading(),
            tables=joined([*parts, *(ledger.tables for ledger in ledgers)], ruleset.tables)
            if ledgers
            else found.tables,
            counts=_counts(found.counts, ledgers),
            problems=tuple(problems),
        )

    def _chosen(self, branch: str | None, ids: Sequence[str]) -> str:
        """The branch that is meant.

        Raises:
            LedgerError: if there is no such branch, or several of which none is named.
        """
        if branch is None and len(ids) == 1:
            return ids[0]
        if branch is not None and branch in ids:
            return branch
        if branch is not None:
            message = t("There is no branch “{id}”.", id=branch)
            hint = nearest(branch, ids) or t("The branches are: {ids}.", ids=_first_of(ids))
        else:
            message = t("There are {count} branches: {ids}.", count=len(ids), ids=_first_of(ids))
            hint = t("Choose one with --branch ID.")
        raise LedgerError([Problem(Place(self.source), message, hint)])


def open_ledgers(*names: str) -> Ledgers:
    """Open ledgers by the names of files, folders, patterns, databases.

    Raises:
        InputError: if nothing can be opened.
    """
    if len(names) == 1 and _is_document(Path(names[0])):
        return Ledgers(names[0], (), (read_document(Path(names[0])),))
    from starcheck.ledger import sources  # noqa: PLC0415 - slow to load

    opened = sources.open_ledgers(names)
    books = tuple(each for each in opened if isinstance(each, Book))
    documents = tuple(each for each in opened if isinstance(each, Document))
    return Ledgers(", ".join(map(sources.shown_name, names)), books, documents)


def load_ledger(path: Path | str, ruleset: RuleSet, branch: str | None = None) -> Ledger:
    """Load the ledger of a branch, in whatever form it is kept.

    Args:
        path: a file, a folder of tables, or the address of a database.
        ruleset: the rule set.
        branch: the id of the branch; it may be left out if there is only one.

    Raises:
        InputError: if nothing can be read.
        LedgerError: with every problem of the ledger.
    """
    return open_ledgers(str(path)).one(ruleset, branch)


def _is_document(path: Path) -> bool:
    """Whether it is a single document for certain; what comes out of a pipe or a device is YAML."""
    try:
        is_file = path.is_file()
        return path.suffix.lower() in DOCUMENTS if is_file else path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False


def _stated_at(document: Document, field: str) -> Place:
    is_stated = isinstance(document.data, dict) and document.data.get(field) is not None
    return document.place((field,)) if is_stated else Place(document.source)


def _counts(counts: Mapping[str, int], ledgers: Sequence[Ledger]) -> dict[str, int]:
    """The number of records of each table that is somewhere."""
    frames = [(BRANCH, each.tables.branches) for each in ledgers]
    frames += [(name, frame) for each in ledgers for name, frame in each.tables.records.items()]
    heights = pl.collect_all([frame.select(pl.len()) for _, frame in frames])
    total = Counter(counts)
    for (name, _), height in zip(frames, heights, strict=True):
        total[name] += height.item()
    return dict(total)


def _by_numbers(branch: str) -> list[str | int]:
    """What puts b-2 before b-10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", branch)]


def _first_of(ids: Sequence[str]) -> list[str]:
    return [*sorted(ids, key=_by_numbers)[:MOST_NAMED], *(["…"] if len(ids) > MOST_NAMED else [])]
