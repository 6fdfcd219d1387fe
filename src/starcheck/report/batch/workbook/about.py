"""The last sheet: what the results rest on, how to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from starcheck._version import __version__
from starcheck.language import Text, t
from starcheck.report.batch.units import unit_notes
from starcheck.report.batch.words import judged, left_out
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.page import Lines

ABOUT = t("About")
_WIDTHS = (24, 104)


def write_about(sheet: Worksheet, book: Book, absent: Sequence[tuple[Text, Text]]) -> None:
    """Write the sheet.

    Args:
        sheet: an empty sheet.
        book: what it belongs to.
        absent: the sheets that are left out, each with why.
    """
    lines = Lines(sheet, book, _WIDTHS)
    lines.title(t("About these results"))
    lines.section(t("What they rest on"))
    for lead, words in _origins(book):
        lines.stated(lead, words)
    lines.section(t("How to read them"))
    for lead, words in _READING:
        lines.stated(lead, words)
    if absent:
        lines.section(t("What is not in this workbook"))
        for name, reason in absent:
            lines.stated(name, reason)
    if notes := list(unit_notes(book.batch.units)):
        lines.section(t("Units"))
        for words in notes:
            lines.stated(t("Note"), words)
    if book.batch.refused:
        lines.section(t("What was left out"))
        for words in left_out(book.batch):
            lines.line(words, warns=True)
        for problem in book.batch.listed:
            lines.stated(t("Problem"), problem.say(book.lang))


def _origins(book: Book) -> Iterator[tuple[Text, object]]:
    batch, ruleset = book.batch, book.ruleset
    yield t("Rule set"), f"{ruleset.ruleset}@{ruleset.edition}"
    yield t("Title"), ruleset.title
    yield t("Digest of the rule set"), batch.loaded.digest
    yield t("Assessed period"), batch.period.label
    yield t("As of"), batch.day
    yield t("State of the results"), t("Provisional: reviewers and the committee have the last word.")
    yield t("Branches"), judged(batch)
    if batch.digest is not None:
        yield t("Digest of the data"), batch.digest
    yield t("Engine"), f"starcheck {__version__}"


_READING = [
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
