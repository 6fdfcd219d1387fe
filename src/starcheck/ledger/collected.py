"""Ledgers read each by itself, so that what is wrong with one does not stop the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from glob import has_magic
from operator import itemgetter
from pathlib import Path

import polars as pl

from starcheck.documents import Document
from starcheck.errors import InputError, LedgerError, Place, Problem
from starcheck.language import t
from starcheck.ledger.heading import Heading, contradictions, in_common
from starcheck.ledger.ledgers import DOCUMENTS, Ledgers
from starcheck.ledger.listing import Listing
from starcheck.ledger.reading import ID, read_ledger
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import KEY, Tables, in_all, joined
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Refused:
    """A ledger that cannot be used, or branches of one that otherwise can, with everything that is wrong with them.

    Attributes:
        branches: how many branches may be left out; None if nobody knows.
        ids: those of the branches, where the rest of the ledger is used.
    """

    source: str
    problems: tuple[Problem, ...]
    branches: int | None
    ids: pl.Series | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the ledger is used."""
        return self.ids is None


@dataclass(frozen=True, slots=True)
class Legible:
    """Ledgers that say what they are for, and those that do not.

    Attributes:
        ledgers: each by itself, with what it says.
        warnings: what deserves a look although it is no ledger, such as files of other kinds.
    """

    source: str
    ledgers: tuple[tuple[Heading, Ledgers], ...]
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]

    @property
    def together(self) -> Ledgers:
        """All of them as one."""
        books = (book for _, each in self.ledgers for book in each.books)
        documents = (document for _, each in self.ledgers for document in each.documents)
        return Ledgers(self.source, tuple(books), tuple(documents))

    def heading(self) -> Heading:
        """What all of them say; a day only if it is that of all.

        Raises:
            LedgerError: if none can be read, or they are not for the same rule set and period.
        """
        stated = [(heading, each.place) for heading, each in self.ledgers]
        problems = Listing()
        for problem in contradictions(stated):
            problems.add(problem.place, problem.message, problem.hint)
        if not stated:
            raise LedgerError(problem for each in self.refused for problem in each.problems)
        if problems.listed:
            raise LedgerError(problems.all())
        return in_common([heading for heading, _ in stated])

    @property
    def days(self) -> frozenset[date | None]:
        """The days up to which they are kept, None among them where one does not say."""
        return frozenset(heading.as_of for heading, _ in self.ledgers)


@dataclass(frozen=True, slots=True)
class Collected:
    """What ledgers hold together.

    Attributes:
        tables: all branches of those that can be used.
        ledgers: how many can be used.
        refused: those that cannot, or not with all of their branches.
        warnings: what deserves a look.
    """

    tables: Tables
    ledgers: int
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """The branches of a ledger that others have too."""

    branches: set[str] = field(default_factory=set)
    problems: Listing = field(default_factory=Listing)


@dataclass(frozen=True, slots=True)
class _Part:
    """A ledger that can be used by itself.

    Attributes:
        tables: those of its branches, perhaps among others.
        branches: the ids of those that can be used.
        place: where a branch of it stands.
    """

    source: str
    tables: Tables
    branches: Sequence[str]
    place: Callable[[str], Place]
    warnings: tuple[Problem, ...]

    def without(self, shared: _Shared | None) -> _Part:
        """The same without branches that others have too."""
        if shared is None:
            return self
        return replace(self, branches=[each for each in self.branches if each not in shared.branches])

    def refused(self, shared: _Shared) -> Refused:
        """That the branches are left out which others have too."""
        is_whole = len(shared.branches) == len(self.branches)
        ids = None if is_whole else pl.Series(sorted(shared.branches))
        return Refused(self.source, tuple(shared.problems.all()), len(shared.branches), ids)


def legible(ledgers: Ledgers) -> Legible:
    """Tell ledgers apart by whether it can be read what they say about themselves."""
    good: list[tuple[Heading, Ledgers]] = []
    refused: list[Refused] = []
    for each in ledgers.apart():
        try:
            good.append((each.heading(), each))
        except InputError as error:
            refused.append(Refused(each.source, error.problems, 1 if _is_of_one(each) else None))
    aside = (book for book in ledgers.books if not book.sheets and not book.problems)
    warnings = tuple(warning for book in aside for warning in book.warnings)
    return Legible(ledgers.source, tuple(good), tuple(refused), warnings)


