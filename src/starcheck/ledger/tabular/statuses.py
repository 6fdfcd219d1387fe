"""How much of each table is there, for every branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from starcheck.documents.folding import heading_key
from starcheck.errors import one_of
from starcheck.language import Text, t
from starcheck.ledger.layout import STATUS_TABLE, STATUS_WORD, STATUS_WORDS
from starcheck.ledger.provision import COMPLETE, NONE, NOT_PROVIDED, PARTIAL
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import COVERS_FROM, COVERS_TO, KEY, UNKNOWN
from starcheck.ledger.tabular.checks import check_stated
from starcheck.ledger.tabular.columns import Typed
from starcheck.ledger.tabular.concerned import concern
from starcheck.ledger.tabular.gathering import PART, again_in
from starcheck.ledger.tabular.headings import Vocabulary
from starcheck.ledger.tabular.notes import Notes

BOOK = "book"
"""The column of the branches that numbers the books they are from."""
_TABLE = "of table"
_UNREAD = "unread"
"""Where the status of a table is stated, but cannot be read."""
_COLUMNS: Mapping[str, pl.DataType] = {
    PART: pl.UInt32(), ROW: pl.UInt32(), KEY: pl.String(), _TABLE: pl.String(), STATUS_WORD: pl.String(),
    COVERS_FROM: pl.Date(), COVERS_TO: pl.Date(), _UNREAD: pl.Boolean(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Presence:
    """Which books, by their number, have a table, and which state how much of their tables is there."""

    having: frozenset[int]
    stating: frozenset[int]
    books: int

    @property
    def is_plain(self) -> bool:
        """Whether every book has the table, and none states anything."""
        return not self.stating and len(self.having) == self.books

    @property
    def is_unheard_of(self) -> bool:
        """Whether no book says anything of it."""
        return not self.stating and not self.having

    @property
    def unstated(self) -> pl.Expr:
        """The status of a table of which nothing is stated: one there is complete if its book states nothing."""
        complete = pl.col(BOOK).is_in(sorted(self.having - self.stating))
        return pl.when(complete).then(pl.lit(COMPLETE)).otherwise(pl.lit(NOT_PROVIDED))


@dataclass(frozen=True, slots=True)
class Stated:
    """The rows of the status tables, those of which the table is known."""

    found: Typed | None
    frame: pl.LazyFrame

    def of(self, table: str, presence: Presence, branches: pl.LazyFrame) -> pl.LazyFrame:
        """The status of a table, branch by branch; where a row states it, with its place."""
        own = self.frame.filter(pl.col(_TABLE) == table).unique(KEY, keep="first").drop(_TABLE)
        joined = branches.select(KEY, BOOK).join(own, on=KEY, how="left")
        return joined.with_columns(pl.col(STATUS_WORD).fill_null(presence.unstated))


def stated(found: Typed | None, books: Sequence[int], words: Vocabulary, notes: Notes) -> Stated:
    """What books state of their tables.

    Args:
        found: the rows that state it.
        books: the number of the book of each sheet that they are in.
        words: what the tables are called.
        notes: where problems go.
    """
    if found is None:
        return Stated(None, pl.LazyFrame(schema=_COLUMNS))
    frame = found.frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in {STATUS_TABLE: pl.String(), **_COLUMNS}.items()
        if name not in {PART, ROW, *found.fields}
    )
    names = found.rows.collect(frame.select(pl.col(STATUS_TABLE).drop_nulls().unique().sort())).to_series().to_list()
    known = {name: table for name in names if (table := words.sheets.get(heading_key(name), "")) in words.records}
    meant = pl.col(STATUS_TABLE).replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    unread = pl.col(found.tallies.wrong[STATUS_WORD]) if STATUS_WORD in found.tallies.wrong else pl.lit(value=False)
    frame = frame.with_columns(meant.alias(_TABLE), unread.alias(_UNREAD))
    check_stated(found, [STATUS_WORD, COVERS_FROM, COVERS_TO], notes)
    _check_tables(found, frame, words, notes)
    _check_once(found, frame, books, words, notes)
    _check_spans(found, frame, notes)
    return Stated(found, frame.select(pl.col(name).cast(dtype) for name, dtype in _COLUMNS.items()))


def as_status(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The branches whose table is not simply complete for the period so far, as the engine reads them."""
    unknown = pl.col(STATUS_WORD).is_in([PARTIAL, NOT_PROVIDED])
    told = frame.filter(unknown | pl.col(COVERS_FROM).is_not_null())
    return told.select(KEY, unknown.alias(UNKNOWN), COVERS_FROM, COVERS_TO)


