"""An empty table for reviewers' adjustments, beside a list of what may be adjusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from starcheck.language import Lang, Text, say, t
from starcheck.ledger.adjustments.checking import limits, rating_ends
from starcheck.ledger.adjustments.rows import TABLE
from starcheck.ledger.layout import ADJUSTMENTS, CHOICES, GUIDE
from starcheck.ledger.marks import allowed_marks, markable
from starcheck.ledger.numerals import plain
from starcheck.ledger.writing.columns import Column, Headings
from starcheck.ledger.writing.styles import Styles
from starcheck.ledger.writing.validations import ROOM, Choices
from starcheck.ledger.writing.workbook import MADE, OPTIONS, set_up, write_columns
from starcheck.model import AdjustmentKind, Outcome
from starcheck.rules.schema.measures import Rating
from starcheck.rules.schema.ruleset import RuleSet

_WIDTHS = (24, 48, 36)
_POINTS, _RATING = (TABLE.fields[name].label for name in ("points", "rating"))
_HEADS = (t("Criterion"), t("Title"), t("What may be stated"))


def write_review(ruleset: RuleSet, path: Path, lang: Lang) -> None:
    """Write an empty table to be filled in, in the form that the name asks for.

    Raises:
        OSError: the file cannot be written.
    """
    REVIEWS[path.suffix.lower()](ruleset, path, lang)


def _write_workbook(ruleset: RuleSet, path: Path, lang: Lang) -> None:
    buffer, columns = BytesIO(), _columns(ruleset, lang)
    with Workbook(buffer, OPTIONS) as workbook:
        workbook.set_properties({"title": say(ruleset.title, lang), "created": MADE})
        styles = Styles(workbook, lang)
        sheet = workbook.add_worksheet(say(TABLE.label, lang))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width(()), styles.cell(column.field, aside=False))
        write_columns(sheet, columns, ROOM, styles, Choices(say(CHOICES, lang)), lang)
        set_up(sheet, len(columns), ROOM)
        _list(workbook.add_worksheet(say(GUIDE, lang)), ruleset, styles, lang)
    path.write_bytes(buffer.getvalue())


def _write_csv(ruleset: RuleSet, path: Path, lang: Lang) -> None:
    headings = [column.heading for column in _columns(ruleset, lang)]
    pl.DataFrame(schema=dict.fromkeys(headings, pl.String)).write_csv(path, include_bom=True)


REVIEWS: Mapping[str, Callable[[RuleSet, Path, Lang], None]] = {".csv": _write_csv, ".xlsx": _write_workbook}
"""What writes an empty table, by what its name ends in."""


def _columns(ruleset: RuleSet, lang: Lang) -> list[Column]:
    return [_stated_alone(column) for column in Headings(ADJUSTMENTS, TABLE, ruleset, lang).columns()]


def _stated_alone(column: Column) -> Column:
    """A column without the words that say too little by themselves."""
    if column.name != AdjustmentKind.OUTCOME or column.words is None:
        return column
    words = {key: word for key, word in column.words.items() if key != Outcome.PARTLY_MET}
    return replace(column, words=words, takes=(t("one of ({choices})", choices=list(words.values())),))


def _list(sheet: Worksheet, ruleset: RuleSet, styles: Styles, lang: Lang) -> None:
    """What may be adjusted, one row each."""
    text = styles.text(text_wrap=True)
    for at, (width, head) in enumerate(zip(_WIDTHS, _HEADS, strict=True)):
        sheet.set_column(at, at, width, text)
        sheet.write_string(0, at, say(head, lang), styles.section())
    for row, cells in enumerate(adjustable(ruleset), start=1):
        for at, words in enumerate(cells):
            sheet.write_string(row, at, say(words, lang), text)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def adjustable(ruleset: RuleSet) -> Iterator[tuple[object, object, Text]]:
    """Every criterion, what of it is marked, every rating: the key, the title, what may be stated."""
    marks = markable(ruleset)
    for group in ruleset.groups:
        for criterion in group.criteria:
            least, most = limits(criterion, group)
            words = t("points from {low} to {high}", low=plain(least), high="…" if most is None else plain(most))
            yield (
                criterion.id,
                criterion.title,
                t("{field}: {allowed}", field=TABLE.fields["points"].label, allowed=words),
            )
            for key in (key for key in marks if key.partition("/")[0] == criterion.id):
                yield key, criterion.title, t("marks: {allowed}", allowed=allowed_marks(marks[key]))
    for name, measure in ruleset.measures.items():
        if isinstance(measure, Rating):
            low, high = map(plain, rating_ends(ruleset, measure))
            words = t("points from {low} to {high}", low=low, high=high)
            yield (
                name,
                measure.label or name,
                t("{field}: {allowed}", field=TABLE.fields["rating"].label, allowed=words),
            )
