"""The sheets with a row for each branch."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from starcheck.engine.results import SCORE
from starcheck.language import Text, t
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.columns import names, points, standings, table_of
from starcheck.report.batch.workbook.grid import write_table
from starcheck.rules.schema.ruleset import Pool, Section
from starcheck.rules.wording.figures import constant_in_words


def write_ranking(sheet: Worksheet, book: Book) -> None:
    """Every branch with its level, the best first."""
    write_table(sheet, *table_of(book.ranked, standings(book.ranked, book), book), book)


def write_sections(sheet: Worksheet, book: Book) -> None:
    """The points of every branch by section and pool."""
    frame = book.ranked
    by_group = [each for group in book.ruleset.groups for each in points(frame, group.id, group_title(group))]
    shown = [*names(), *points(frame, SCORE, t("Score")), *by_group]
    write_table(sheet, *table_of(frame, shown, book), book)


def group_title(group: Section | Pool) -> Text:
    """A section with its id, a pool without, and the most that it gives."""
    if isinstance(group, Section):
        return t("{id} {title} (of {most})", id=group.id, title=group.title, most=constant_in_words(group.points))
    if group.cap is None:
        return t("{title}", title=group.title)
    return t("{title} (at most {most})", title=group.title, most=constant_in_words(group.cap))