def collected(found: Legible, ruleset: RuleSet) -> Collected:
    """Read ledgers by a rule set; a branch that several of them have is left out of all.

    Raises:
        InputError: if none can be used, with what is wrong with each.
    """
    parts: list[_Part] = []
    refused = list(found.refused)
    for each in _read(found, ruleset):
        if isinstance(each, Refused):
            refused.append(each)
        else:
            parts.append(each)
    parts.sort(key=lambda each: each.source)
    twice = dict(_twice(parts))
    refused += [parts[index].refused(own) for index, own in twice.items()]
    used = [rest for index, part in enumerate(parts) if (rest := part.without(twice.get(index))).branches]
    refused.sort(key=lambda each: each.source)
    if not used:
        raise InputError(problem for each in refused for problem in each.problems)
    warnings = found.warnings + tuple(warning for part in used for warning in part.warnings)
    tables = joined(list(_tables(parts, used)), ruleset.tables)
    left_out = in_all(each.branches for each in refused)
    return Collected(replace(tables, left_out=left_out), len(used), tuple(refused), warnings)


def _is_of_one(ledger: Ledgers) -> bool:
    """Whether it is of a single branch, whatever it holds: a document, also one that cannot be read."""
    is_document = Path(ledger.source).suffix.lower() in DOCUMENTS and not has_magic(ledger.source)
    return bool(ledger.documents) or is_document


def _tables(parts: Sequence[_Part], used: Sequence[_Part]) -> Iterator[Tables]:
    """The tables that parts share, each once, without the branches that are not used."""
    shared = {id(part.tables): part.tables for part in used}
    held = Counter[int]()
    for part in parts:
        held[id(part.tables)] += len(part.branches)
    wanted = defaultdict[int, list[str]](list)
    for part in used:
        wanted[id(part.tables)].extend(part.branches)
    for key, tables in shared.items():
        whole = held[key] == len(wanted[key])
        yield tables if whole else tables.within(pl.LazyFrame({KEY: wanted[key]}))


def _read(found: Legible, ruleset: RuleSet) -> Iterator[_Part | Refused]:
    """What every document and book holds, or why it cannot be used."""
    books: defaultdict[date | None, list[Book]] = defaultdict(list)
    for heading, each in found.ledgers:
        books[heading.as_of].extend(each.books)
        for document in each.documents:
            try:
                ledger = read_ledger(document, ruleset)
            except InputError as error:
                yield Refused(document.source, error.problems, 1)
            else:
                place = partial(_id_in, document)
                yield _Part(document.source, ledger.tables, [ledger.branch_id], place, ledger.warnings)
    if any(books.values()):
        from starcheck.ledger.tabular.apart import Bad, read_apart  # noqa: PLC0415 - slow to load
        from starcheck.ledger.tabular.owners import branch_at  # noqa: PLC0415 - likewise

        for own in (own for alike in books.values() for own in read_apart(alike, ruleset)):
            if isinstance(own, Bad):
                yield Refused(own.book.source, own.problems, own.branches, own.ids)
            else:
                place = partial(branch_at, [own.book], ruleset)
                yield _Part(own.book.source, own.tables, own.branches, place, own.warnings)


def _id_in(document: Document, _: str) -> Place:
    return document.place((BRANCH, ID))


def _twice(parts: Sequence[_Part]) -> Iterator[tuple[int, _Shared]]:
    """The branches of ledgers that others have too, with where these stand."""
    ids = [pl.DataFrame({KEY: part.branches, "part": index}) for index, part in enumerate(parts)]
    shared = pl.concat(ids).filter(pl.col(KEY).is_duplicated()).sort(KEY, "part") if ids else pl.DataFrame()
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for branch, index in shared.iter_rows():
        owners[branch].append(index)
    shares: defaultdict[int, _Shared] = defaultdict(_Shared)
    for branch, own in owners.items():
        for index, other in zip(own, [*own[1:], own[0]], strict=True):
            shares[index].branches.add(branch)
            _tell_twice(shares[index].problems, branch, parts[index], parts[other])
    yield from sorted(shares.items(), key=itemgetter(0))


def _tell_twice(listing: Listing, branch: str, here: _Part, other: _Part) -> None:
    message = t("“{id}” stands in another ledger too: {place}.", id=branch, place=other.source)
    if listing.room(message):
        message = t("“{id}” stands in another ledger too: {place}.", id=branch, place=other.place(branch))
        hint = t("Give every branch its own id, or name only one of the two; until then neither counts.")
        listing.add(here.place(branch), message, hint)
    else:
        listing.add_unlisted(message, 1)
