"""Partitions: branches in the order of their ids, so many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import KEY, Tables
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.reading import read_books
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Partition:
    """Some branches with everything that belongs to them.

    Attributes:
        read: gives their tables; raises `LedgerError` if they turn out to have problems.
    """

    read: Callable[[], Tables]


def of_tables(tables: Tables, at_once: int) -> Iterator[Partition]:
    """Tables that have been read, by ranges of ids."""
    ids = tables.branches.select(KEY).collect(engine="streaming").to_series().sort()
    if ids.len() <= at_once:
        yield Partition(lambda: tables)
        return
    for start in range(0, ids.len(), at_once):
        some = ids.slice(start, at_once)
        yield Partition(partial(tables.between, some[0], some[-1]))


def of_pieces(pieces: Sequence[Book], ruleset: RuleSet, notes: Notes) -> Iterator[Partition]:
    """Pieces of a book, each read when its turn comes.

    Args:
        pieces: the pieces.
        ruleset: the rule set whose tables they are.
        notes: told what deserves a look.
    """
    for piece in pieces:
        yield Partition(partial(_read, piece, ruleset, notes))


def _read(piece: Book, ruleset: RuleSet, notes: Notes) -> Tables:
    reading = read_books([piece], ruleset, notes=notes)
    reading.raise_any()
    return reading.tables
