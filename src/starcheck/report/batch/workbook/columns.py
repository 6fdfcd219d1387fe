"""Columns of results as people read them: ends that agree stand in one, ids have their titles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from starcheck.batching.reviewing import SELF
from starcheck.engine.placing import AFTER, NO_PLACE, NO_PLACE_OPEN
from starcheck.engine.results import BEST, HIGH, LEVEL, LOW, NAME, OPEN_VETOES, SCORE, VETOES, WORST
from starcheck.engine.units import unit_column
from starcheck.language import Text, t
from starcheck.ledger.tables import KEY
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.grid import Cell, Column
from starcheck.report.batch.workbook.looks import Kind
from starcheck.rules.schema.ruleset import Pool, Section
from starcheck.rules.wording import STATES
from starcheck.rules.wording.figures import constant_in_words

Row: TypeAlias = tuple[Cell, ...]
"""The cells of a row."""
_SELF_LEVEL = (t("Self-assessed level"), t("Self-assessed, at least"), t("Self-assessed, at most"))
_AFTER = (t("Level after quotas"), t("After quotas, at least"), t("After quotas, at most"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a sheet.

    Attributes:
        heading: what stands above it.
        values: from the columns of results.
    """

    heading: object
    kind: Kind
    values: pl.Expr


def table_of(frame: pl.DataFrame, shown: Iterable[Shown], book: Book) -> tuple[list[Column], Iterator[Row]]:
    """The headings and rows of a sheet."""
    listed = list(shown)
    columns = [Column(book.say(each.heading), each.kind) for each in listed]
    cells = frame.select(each.values.alias(str(at)) for at, each in enumerate(listed))
    return columns, cells.iter_rows()


def names(frame: pl.DataFrame, book: Book, apart: Container[str] = ()) -> list[Shown]:
    """The id and the name of a branch, and the units it belongs to.

    Args:
        frame: the rows.
        book: what they are shown in.
        apart: columns of units that are not shown.
    """
    own = [Shown(t("Branch"), "text", pl.col(KEY)), Shown(t("Name"), "text", pl.col(NAME))]
    return [*own, *units_shown(frame, book, apart)]


def units_shown(frame: pl.DataFrame, book: Book, apart: Container[str] = ()) -> list[Shown]:
    """The unit at every step of the hierarchy at which there is any."""
    steps = ((step.title, unit_column(step.field)) for step in book.batch.units.steps if step.units)
    return [Shown(title, "text", pl.col(name)) for title, name in steps if name in frame.columns and name not in apart]


def group_points(frame: pl.DataFrame, book: Book) -> list[Shown]:
    """What stands and what is possible of every section and pool."""
    return [each for group in book.ruleset.groups for each in points(frame, group.id, group_title(group))]


def standings(frame: pl.DataFrame, book: Book, apart: Container[str] = ()) -> list[Shown]:
    """Rank, branch, level, score, vetoes, as far as there are any.

    Args:
        frame: the rows.
        book: what they are shown in.
        apart: columns of units that are not shown.
    """
    return [
        *ends(frame, (BEST, WORST), (t("Rank"), t("Best rank"), t("Worst rank")), "count"),
        *names(frame, book, apart),
        *_levels(
            frame, AFTER, (t("Level after quotas"), t("After quotas, at least"), t("After quotas, at most")), book
        ),
        *_levels(frame, LEVEL, (t("Level"), t("Level at least"), t("Level at most")), book),
        *points(frame, SCORE, t("Score")),
        *_levels(frame, f"{SELF}_{LEVEL}", _SELF_LEVEL, book),
        *points(frame, f"{SELF}_{SCORE}", t("Self-assessed score")),
        *_listed(frame, NO_PLACE, t("No place at"), level_titles(book), book),
        *_listed(frame, NO_PLACE_OPEN, t("Perhaps no place at"), level_titles(book), book),
        *_listed(frame, VETOES, t("Vetoes"), _veto_titles(book), book),
        *_listed(frame, OPEN_VETOES, t("Vetoes, open"), _veto_titles(book), book),
    ]


def points(frame: pl.DataFrame, name: str, title: object) -> list[Shown]:
    """What stands and what is possible."""
    headings = (title, t("{title}\nnow", title=title), t("{title}\npossible", title=title))
    return ends(frame, (f"{name}_{LOW}", f"{name}_{HIGH}"), headings, "points", pl.Float64)


def _levels(frame: pl.DataFrame, name: str, headings: tuple[Text, Text, Text], book: Book) -> list[Shown]:
    return ends(frame, (f"{name}_{LOW}", f"{name}_{HIGH}"), headings, "text", titles=level_titles(book))


def ends(
    frame: pl.DataFrame,
    names: tuple[str, str],
    headings: tuple[object, object, object],
    kind: Kind,
    dtype: type[pl.DataType] | None = None,
    titles: Mapping[str, str] | None = None,
) -> list[Shown]:
    """Both ends, in one column where they agree in every row.

    Args:
        frame: the rows.
        names: the columns of the ends; where they are missing, there is nothing to show.
        headings: for both in one, for the lower, for the upper.
        kind: what stands in them.
        dtype: what their values are turned into.
        titles: what ids are called.
    """
    low, high = names
    if low not in frame.columns:
        return []
    both, first, second = headings
    agree = frame.select(pl.col(low).eq_missing(pl.col(high)).all()).item()
    found = [(both, low)] if agree else [(first, low), (second, high)]
    return [Shown(heading, kind, _shown(pl.col(name), dtype, titles)) for heading, name in found]


def _shown(column: pl.Expr, dtype: type[pl.DataType] | None, titles: Mapping[str, str] | None) -> pl.Expr:
    if titles is not None:
        return column.replace(titles)
    return column if dtype is None else column.cast(dtype)


def _listed(frame: pl.DataFrame, name: str, heading: object, titles: Mapping[str, str], book: Book) -> list[Shown]:
    """A list of ids by their titles, where any row has one."""
    if name not in frame.columns or not frame.select(pl.col(name).list.len().sum()).item():
        return []
    said = pl.col(name).list.eval(pl.element().replace(titles)).list.join(book.between)
    return [Shown(heading, "words", said)]


def level_titles(book: Book) -> Mapping[str, str]:
    """What levels, and what stands in place of one, are called."""
    levels = {str(level.id): book.say(level.title) for level in book.ruleset.levels}
    return levels | {state: book.say(words) for state, words in STATES.items()}


def _veto_titles(book: Book) -> Mapping[str, str]:
    return {veto.id: f"{veto.id} {book.say(veto.title)}" for veto in book.ruleset.vetoes}


def group_title(group: Section | Pool) -> Text:
    """A section with its id, a pool without, and the most that it gives."""
    if isinstance(group, Section):
        return t("{id} {title} (of {most})", id=group.id, title=group.title, most=constant_in_words(group.points))
    if group.cap is None:
        return t("{title}", title=group.title)
    return t("{title} (at most {most})", title=group.title, most=constant_in_words(group.cap))
