"""Large tables piece by piece: those of some branches, then those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl

from starcheck.ledger.layout import columns, layout
from starcheck.ledger.sheets import ROW, Book, Sheet
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.headings import Headed, Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet


def pieces(book: Book, ruleset: RuleSet, size: int) -> Sequence[Book]:
    """A book as several with the records of so many branches each, in the order of their ids.

    Only the ids are read. What a piece is about does not depend on the others: a record has its branch in the same one.

    Args:
        book: tables of any number of branches.
        ruleset: the rule set whose tables they are.
        size: how many branches a piece has at most.

    Returns:
        The book alone if it has no more branches, or if its tables cannot be read piecewise, be it that they do not lie
        in the order of the ids.
    """
    notes, declared = Notes(), layout(ruleset)
    parts = parts_of([book], Vocabulary.of(declared), notes)
    own = [each for _, each in parts.get(BRANCH, ())]
    if len(own) != 1 or notes.problems.listed or (own[0].sheet.rows or 0) <= size:
        return [book]
    (branches,) = own
    owned = [each for own in parts.values() for _, each in own if KEY in columns(each.table, declared[each.table])]
    if any(KEY not in each.at or each.sheet.piece is None for each in owned):
        return [book]
    starts = _starts(branches)
    if starts is None:
        return [book]
    firsts = starts[KEY].gather_every(size).slice(1)
    cuts: dict[int, list[int]] = {}
    for each in owned:
        begun = starts if each is branches else _starts(each)
        if begun is None:
            return [book]
        cuts[id(each.sheet)] = _cuts(begun, firsts, each.sheet.rows or 0)
    return [
        replace(book, sheets=tuple(_piece(sheet, cuts.get(id(sheet)), number) for sheet in book.sheets))
        for number in range(firsts.len() + 1)
    ]


def _starts(headed: Headed) -> pl.DataFrame | None:
    """Where the rows of each branch begin, from 0; None if they do not follow the order of the ids."""
    ids = headed.sheet.body(headed.above).select(pl.col(str(headed.at[KEY])).alias(KEY), ROW)
    if ids.collect_schema()[KEY] != pl.String:
        return None
    changes = ids.filter(pl.col(KEY).ne_missing(pl.col(KEY).shift()) | (pl.col(ROW) == 1))
    starts = changes.with_columns(pl.col(ROW) - 1).collect(engine="streaming")
    rising = starts.select(((pl.col(KEY) > pl.col(KEY).shift()) | (pl.col(ROW) == 0)).all()).item()
    return starts if rising and not starts[KEY].null_count() else None


def _cuts(starts: pl.DataFrame, firsts: pl.Series, rows: int) -> list[int]:
    """Before which rows a table is cut, its beginning and its end among them."""
    places = starts[KEY].search_sorted(firsts, side="left")
    inner = pl.concat([starts[ROW].cast(pl.UInt32), pl.Series(ROW, [rows], dtype=pl.UInt32)]).gather(places)
    return [0, *inner.to_list(), rows]


def _piece(sheet: Sheet, cuts: list[int] | None, number: int) -> Sheet:
    if cuts is None or sheet.piece is None or not sheet.rows:
        return sheet
    first, end = [*pairwise(cuts)][number]
    return sheet.piece(first, end - first)
