"""Partitions: branches in the order of their ids, so many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import polars as pl

from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import KEY, Tables
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.reading import read_books
from starcheck.rules.schema.ruleset import RuleSet


class Content(NamedTuple):
    """What a partition holds.

    Attributes:
        tables: those of its branches.
        left_out: the ids of others, which cannot be used.
    """

    tables: Tables
    left_out: pl.Series


@dataclass(frozen=True, slots=True)
class Partition:
    """Some branches with everything that belongs to them.

    Attributes:
        read: gives their tables; raises `LedgerError` if these turn out to have problems that are not of some branches.
    """

    read: Callable[[], Content]


def of_tables(tables: Tables, at_once: int) -> Iterator[Partition]:
    """Tables that have been read, by ranges of ids."""
    ids = tables.branches.select(KEY).collect(engine="streaming").to_series().sort()
    if ids.len() <= at_once:
        yield Partition(partial(Content, tables, ids.clear()))
        return
    for start in range(0, ids.len(), at_once):
        some = ids.slice(start, at_once)
        yield Partition(partial(_between, tables, some[0], some[-1]))


def of_pieces(
    pieces: Sequence[Book], ruleset: RuleSet, notes: MutableMapping[int, Notes], *, strict: bool = False
) -> Iterator[Partition]:
    """Pieces of a book, each read when its turn comes.

    Args:
        pieces: the pieces.
        ruleset: the rule set whose tables they are.
        notes: given what there is to say of each, by its number, whenever it is read.
        strict: whether a problem of a branch is one of its whole piece.
    """
    for number, piece in enumerate(pieces):
        yield Partition(partial(_read, piece, ruleset, notes, number, strict=strict))


def knowing_others(partitions: Sequence[Partition]) -> list[Partition]:
    """The same, each with the number of branches that are left out of all of them; for that all are read once."""
    left_out = sum(partition.read().left_out.len() for partition in partitions)
    return [Partition(partial(_knowing, partition, left_out)) for partition in partitions]


def _knowing(partition: Partition, left_out: int) -> Content:
    tables, own = partition.read()
    return Content(replace(tables, left_out=left_out), own)


def _between(tables: Tables, first: str, last: str) -> Content:
    return Content(tables.between(first, last), pl.Series(KEY, [], dtype=pl.String))


def _read(piece: Book, ruleset: RuleSet, notes: MutableMapping[int, Notes], number: int, *, strict: bool) -> Content:
    notes[number] = Notes(apart=not strict)
    reading = read_books([piece], ruleset, notes=notes[number])
    if not reading.is_usable:
        reading.raise_any()
    return Content(reading.tables, reading.left_out)
