"""Cells that are not plain: each way of writing is read once, however often it stands in a column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl

from starcheck.language import Title
from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import TRUTH_WORDS, words_of
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tabular.files import BETWEEN, names_text
from starcheck.ledger.tabular.gathering import PART, Rows
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.plain import Plain
from starcheck.ledger.tabular.spelled import reader_of_texts
from starcheck.rules.schema.dictionary import Field

_ROWS = 2**32
"""More than the rows of a sheet: with it, sheet and row are one number."""


@dataclass(slots=True)
class Spellings:
    """How the cells of a column that are not plain were read.

    Attributes:
        taken: the value of each spelling; None for one that is blank.
        wrong: what is the matter with each that cannot be used.
        counts: how often each stands there.
    """

    taken: dict[str, Cell | None] = field(default_factory=dict)
    wrong: dict[str, CellError] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def read_spellings(rows: Rows, kept: pl.LazyFrame, name: str, plain: Plain, declared: Field, notes: Notes) -> Spellings:
    """Read each way of writing once, however often it stands there."""
    odd = kept.filter(plain.odd).select(PART, ROW, plain.text.alias("text"))
    place = (pl.col(PART).cast(pl.UInt64) * _ROWS + pl.col(ROW)).min().alias("first")
    grouped = odd.group_by("text").agg(pl.len(), place).sort("first")
    read, reader = Spellings(), reader_of_texts(declared.label, declared)
    for written, count, first in rows.collect(grouped).iter_rows():
        read.counts[written] = count
        try:
            value = reader(written)
        except CellError as error:
            read.wrong[written] = error
            continue
        read.taken[written] = value
        taken = _shown(value, declared)
        if value is not None and not _is_said_so(written, taken):
            notes.repairs.append(Repair(rows.place(first // _ROWS, first % _ROWS, name), written, taken, count))
    _report(rows, odd, name, read, notes)
    return read


def _report(rows: Rows, odd: pl.LazyFrame, name: str, read: Spellings, notes: Notes) -> None:
    """List the cells that cannot be used, kind by kind."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for written, error in read.wrong.items():
        kinds[error.message.template].append(written)
    for spellings in kinds.values():
        message = read.wrong[spellings[0]].message
        room = notes.problems.room(message)
        cells = odd.filter(pl.col("text").is_in(spellings)).head(room) if room else odd.clear()
        listed = rows.collect(cells)
        for part, row, written in listed.iter_rows():
            error = read.wrong[written]
            notes.problems.add(rows.place(part, row, name), error.message, error.advice)
        notes.problems.add_unlisted(message, sum(read.counts[written] for written in spellings) - listed.height)


def _shown(value: Cell | None, declared: Field) -> str | Title:
    """A value in the words of a dropdown, or as it would be typed."""
    match value:
        case bool():
            return TRUTH_WORDS[value]
        case int():
            return value_text(value, declared)
        case list():
            return names_text(value)
        case str() if declared.allowed:
            return words_of(declared)[value]
        case _:
            return str(value)


def _is_said_so(written: str, taken: str | Title) -> bool:
    """Whether a cell says in so many words what it was read as."""
    return written in ((taken.zh, taken.en) if isinstance(taken, Title) else (taken, taken.replace(BETWEEN, ";")))
