"""The sheets of units: one with all of them, one for each unit with its branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import polars as pl
from xlsxwriter.worksheet import Worksheet

from starcheck.engine.results import HIGH, LOW
from starcheck.engine.units import paths_of, rank_in, unit_column
from starcheck.insight.tallies import BRANCHES, CERTAIN, MEAN, POSSIBLE, SCORED, count_of, levels_of, spread_of
from starcheck.insight.units import UNIT, Step
from starcheck.language import t
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.columns import (
    Shown,
    ends,
    level_titles,
    standings,
    table_of,
    units_shown,
)
from starcheck.report.batch.workbook.grid import write_table

MOST_UNITS = 60
"""With more units than this, they have no sheets of their own."""


def write_units(sheet: Worksheet, book: Book) -> None:
    """Every unit with the figures of its branches, before those in it."""
    table = book.batch.units.table
    titles = {step.field: book.say(step.title) for step in book.batch.units.steps}
    shown = [
        Shown(t("Unit"), "text", pl.col(UNIT).replace(titles)),
        *units_shown(table, book),
        Shown(t("Branches"), "count", pl.col(BRANCHES)),
        Shown(t("Rated"), "count", pl.col(SCORED)),
        *_levels(table, book),
        *_means(table),
    ]
    write_table(sheet, *table_of(table, shown, book), book)


def write_unit(sheet: Worksheet, book: Book, step: Step, unit: Mapping[str, str | None]) -> None:
    """The branches of one unit, the best first.

    Args:
        sheet: an empty sheet.
        book: what it belongs to.
        step: the step of the hierarchy that the unit is of.
        unit: the columns of results that tell the unit apart, each with what it holds there.
    """
    within = [pl.col(name).eq_missing(pl.lit(value, pl.String)) for name, value in unit.items()]
    frame = book.ranked.filter(within)
    headings = (t("Rank in the unit"), t("Best rank in the unit"), t("Worst rank in the unit"))
    shown = [
        *ends(frame, (rank_in("best", step.field), rank_in("worst", step.field)), headings, "count"),
        *standings(frame, book, apart=unit),
    ]
    write_table(sheet, *table_of(frame, shown, book), book)


def units_of(book: Book, step: Step) -> Iterator[tuple[str, partial[None]]]:
    """The units of a step of the hierarchy: what each is called, what writes its sheet."""
    (path,) = (path for path in paths_of(book.ruleset) if path[-1] == unit_column(step.field))
    for unit in book.batch.units.table.filter(pl.col(UNIT) == step.field).select(path).iter_rows(named=True):
        yield unit[path[-1]], partial(write_unit, step=step, unit=unit)


def _levels(table: pl.DataFrame, book: Book) -> Iterator[Shown]:
    """How many branches have each level that anybody has."""
    titles = level_titles(book)
    for level in levels_of(book.ruleset):
        headings = {CERTAIN: t("{title}", title=titles[level]), POSSIBLE: t("{title}\nperhaps", title=titles[level])}
        for which, heading in headings.items():
            name = count_of(level, which)
            if name in table.columns and table[name].sum():
                yield Shown(heading, "count", pl.col(name))


def _means(table: pl.DataFrame) -> list[Shown]:
    names = (spread_of(LOW, MEAN), spread_of(HIGH, MEAN))
    headings = (t("Mean"), t("Mean now"), t("Mean possible"))
    return ends(table, names, headings, "points", pl.Float64)
