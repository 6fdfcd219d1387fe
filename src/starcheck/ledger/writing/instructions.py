"""The first sheet of a workbook: what to do, what the words mean, what each table is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wcwidth import wcswidth
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from starcheck.language import Lang, Text, say, t
from starcheck.ledger.layout import LEDGER, STATUS, STATUS_WORDS, layout
from starcheck.ledger.tables import stored_fields
from starcheck.ledger.writing.styles import Styles
from starcheck.ledger.writing.validations import ROOM
from starcheck.rules.schema.dictionary import BRANCH, Table
from starcheck.rules.schema.ruleset import RuleSet

_WIDTHS = (3, 22, 74)
_LINE = 21
"""The height of a line in points."""
_SHOWN_FIELDS = 5
"""How many fields tell what a table without a note is for."""

_MEANINGS: Mapping[str, Text] = {
    "complete": t("All records are here; what is not listed does not exist."),
    "partial": t("Those that are here count; others are still missing."),
    "none": t("There is really not a single record."),
    "not_provided": t("The records are not at hand. That is unknown, not zero points; an empty cell means the same."),
}


def write_instructions(
    sheet: Worksheet, names: Mapping[str, str], ruleset: RuleSet, styles: Styles, lang: Lang
) -> None:
    """Write the sheet.

    Args:
        sheet: an empty sheet.
        names: the sheet of each table that can be seen.
        ruleset: the rule set.
        styles: how it looks.
        lang: the language.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    page = _Page(sheet, styles, lang)
    page.title(
        t("Ledger for “{title}”", title=ruleset.title),
        t("Rule set {name}", name=f"{ruleset.ruleset}@{ruleset.edition}"),
    )
    page.section(t("How to fill it in"))
    for number, step in enumerate(_steps(names), start=1):
        page.line(t("Step {number}", number=number), step)
    page.line(
        t("Rows"),
        t(
            "Lists and checks are prepared for {count} rows below the records; more rows are read just the same.",
            count=ROOM,
        ),
    )
    page.section(t("What the words in “{sheet}” mean", sheet=names[STATUS]))
    for word, meaning in _MEANINGS.items():
        page.line(STATUS_WORDS[word], meaning)
    page.section(t("The sheets"))
    for name, table in layout(ruleset).items():
        if name in names:
            page.line(names[name], _purpose(table), link=True)


def _steps(names: Mapping[str, str]) -> tuple[Text, ...]:
    return (
        t("Begin with “{ledger}” and “{branch}”, one row each.", ledger=names[LEDGER], branch=names[BRANCH]),
        t("Then sheet by sheet: a row for every record, right below the headings; leave the headings as they are."),
        t("Headings with * (on a reddish ground) have to be filled in. Point at a heading to read what goes below it."),
        t("Where a list drops down, choose from it. Write a date as 2024-03-05, a percentage as 95%."),
        t("What you do not know, leave empty; do not guess. The remark on each heading says what an empty cell means."),
        t(
            "At the end, “{status}”: choose a word for every table, also where there is nothing to record.",
            status=names[STATUS],
        ),
        t("Save and check with: starcheck check FILE.xlsx. What is wrong is named with its sheet and cell."),
    )


def _purpose(table: Table) -> object:
    """The note of a table, or else the first of its fields."""
    labels = [field.label for field in stored_fields(table).values()]
    more = "…" if len(labels) > _SHOWN_FIELDS else ""
    return table.note or t("{fields}{more}", fields=labels[:_SHOWN_FIELDS], more=more)


@dataclass
class _Page:
    """Lines one below the other."""

    sheet: Worksheet
    styles: Styles
    lang: Lang
    row: int = field(default=0)

    def title(self, words: object, below: object) -> None:
        """The title, and what it is made for."""
        self._row(36, {1: (say(words, self.lang), self.styles.title())})
        self._row(_LINE, {1: (say(below, self.lang), self.styles.subtitle())})

    def section(self, words: object) -> None:
        """A part with its heading, after a gap."""
        self._row(12, {})
        style = self.styles.section()
        self._row(26, {1: (say(words, self.lang), style), 2: ("", style)})

    def line(self, lead: object, words: object, *, link: bool = False) -> None:
        """What something is called, and what is said of it."""
        called, text = say(lead, self.lang), say(words, self.lang)
        lines = max(1, -(-wcswidth(text) // (_WIDTHS[2] - 4)))
        self._row(_LINE * lines, {1: (called, self.styles.text()), 2: (text, self.styles.text())})
        if link:
            place = "internal:'{}'!A1".format(called.replace("'", "''"))
            self.sheet.write_url(self.row - 1, 1, place, self.styles.link(), called)

    def _row(self, height: int, cells: Mapping[int, tuple[str, Format]]) -> None:
        self.sheet.set_row(self.row, height)
        for column, (words, style) in cells.items():
            if words:
                self.sheet.write_string(self.row, column, words, style)
            else:
                self.sheet.write_blank(self.row, column, None, style)
        self.row += 1
