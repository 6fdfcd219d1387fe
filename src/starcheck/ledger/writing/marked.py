"""Workbooks in which the wrong cells are marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from starcheck.errors import Problem
from starcheck.language import Lang, Text, say, t
from starcheck.ledger.layout import PROBLEMS
from starcheck.ledger.listing import is_count
from starcheck.ledger.sheets import Book
from starcheck.ledger.writing.excerpts import Excerpt, excerpts, put
from starcheck.ledger.writing.whole import written_whole
from starcheck.rules.schema.ruleset import RuleSet

COPIED = (".xlsx", ".xlsm")
"""The endings of workbooks of which a copy is made; of everything else, the rows concerned."""
MOST_BYTES = 20 * 2**20
"""Of a larger workbook the rows concerned are enough."""

_FILL = PatternFill("solid", start_color="FFF4B4AB")
_WIDTHS = (36, 70, 60)
_WRITER = "starcheck"
_COMMENT_WIDTH, _LINE_HEIGHT, _LETTERS = 320, 20, 22


def write_marked(
    problems: Sequence[Problem], books: Sequence[Book], ruleset: RuleSet, target: Path, lang: Lang
) -> list[Text]:
    """Write the problems of books, each beside its cell; the books themselves are left as they are.

    Args:
        problems: what is wrong.
        books: what was read.
        ruleset: the rule set.
        target: a workbook to write; without an ending, a folder with one for every book that has problems.
        lang: the language of the messages.

    Returns:
        what deserves to be said of it.

    Raises:
        InputError: if it cannot be written, or something is in the way.
    """
    with written_whole(target) as part:
        if target.suffix:
            return _write(problems, books, ruleset, part, lang)
        part.mkdir()
        told: list[Text] = []
        for name, own in _named(problems, books).items():
            told += _write(own, books, ruleset, part / f"{name}.xlsx", lang)
        return told


def _named(problems: Iterable[Problem], books: Sequence[Book]) -> dict[str, list[Problem]]:
    """The problems of each ledger, under a name that no other has."""
    ledgers = {sheet.source: book.source for book in books for sheet in book.sheets}
    by_ledger: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        source = problem.place.source
        by_ledger[ledgers.get(source, source)].append(problem)
    named: dict[str, list[Problem]] = {}
    for source, own in by_ledger.items():
        named[_free(_forbidden(Path(source).stem), list(named))] = own
    return named


def _forbidden(name: str) -> str:
    """A name without what no file may be called by."""
    return re.sub(r"[^\w .()（）-]+", " ", name).strip() or _WRITER


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem} {number}"


def _write(problems: Sequence[Problem], books: Sequence[Book], ruleset: RuleSet, path: Path, lang: Lang) -> list[Text]:
    source = problems[0].place.source if len({problem.place.source for problem in problems}) == 1 else None
    book = None if source is None else _copy(Path(source))
    if source is None or book is None:
        book = Workbook()
        book.remove(book.worksheets[0])
        shown = list(excerpts(problems, books, ruleset, book, lang))
        told = [each.cut for each in shown if each.cut is not None]
    else:
        shown = [Excerpt(source, sheet.title, sheet) for sheet in book.worksheets]
        told = _told_of_copy(Path(source))
    by_sheet = {(each.source, each.within): each for each in shown}
    _list(problems, by_sheet, book.create_sheet(_free(say(PROBLEMS, lang), book.sheetnames), 0), lang)
    _mark(problems, by_sheet, lang)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    book.save(path)
    return told


def _copy(path: Path) -> Workbook | None:
    """A workbook as it is, without its macros; None if it cannot be copied."""
    try:
        if path.suffix.lower() not in COPIED or path.stat().st_size > MOST_BYTES:
            return None
        return load_workbook(path)
    except Exception:  # noqa: BLE001 - a file that others read may still be beyond openpyxl, which says so in many ways
        return None


def _told_of_copy(path: Path) -> list[Text]:
    return [t("The macros of {file} are not in the copy.", file=str(path))] if path.suffix.lower() == ".xlsm" else []


def _list(problems: Sequence[Problem], shown: Mapping[tuple[str, str], Excerpt], sheet: Worksheet, lang: Lang) -> None:
    """All problems, each with a link to its cell."""
    for column, (heading, width) in enumerate(
        zip((t("Place"), t("Problem"), t("What to do")), _WIDTHS, strict=True), start=1
    ):
        cell = put(sheet, 1, column, say(heading, lang))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for row, problem in enumerate(problems, start=2):
        words = (str(problem.place), say(problem.message, lang), say(problem.hint, lang) if problem.hint else "")
        cells = [put(sheet, row, column, text) for column, text in enumerate(words, start=1)]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        if (marked := _cell_of(problem, shown)) is not None:
            location = f"{_quoted(marked.parent.title)}!{marked.coordinate}"
            cells[0].hyperlink = Hyperlink(ref=cells[0].coordinate, location=location)
            cells[0].style = "Hyperlink"


def _mark(problems: Sequence[Problem], shown: Mapping[tuple[str, str], Excerpt], lang: Lang) -> None:
    """The cells in colour, with what is the matter as a comment."""
    said: defaultdict[Cell, list[str]] = defaultdict(list)
    for problem in problems:
        if not is_count(problem) and (cell := _cell_of(problem, shown)) is not None:
            said[cell].append(problem.said(lang))
    for cell, words in said.items():
        cell.fill = _FILL
        before = [cell.comment.text] if cell.comment else []
        text = "\n".join([*words, *before])
        lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
        cell.comment = Comment(text, _WRITER, height=_LINE_HEIGHT * (lines + 1), width=_COMMENT_WIDTH)


def _cell_of(problem: Problem, shown: Mapping[tuple[str, str], Excerpt]) -> Cell | None:
    """The cell that a problem is about; of merged cells the first."""
    place = problem.place
    excerpt = shown.get((place.source, place.sheet or ""))
    at = None if excerpt is None or place.line is None else excerpt.at(place.line, place.column)
    if excerpt is None or at is None:
        return None
    cell = excerpt.sheet.cell(*at)
    if isinstance(cell, MergedCell):
        around = next(each for each in excerpt.sheet.merged_cells.ranges if cell.coordinate in each)
        cell = excerpt.sheet.cell(around.min_row, around.min_col)
    return cell if isinstance(cell, Cell) else None


def _free(name: str, taken: Sequence[str]) -> str:
    return next(each for number in range(1, len(taken) + 2) if (each := _numbered(name, number)) not in taken)


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
