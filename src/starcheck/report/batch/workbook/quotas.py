"""The sheet of the branches that quotas move, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from starcheck.insight.places import Moved, Range, moved_by
from starcheck.language import t
from starcheck.report.batch.places import held_in_words, in_a_sentence, in_words
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.grid import Cell, Column, write_table


def write_moved(sheet: Worksheet, book: Book) -> None:
    """Every branch that a quota moves, for certain or perhaps."""
    results = book.result.results
    said = book.say
    columns = [
        Column(said(t("Branch")), "text"),
        Column(said(t("Name")), "text"),
        Column(said(t("Quota")), "text"),
        Column(said(t("Moved")), "text"),
        Column(said(t("Places")), "count"),
        Column(said(t("Own place")), "count"),
        Column(said(t("Level after quotas")), "text"),
        Column(said(t("In words")), "words"),
    ]
    write_table(sheet, columns, _rows(moved_by(results, book.ruleset, results.height), book), book)


def _rows(moved: tuple[Moved, ...], book: Book) -> Iterator[tuple[Cell, ...]]:
    for each in moved:
        yield (
            each.branch,
            each.name,
            book.say(each.title),
            book.say(t("for certain") if each.certain else t("perhaps")),
            _cell(each.places, book),
            _cell(each.place, book),
            book.say(held_in_words(each)),
            book.say(in_a_sentence(each)),
        )


def _cell(number: Range, book: Book) -> Cell:
    """A number as such if it is certain."""
    return number.least if number.least == number.most else book.say(in_words(number))
