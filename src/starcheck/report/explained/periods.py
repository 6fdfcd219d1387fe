"""The calendar periods that a criterion asks for, as tables."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.insight.periods import PeriodRow, PeriodTable, State
from starcheck.insight.results import Result
from starcheck.language import Text, t
from starcheck.report.outline import spoken
from starcheck.report.page import Entry, Page, Row, Tone

STATES: Mapping[State, Text] = {
    "covered": t("covered"),
    "missing": t("missing"),
    "coming": t("not over yet"),
    "unknown": t("not certain"),
    "not_owed": t("not owed"),
}
TONES: Mapping[State, Tone] = {
    "covered": "good",
    "missing": "bad",
    "coming": "fair",
    "unknown": "fair",
    "not_owed": "faint",
}


def periods(result: Result, page: Page) -> list[list[str]]:
    """Every period with its state and the records in it."""
    return [_table(table, page) for table in result.periods]


def _table(table: PeriodTable, page: Page) -> list[str]:
    title = page.heading(spoken(t("Periods: {measure}", measure=table.title), page))
    rows = [_row(row) for row in table.rows]
    return [*title, *page.table([t("Period"), t("State"), t("Records")], rows, worded=2)]


def _row(row: PeriodRow) -> Row:
    days = [str(day) for day in row.days]
    cell = row.why or days[:_SHOWN] + ([t("{n} more", n=len(days) - _SHOWN)] if len(days) > _SHOWN else [])
    return Row((Entry(row.label),), (STATES[row.state], cell), (TONES[row.state],))


_SHOWN = 3
"""How many records of one period are named."""
