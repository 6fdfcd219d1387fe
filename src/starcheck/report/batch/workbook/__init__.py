"""The results of many branches as a workbook for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from starcheck.assessing import BatchResult
from starcheck.language import Lang, Text, say, t
from starcheck.ledger.naming import unique_names
from starcheck.report.batch.request import Batch
from starcheck.report.batch.workbook.about import ABOUT, write_about
from starcheck.report.batch.workbook.adjustments import write_adjustments
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.branches import write_ranking, write_sections
from starcheck.report.batch.workbook.gaps import number_of_gaps, write_gaps
from starcheck.report.batch.workbook.losses import LOSSES, write_losses
from starcheck.report.batch.workbook.overview import OVERVIEW, write_overview
from starcheck.report.batch.workbook.quotas import write_moved
from starcheck.report.batch.workbook.units import MOST_UNITS, units_of, write_units

__all__ = ["MOST_BRANCHES", "MOST_GAPS", "WORKBOOK", "write_workbook"]

WORKBOOK = "results.xlsx"
MOST_BRANCHES = 5_000
"""With more branches than this, the sheets with a row for each are left out."""
MOST_GAPS = 50_000
"""With more gaps than this, so is their sheet."""

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The day a workbook says that it was made on: the same results give the same file."""
_OPTIONS = {
    "constant_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def _too_many_branches(book: Book) -> Text | None:
    """Why there is no row for each branch."""
    if book.result.results.height <= MOST_BRANCHES:
        return None
    return t("There are more than {most} branches; all are in {file}.", most=MOST_BRANCHES, file="results.parquet")


def _too_many_units(book: Book) -> Text | None:
    """Why there is no row for each unit."""
    if book.batch.units.table.height <= MOST_BRANCHES:
        return None
    return t("There are more than {most} units; all are in {file}.", most=MOST_BRANCHES, file="units.parquet")


def _is_adjusted(book: Book) -> bool:
    """Whether reviewers changed anything."""
    return book.result.adjustments is not None and not book.result.adjustments.is_empty()


def _too_many_adjustments(book: Book) -> Text | None:
    """Why there is no row for each adjustment."""
    if book.result.adjustments is None or book.result.adjustments.height <= MOST_GAPS:
        return None
    return t("There are more than {most} adjustments; all are in {file}.", most=MOST_GAPS, file="adjustments.parquet")


def _no_losses(book: Book) -> Text | None:
    """Why there is no row for each criterion."""
    return None if book.batch.losses else t("Only totals were asked for.")


def _too_many_gaps(book: Book) -> Text | None:
    """Why there is no row for each gap."""
    if reason := _no_losses(book):
        return reason
    if book.result.results.height <= MOST_BRANCHES and number_of_gaps(book) <= MOST_GAPS:
        return None
    return t("There are more than {most} gaps or {branches} branches; all are in {file}.",
             most=MOST_GAPS, branches=MOST_BRANCHES, file="gaps.parquet")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook.

    Attributes:
        concerns: whether there is anything that it could tell.
        left_out: why it is not there nevertheless, if it is not.
    """

    name: Text
    write: Callable[[Worksheet, Book], None]
    left_out: Callable[[Book], Text | None] = lambda _: None
    concerns: Callable[[Book], bool] = lambda _: True


SHEETS = (
    Sheet(OVERVIEW, write_overview),
    Sheet(t("Ranking"), write_ranking, _too_many_branches),
    Sheet(t("Moved by quotas"), write_moved, _too_many_branches, lambda book: bool(book.batch.overview.moved)),
    Sheet(t("Sections and pools"), write_sections, _too_many_branches),
    Sheet(t("Units"), write_units, _too_many_units, lambda book: book.batch.units.foremost is not None),
    Sheet(t("Adjustments"), write_adjustments, _too_many_adjustments, _is_adjusted),
    Sheet(LOSSES, write_losses, _no_losses),
    Sheet(t("Gaps"), write_gaps, _too_many_gaps),
)
"""Every sheet but the last, which tells about the others."""


def write_workbook(batch: Batch, result: BatchResult, lang: Lang, path: Path) -> int:
    """Write the results for people: an overview, every branch, what was lost and what is missing, what it rests on.

    Args:
        batch: what came of judging many branches.
        result: the same as frames.
        lang: the language of all words.
        path: the file, which is overwritten.

    Returns:
        the number of branches.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
            workbook.set_properties({"title": say(batch.loaded.ruleset.title, lang), "created": _MADE})
            _write(Book(workbook, batch, result, lang))
    except FileCreateError as error:
        raise error.args[0] from error
    return result.results.height


def _write(book: Book) -> None:
    """Every sheet."""
    sheets = [(sheet, sheet.left_out(book)) for sheet in (*SHEETS, *_unit_sheets(book)) if sheet.concerns(book)]
    called = [ABOUT, *(sheet.name for sheet, _ in sheets)]
    names = unique_names({str(at): book.say(name) for at, name in enumerate(called)})
    for at, (sheet, reason) in enumerate(sheets, start=1):
        if reason is None:
            sheet.write(book.workbook.add_worksheet(names[str(at)]), book)
    absent = [(sheet.name, reason) for sheet, reason in sheets if reason is not None]
    write_about(book.workbook.add_worksheet(names["0"]), book, absent)


def _unit_sheets(book: Book) -> Iterator[Sheet]:
    """A sheet for every unit, or one that is left out for all of them."""
    step = book.batch.units.foremost
    if step is None:
        return
    reason = _too_many_branches(book)
    if reason is None and step.units > MOST_UNITS:
        reason = t("There are more than {most}; filter the ranking by them.", most=MOST_UNITS)
    if reason is None:
        yield from (Sheet(t("{title}", title=name), write) for name, write in units_of(book, step))
    else:
        yield Sheet(t("Sheets of units"), write_units, lambda _: reason)
