"""Whose records they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from starcheck.documents.folding import comparable
from starcheck.errors import Place
from starcheck.language import Text, t
from starcheck.ledger.layout import KEY_FIELD, NAME, columns, layout
from starcheck.ledger.sheets import ROW, Book
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.checks import check_records
from starcheck.ledger.tabular.columns import Typed, begun, typed
from starcheck.ledger.tabular.gathering import PART, gathered
from starcheck.ledger.tabular.headings import Headed, Parts, Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.statuses import BOOK
from starcheck.rules.schema.dictionary import BRANCH, Table
from starcheck.rules.schema.ruleset import RuleSet

NOBODY = "?"
"""Whose records they are if that is not said: a problem of its own, but what is wrong in them is told all the same."""
_NEARBY = 1000
"""Among how many branches of its book the nearest spelling of an id is looked for."""
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True)
class Branches:
    """The branches of all books.

    Attributes:
        frame: one row per branch: its id, its name, its fields that are there, and the number of its book.
        nullable: the fields of the data dictionary that are empty somewhere.
    """

    table: Table
    found: Typed | None
    frame: pl.LazyFrame
    nullable: frozenset[str]

    @property
    def count(self) -> int:
        """How many there are."""
        return 0 if self.found is None else self.found.count

    @cached_property
    def by_book(self) -> Mapping[int, Sequence[str]]:
        """The ids of the branches in each book."""
        if self.found is None:
            return {}
        known = self.frame.select(BOOK, KEY).drop_nulls().group_by(BOOK, maintain_order=True).agg(KEY)
        return dict(self.found.rows.collect(known).iter_rows())


def branches_in(parts: Parts, books: Sequence[Book], table: Table, notes: Notes) -> Branches:
    """The branches, and what is wrong with them."""
    own = parts.get(BRANCH, ())
    for number in sorted(set(range(len(books))) - {number for number, _ in own}):
        if books[number].sheets:
            message = t("There is no table “{table}”.", table=table.label)
            notes.problems.add(
                Place(books[number].source), message, t("Add it: one row for every branch, with its id.")
            )
    if not own:
        return Branches(
            table, None, pl.LazyFrame(schema={KEY: pl.String, NAME: pl.String, BOOK: pl.UInt32}), frozenset()
        )
    for _, each in own:
        if KEY not in each.at:
            message = t("There is no column “{heading}”.", heading=KEY_FIELD.label)
            notes.problems.add(
                each.place(each.heading_row),
                message,
                t("Every branch needs an id that stays the same from year to year."),
            )
    found = typed(gathered(BRANCH, [each for _, each in own], list(columns(BRANCH, table)), {}), table, notes)
    nullable = check_records(found, notes)
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in (KEY, NAME) if name not in found.fields]
    book = pl.col(PART).replace_strict(range(len(own)), [number for number, _ in own], return_dtype=pl.UInt32)
    frame = found.frame.with_columns(*absent).with_columns(pl.col(NAME).fill_null(pl.col(KEY)), book.alias(BOOK))
    if not found.count:
        notes.problems.add(
            own[0][1].place(), t("Nothing is said about the branch."), t("Fill in a row with at least its id.")
        )
    return Branches(table, found, frame, nullable)


def branch_at(books: Sequence[Book], ruleset: RuleSet, branch: str) -> Place:
    """Where a branch of some books stands."""
    table = ruleset.tables[BRANCH]
    branches = branches_in(parts_of(books, Vocabulary.of(layout(ruleset)), Notes()), books, table, Notes())
    if branches.found is None:
        return Place(books[0].source)
    own = branches.found.frame.filter(pl.col(KEY) == branch).select(PART, ROW).head(1)
    part, row = branches.found.rows.collect(own).row(0)
    return branches.found.rows.place(part, row, KEY)


def owned(name: str, parts: Parts, branches: Branches, table: Table, notes: Notes) -> Typed | None:
    """The records of a table, each with its branch; None if nobody has the table."""
    own = parts.get(name, ())
    if not own:
        return None
    owners: dict[int, str] = {}
    for index, (book, each) in enumerate(own):
        if KEY in each.at:
            continue
        ids = branches.by_book.get(book, ())
        owners[index] = ids[0] if len(ids) == 1 else NOBODY
        if len(ids) > 1:
            _tell_no_owner(each, len(ids), branches.table, notes)
    rows = gathered(name, [each for _, each in own], list(columns(name, table)), owners)
    return typed(rows, table, notes)


def _tell_no_owner(each: Headed, count: int, table: Table, notes: Notes) -> None:
    message = t(
        "There is no column “{heading}”, and “{table}” has {count} branches.",
        heading=KEY_FIELD.label,
        table=table.label,
        count=count,
    )
    notes.problems.add(
        each.place(each.heading_row), message, t("Add the column, so that every record names its branch.")
    )


def check_known(tables: Iterable[Typed | None], branches: Branches, parts: Parts, notes: Notes) -> None:
    """Refuse records of branches that are not in the table of branches.

    Args:
        tables: those that are there.
        branches: the branches.
        parts: in which books the tables are.
        notes: told of every such record.
    """
    asked = [each for each in tables if each is not None and any(KEY in part.at for part in each.rows.parts)]
    if branches.found is None or not asked:
        return
    # Records of one branch mostly follow one another: of those only the first is looked up, of all tables in one go.
    ids = [
        begun(each.frame.select(KEY), KEY).drop_nulls().with_columns(pl.lit(number, dtype=pl.UInt32).alias(PART))
        for number, each in enumerate(asked)
    ]
    unknown = pl.concat(ids).join(branches.frame.select(KEY), on=KEY, how="anti").select(pl.col(PART).unique())
    largest = max(asked, key=lambda each: each.rows.streamed or 0)
    for number in sorted(largest.rows.collect(unknown).to_series()):
        books = [book for book, _ in parts[asked[number].rows.table]]
        _tell_strangers(asked[number], branches, books, notes)


def _tell_strangers(found: Typed, branches: Branches, books: Sequence[int], notes: Notes) -> None:
    records = found.frame.filter(pl.col(KEY).is_not_null()).join(branches.frame.select(KEY), on=KEY, how="anti")
    count = found.rows.collect(records.select(pl.len())).item()
    label = branches.table.label
    message = t("“{id}” is not in “{table}”.", id="", table=label)
    rows = found.rows.collect(records.select(PART, ROW, KEY).head(notes.problems.room(message)))
    own = branches.frame.filter(pl.col(BOOK).is_in(books)).select(BOOK, KEY).drop_nulls()
    near = found.rows.collect(own.group_by(BOOK, maintain_order=True).agg(pl.col(KEY).head(_NEARBY)))
    known: Mapping[int, Sequence[str]] = dict(near.iter_rows())
    choice = t("Correct the id, or add the branch to “{table}”.", table=label)
    for part, row, written in rows.iter_rows():
        said = t("“{id}” is not in “{table}”.", id=written, table=label)
        meant = partial(_meant, written, known.get(books[part], ()), choice)
        notes.problems.add(found.rows.place(part, row, KEY), said, meant)
    notes.problems.add_unlisted(message, count - rows.height)


def _meant(written: str, known: Sequence[str], choice: Text) -> Text:
    """The only branch that can be meant by an id that is none, or else the choice: a wrong guess would move records."""
    same = [each for each in known if _plain(each) == _plain(written)]
    near = same or [each for each in known if _differ_by_a_slip(each, written)]
    if len(near) != 1:
        return choice
    (word,) = near
    if word.lstrip("0") == written.lstrip("0"):
        return t("Did you mean “{word}”? Format the column as text, so that no zero is lost.", word=word)
    return t("Did you mean “{word}”?", word=word)


def _plain(written: str) -> str:
    """An id without what programs and people change: zeros before numbers, white space, width and case."""
    return _ZEROS.sub("", comparable(written))


def _differ_by_a_slip(one: str, other: str) -> bool:
    """Whether one character is another, or there is one more; another digit is no slip, but mostly another branch."""
    differing = (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    same = next(differing, min(len(one), len(other)))
    first, second = one[same:], other[same:]
    if len(first) == len(second):
        return first[1:] == second[1:] and not (first[:1].isdigit() and second[:1].isdigit())
    return first[1:] == second or first == second[1:]
