"""The last sheet: what the results rest on, how to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from xlsxwriter.worksheet import Worksheet

from starcheck._version import __version__
from starcheck.errors import Problem
from starcheck.insight.kept import SUMMARY
from starcheck.language import Text, t
from starcheck.report.batch.request import MOST_LISTED
from starcheck.report.batch.units import unit_notes
from starcheck.report.batch.words import judged, left_out
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.page import Lines

ABOUT = t("About")
_WIDTHS = (24, 104)


Stated: TypeAlias = list[tuple[Text, object]]
"""What something is called, with what it is."""


def write_about(sheet: Worksheet, book: Book, absent: Sequence[tuple[Text, Text]]) -> None:
    """Write the sheet.

    Args:
        sheet: an empty sheet.
        book: what it belongs to.
        absent: the sheets that are left out, each with why.
    """
    lines = Lines(sheet, book, _WIDTHS, len(_WIDTHS) - 1)
    lines.title(t("About these results"))
    for heading, stated in _parts(book, absent):
        if stated:
            lines.section(heading)
        for lead, words in stated:
            lines.stated(lead, words)


def _parts(book: Book, absent: Sequence[tuple[Text, Text]]) -> Iterator[tuple[Text, Stated]]:
    """Every part with what it states; one that states nothing is not shown."""
    batch = book.batch
    yield t("What they rest on"), list(_origins(book))
    yield t("How to read them"), _READING
    yield t("What is not in this workbook"), list(absent)
    yield t("Units"), [(t("Note"), words) for words in unit_notes(batch.units)]
    yield t("Adjustments that change nothing: {count}.", count=len(batch.idle)), _problems(batch.idle, book)
    notes = [(t("Note"), words) for words in left_out(batch)]
    yield t("What was left out"), [*notes, *_problems(batch.listed, book)]


def _problems(problems: Sequence[Problem], book: Book) -> Stated:
    """The first problems."""
    return [(t("Problem"), problem.say(book.lang)) for problem in problems[:MOST_LISTED]]


def _origins(book: Book) -> Iterator[tuple[Text, object]]:
    batch, ruleset = book.batch, book.ruleset
    yield t("Rule set"), f"{ruleset.ruleset}@{ruleset.edition}"
    yield t("Title"), ruleset.title
    yield t("Digest of the rule set"), batch.loaded.digest
    yield t("Assessed period"), batch.period.label
    yield t("As of"), batch.day
    yield (
        t("State of the results"),
        t("Provisional as they were written; {file} says what was declared since.", file=SUMMARY),
    )
    yield t("Branches"), judged(batch)
    if batch.digest is not None:
        yield t("Digest of the data"), batch.digest
    if batch.adjustments:
        yield t("Digest of the adjustments"), batch.adjustments
    yield t("Engine"), f"starcheck {__version__}"


_READING: Stated = [
    (t("Now, possible"), t("What stands if nothing more is done or shown; what is reached if all that still can be is. "
                           "One column where both agree for every branch.")),
    (t("Certain"), t("Branches that have the level however their open facts turn out.")),
    (t("Possible besides"), t("Branches for which the level lies between what stands and what is possible.")),
    (t("Rank"), t("Among the branches judged, at best and at worst; equal scores share it. "
                  "Empty for who is not rated.")),
    (t("Lost"), t("Points that nobody can get any more. Nobody is owed a bonus: of bonuses and deductions, "
                  "only what is taken away is lost in the sums of criteria.")),
    (t("Open"), t("Points that may still come: not yet due, not provided, or awaiting a reviewer.")),
]  # fmt: skip
