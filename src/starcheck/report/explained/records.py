"""The records that a criterion looks at, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starcheck.insight.records import RecordRow, RecordTable, Timing
from starcheck.insight.results import Result
from starcheck.language import Text, t
from starcheck.report.explained.cells import cell_in_words
from starcheck.report.outline import spoken
from starcheck.report.page import GUTTER, INDENT, LEAST_LEAD, Entry, Page, Row, Tone
from starcheck.report.wrap import columns


def records(result: Result, page: Page) -> list[list[str]]:
    """Every record with what was looked at, whether it counts, and why not."""
    return record_tables(result.records, page)


def record_tables(tables: Sequence[RecordTable], page: Page) -> list[list[str]]:
    """A block for each table."""
    return [_table(table, page) for table in tables]


def _table(table: RecordTable, page: Page) -> list[str]:
    lines = page.heading(spoken(t("Looked at: {records}", records=table.title), page))
    if table.window is not None:
        lines += page.paragraph(t("Dated from {start} to {end}.", start=table.window.start, end=table.window.end))
    if table.asked is not None:
        lines += page.paragraph(spoken(t("Asked of those that count: {condition}.", condition=table.asked), page))
    if not table.provided:
        return [*lines, *page.paragraph(t("The ledger does not hold this table."))]
    shown = [(index, row) for index, row in enumerate(table.rows, start=1) if row.near or page.style.verbose]
    if shown:
        lines += _rows(table, shown, page)
    return [*lines, *(line for words in _summary(table, len(shown)) for line in page.paragraph(words))]


def _rows(table: RecordTable, shown: Sequence[tuple[int, RecordRow]], page: Page) -> list[str]:
    """One column per field where they fit, else the fields beneath the date."""
    cells = [[cell_in_words(cell) for cell in row.cells] for _, row in shown]
    verdicts = [_verdict(row, table) for _, row in shown]
    heads, head = [*table.headers, t("Counts")], t("Date") if any(row.day for _, row in shown) else t("Record")
    grid = [[*values, verdict] for values, verdict in zip(cells, verdicts, strict=True)]
    widths = [max(columns(page.say(word)) for word in column) for column in zip(heads, *grid, strict=True)]
    fits = sum(width + GUTTER for width in widths) <= page.style.width - LEAST_LEAD
    rows = []
    for (index, row), values, verdict in zip(shown, cells, verdicts, strict=True):
        below = [*([] if fits else [_folded(table, values)]), *row.why]
        name = Entry(row.day or row.id or t("record {n}", n=index))
        lead = (name, *(Entry(spoken(words, page), INDENT) for words in below))
        plain: list[Tone] = ["plain" for _ in (values if fits else ())]
        rows.append(Row(lead, (*(values if fits else ()), verdict), (*plain, _tone(row))))
    return page.table([head, *(heads if fits else heads[-1:])], rows, worded=len(heads))


def _folded(table: RecordTable, values: Sequence[object]) -> Text:
    pairs = [t("{name} {value}", name=name, value=value) for name, value in zip(table.headers, values, strict=True)]
    return t("{words}", words=pairs)


def _verdict(row: RecordRow, table: RecordTable) -> Text:
    if row.timing != "inside":
        return _TIMINGS[row.timing]
    if row.counted is not True:
        return t("open") if row.counted is None else t("not counted")
    return t("counted") if table.asked is None else _MATCHES[row.matches]


_TIMINGS: Mapping[Timing, Text] = {"outside": t("not counted: date"), "late": t("not counted: later")}
_MATCHES: Mapping[bool | None, Text] = {
    True: t("counted, fits"),
    False: t("counted, does not fit"),
    None: t("counted, fit open"),
}


def _tone(row: RecordRow) -> Tone:
    if row.counted is False:
        return "faint"
    return "fair" if row.counted is None else "plain"


def _summary(table: RecordTable, shown: int) -> list[Text]:
    if not table.rows:
        return [t("No records.")]
    others = len(table.rows) - shown
    counted = sum(row.counted is True for row in table.rows)
    words = [t("Counted: {counted} of {n}.", counted=counted, n=len(table.rows))]
    return [*words, *([t("Records of other kinds, not shown: {n}.", n=others)] if others else [])]
