"""Ledgers read each by itself, so that what is wrong with one does not stop the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from starcheck.documents import Document
from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger.ledgers import Ledgers
from starcheck.ledger.listing import Listing
from starcheck.ledger.reading import ID, read_ledger
from starcheck.ledger.tables import KEY, Tables, joined
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

SMALL_RECORDS = 200_000
"""A ledger with so many records is held in memory, since one query over thousands of files is slow."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A ledger that cannot be used, with everything that is wrong with it."""

    source: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Legible:
    """Ledgers that say what they are for, and those that do not.

    Attributes:
        ledgers: each by itself.
        days: up to which they are kept, None among them where one does not say.
        warnings: what deserves a look although it is no ledger, such as files of other kinds.
    """

    source: str
    ledgers: tuple[Ledgers, ...]
    refused: tuple[Refused, ...]
    days: frozenset[date | None]
    warnings: tuple[Problem, ...]

    @property
    def together(self) -> Ledgers:
        """All of them as one."""
        books = (book for each in self.ledgers for book in each.books)
        documents = (document for each in self.ledgers for document in each.documents)
        return Ledgers(self.source, tuple(books), tuple(documents))


@dataclass(frozen=True, slots=True)
class Collected:
    """What ledgers hold together.

    Attributes:
        tables: all branches of those that can be used.
        ledgers: how many can be used.
        refused: those that cannot.
        warnings: what deserves a look.
    """

    tables: Tables
    ledgers: int
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A ledger that can be used by itself.

    Attributes:
        place: where a branch of it stands.
    """

    source: str
    tables: Tables
    branches: Sequence[str]
    place: Callable[[str], Place]
    warnings: tuple[Problem, ...]


def legible(ledgers: Ledgers) -> Legible:
    """Tell ledgers apart by whether it can be read what they say about themselves."""
    good: list[Ledgers] = []
    refused: list[Refused] = []
    days: set[date | None] = set()
    for each in ledgers.apart():
        try:
            days.add(each.heading().as_of)
        except InputError as error:
            refused.append(Refused(each.source, error.problems))
        else:
            good.append(each)
    aside = (book for book in ledgers.books if not book.sheets and not book.problems)
    warnings = tuple(warning for book in aside for warning in book.warnings)
    return Legible(ledgers.source, tuple(good), tuple(refused), frozenset(days), warnings)


def collected(found: Legible, ruleset: RuleSet) -> Collected:
    """Read ledgers by a rule set; those that have a branch in common are refused, all of them.

    Raises:
        InputError: if none can be used, with what is wrong with each.
    """
    parts: list[_Part] = []
    refused = list(found.refused)
    for each in found.ledgers:
        try:
            parts.append(_read(each, ruleset))
        except InputError as error:
            refused.append(Refused(each.source, error.problems))
    twice = dict(_twice(parts))
    refused += [Refused(parts[index].source, problems) for index, problems in twice.items()]
    used = [part for index, part in enumerate(parts) if index not in twice]
    refused.sort(key=lambda each: each.source)
    if not used:
        raise InputError(problem for each in refused for problem in each.problems)
    warnings = found.warnings + tuple(warning for part in used for warning in part.warnings)
    return Collected(joined([part.tables for part in used], ruleset.tables), len(used), tuple(refused), warnings)


def _read(ledgers: Ledgers, ruleset: RuleSet) -> _Part:
    """What a single document or book holds.

    Raises:
        InputError: with everything that is wrong with it.
    """
    for document in ledgers.documents:
        ledger = read_ledger(document, ruleset)
        return _Part(ledgers.source, ledger.tables, [ledger.branch_id], partial(_id_in, document), ledger.warnings)
    from starcheck.ledger.tabular.owners import branch_at  # noqa: PLC0415 - slow to load
    from starcheck.ledger.tabular.reading import read_books  # noqa: PLC0415 - likewise

    reading = read_books(ledgers.books, ruleset)
    reading.raise_any()
    tables = reading.tables.held() if sum(reading.counts.values()) <= SMALL_RECORDS else reading.tables
    branches = tables.branches.select(KEY).collect().to_series().to_list()
    return _Part(ledgers.source, tables, branches, partial(branch_at, ledgers.books, ruleset), reading.warnings)


def _id_in(document: Document, _: str) -> Place:
    return document.place((BRANCH, ID))


def _twice(parts: Sequence[_Part]) -> Iterator[tuple[int, tuple[Problem, ...]]]:
    """The ledgers that have branches in common with others, with where these stand."""
    ids = [pl.DataFrame({KEY: part.branches, "part": index}) for index, part in enumerate(parts)]
    shared = pl.concat(ids).filter(pl.col(KEY).is_duplicated()).sort(KEY, "part") if ids else pl.DataFrame()
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for branch, index in shared.iter_rows():
        owners[branch].append(index)
    listings: defaultdict[int, Listing] = defaultdict(Listing)
    for branch, own in owners.items():
        for index, other in zip(own, [*own[1:], own[0]], strict=True):
            _tell_twice(listings[index], branch, parts[index], parts[other])
    for index in sorted(listings):
        yield index, tuple(listings[index].all())


def _tell_twice(listing: Listing, branch: str, here: _Part, other: _Part) -> None:
    message = t("“{id}” stands in another ledger too: {place}.", id=branch, place=other.source)
    if listing.room(message):
        message = t("“{id}” stands in another ledger too: {place}.", id=branch, place=other.place(branch))
        hint = t("Give every branch its own id, or name only one of the two; until then neither counts.")
        listing.add(here.place(branch), message, hint)
    else:
        listing.add_unlisted(message, 1)