def check_promised(frame: pl.LazyFrame, said: Stated, notes: Notes) -> None:
    """Refuse a complete table that nobody has."""
    if said.found is None:
        return
    promised = frame.filter((pl.col(STATUS_WORD) == COMPLETE) & pl.col(ROW).is_not_null()).sort(KEY)
    for part, row in said.found.rows.collect(promised.select(PART, ROW)).iter_rows():
        notes.problems.add(said.found.rows.place(part, row, STATUS_WORD), *_contradiction(None, COMPLETE))
    concern(said.found.rows, promised, notes)


def check_against_records(found: Typed, frame: pl.LazyFrame, said: Stated, notes: Notes) -> None:
    """Refuse records of which it is said that there are none, and a complete table without any."""
    counts = found.frame.group_by(KEY).agg(
        pl.len().alias("records"), first_part=pl.col(PART).first(), first_row=pl.col(ROW).first()
    )
    unread = pl.col(_UNREAD).fill_null(value=False)
    denied = pl.col("records").is_not_null() & pl.col(STATUS_WORD).is_in([NONE, NOT_PROVIDED]) & ~unread
    promised = pl.col("records").is_null() & (pl.col(STATUS_WORD) == COMPLETE) & pl.col(ROW).is_not_null()
    joined = frame.join(counts, on=KEY, how="left").filter(denied | promised).sort(KEY)
    for row in found.rows.collect(joined).iter_rows(named=True):
        if row[ROW] is None or said.found is None:
            place = found.rows.place(row["first_part"], row["first_row"])
        else:
            place = said.found.rows.place(row[PART], row[ROW], STATUS_WORD)
        notes.problems.add(place, *_contradiction(row["records"], row[STATUS_WORD]))
    concern(found.rows, joined, notes)


def _contradiction(records: int | None, word: str) -> tuple[Text, Text]:
    complete, partial_, none = (STATUS_WORDS[each] for each in (COMPLETE, PARTIAL, NONE))
    if records is None:
        return (
            t("The table is “{word}”, yet it has no records.", word=complete),
            t("Fill it in, or choose “{none}” if there are none.", none=none),
        )
    if word == NOT_PROVIDED:
        return (
            t("The table has {count} records, but it is not said whether these are all.", count=records),
            t("Choose “{complete}” or “{partial}”.", complete=complete, partial=partial_),
        )
    return (
        t("The table is “{word}”, yet it has {count} records.", word=STATUS_WORDS[word], count=records),
        t("Choose “{complete}” or “{partial}”, or remove the records.", complete=complete, partial=partial_),
    )


def _check_tables(found: Typed, frame: pl.LazyFrame, words: Vocabulary, notes: Notes) -> None:
    unknown = frame.filter(pl.col(_TABLE).is_null() & pl.col(STATUS_TABLE).is_not_null())
    choices = [words.tables[table].label for table in words.records]
    for part, row, name in found.rows.collect(unknown.select(PART, ROW, STATUS_TABLE)).iter_rows():
        message = t("There are no records called “{name}”.", name=name)
        notes.problems.add(found.rows.place(part, row, STATUS_TABLE), message, partial(one_of, name, choices))
    concern(found.rows, unknown, notes)


def _check_once(found: Typed, frame: pl.LazyFrame, books: Sequence[int], words: Vocabulary, notes: Notes) -> None:
    """Refuse two rows on a table; that two books have the same branch is told of the branch."""
    book = pl.col(PART).replace_strict(range(len(books)), books, return_dtype=pl.UInt32)
    again = (
        frame.filter(pl.col(_TABLE).is_not_null()).with_columns(book.alias(BOOK)).filter(again_in(BOOK, KEY, _TABLE))
    )
    for part, row, name in found.rows.collect(again.select(PART, ROW, _TABLE)).iter_rows():
        message = t("The status of “{table}” is stated twice.", table=words.tables[name].label)
        notes.problems.add(found.rows.place(part, row, STATUS_TABLE), message, t("Remove one of the two rows."))
    concern(found.rows, again, notes)


def _check_spans(found: Typed, frame: pl.LazyFrame, notes: Notes) -> None:
    start, end = pl.col(COVERS_FROM), pl.col(COVERS_TO)
    wrong = frame.filter((start.is_null() != end.is_null()) | (start > end))
    for part, row in found.rows.collect(wrong.select(PART, ROW)).iter_rows():
        message = t("The days that a table covers have a beginning, and an end that is not before it.")
        notes.problems.add(found.rows.place(part, row, COVERS_FROM), message, t("Fill in both, or leave both empty."))
    concern(found.rows, wrong, notes)
