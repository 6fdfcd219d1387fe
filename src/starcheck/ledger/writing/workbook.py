"""A ledger as a workbook: the same for an empty template and for one that is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from wcwidth import wcswidth
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from starcheck.language import DEFAULT_LANG, Lang, say
from starcheck.ledger.layout import ALONE, CHOICES, GUIDE, MARKS, PAPERS, TEMPLATE, layout
from starcheck.ledger.marks import markable
from starcheck.ledger.naming import sheet_names, unique_names
from starcheck.ledger.writing.cells import write_cell
from starcheck.ledger.writing.columns import Column, Headings
from starcheck.ledger.writing.contents import Contents, left_out
from starcheck.ledger.writing.instructions import write_instructions
from starcheck.ledger.writing.limits import MOST_ROWS, refuse_too_much
from starcheck.ledger.writing.rows import rows_of
from starcheck.ledger.writing.styles import Styles
from starcheck.ledger.writing.validations import ROOM, Choices, validation
from starcheck.rules.schema.ruleset import RuleSet

_REMARK = {"author": "", "width": 300, "font_name": "Microsoft YaHei", "font_size": 10, "color": "#FFFFF4"}
"""How the remark on a heading looks."""

OPTIONS = {
    "in_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The day a workbook says that it was made on: the same ledger gives the same file."""


def write_workbook(contents: Contents, ruleset: RuleSet, path: Path, lang: Lang = DEFAULT_LANG) -> None:
    """Write a ledger as a workbook; without tables it is a template to be filled in.

    Sheets are not protected: a protected sheet cannot be sorted, filtered or widened, and headings are found wherever
    they stand.

    Raises:
        LedgerError: a table does not fit into a sheet, or a text into a cell.
        OSError: the file cannot be written.
    """
    refuse_too_much(contents, ruleset, path)
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as workbook:
        workbook.set_properties({"title": say(ruleset.title, lang), "created": MADE})
        _Writer(workbook, contents, ruleset, lang).write()
    path.write_bytes(buffer.getvalue())


@dataclass(frozen=True)
class _Writer:
    workbook: Workbook
    contents: Contents
    ruleset: RuleSet
    lang: Lang

    def write(self) -> None:
        """Every sheet: the instructions, the tables, the long lists of dropdowns."""
        names = sheet_names(self.ruleset, self.lang)
        help_names = unique_names({"guide": say(GUIDE, self.lang), "choices": say(CHOICES, self.lang)}, names.values())
        shown = {name: names[name] for name in names if self._is_shown(name)}
        styles, choices = Styles(self.workbook, self.lang), Choices(help_names["choices"])
        guide = self.workbook.add_worksheet(help_names["guide"])
        write_instructions(guide, shown, self.ruleset, styles, self.lang)
        for name, called in shown.items():
            self._write_table(name, self.workbook.add_worksheet(called), styles, choices)
        self._write_table(TEMPLATE, sheet := self.workbook.add_worksheet(names[TEMPLATE]), styles, choices)
        sheet.hide()
        if choices.lists:
            _write_lists(self.workbook.add_worksheet(choices.sheet), choices.lists)

    def _is_shown(self, name: str) -> bool:
        asked: Mapping[str, object] = {TEMPLATE: None, PAPERS: self.ruleset.papers, MARKS: markable(self.ruleset)}
        return bool(asked.get(name, True)) or (name != TEMPLATE and name in self.contents.tables)

    def _write_table(self, name: str, sheet: Worksheet, styles: Styles, choices: Choices) -> None:
        table = layout(self.ruleset)[name]
        columns = Headings(name, table, self.ruleset, self.lang, left_out(name, self.contents)).columns()
        rows = rows_of(name, self.contents, self.ruleset, self.lang)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                write_cell(sheet, number, at, row.get(column.name), column)
        last = max(1, len(rows)) if name in ALONE else min(len(rows) + ROOM, MOST_ROWS)
        for at, column in enumerate(columns):
            texts = (text for row in rows if isinstance(text := row.get(column.name), str))
            sheet.set_column(at, at, column.width(texts), styles.cell(column.field, aside=not column.takes))
        write_columns(sheet, columns, last, styles, choices, self.lang)
        set_up(sheet, len(columns), last)


def write_columns(
    sheet: Worksheet, columns: Sequence[Column], last: int, styles: Styles, choices: Choices, lang: Lang
) -> None:
    """Headings with their remarks, and below them what may be written."""
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.heading, styles.heading(column.field, required=column.required))
        if column.takes:
            words = column.explained(lang)
            sheet.write_comment(0, at, words, _REMARK | {"height": 45 + 19 * (wcswidth(words) // 40)})
        if (options := validation(column, choices, lang)) is not None:
            sheet.data_validation(1, at, last, at, options)
        if column.required:
            _mark_missing(sheet, at, len(columns), last, styles)


def _mark_missing(sheet: Worksheet, at: int, width: int, last: int, styles: Styles) -> None:
    """Colour a required cell that is empty in a row that is not."""
    letter, end = xl_col_to_name(at), xl_col_to_name(width - 1)
    begun = f"=AND(ISBLANK(${letter}2),COUNTA($A2:${end}2)>0)"
    sheet.conditional_format(1, at, last, at, {"type": "formula", "criteria": begun, "format": styles.missing()})


def set_up(sheet: Worksheet, width: int, last: int) -> None:
    """How a sheet to be filled in is seen and printed."""
    sheet.set_default_row(21)
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, width - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _write_lists(sheet: Worksheet, lists: Sequence[Sequence[str]]) -> None:
    for at, words in enumerate(lists):
        for row, word in enumerate(words):
            sheet.write_string(row, at, word)
    sheet.hide()
