"""What a measure made of every key, as tables."""

from __future__ import annotations

from starcheck.insight.keys import KeyRow, KeyTable
from starcheck.insight.results import Result
from starcheck.language import t
from starcheck.report.numbers import number
from starcheck.report.outline import spoken
from starcheck.report.page import Entry, Page, Row


def keys(result: Result, page: Page) -> list[list[str]]:
    """Every key with the total of its records."""
    return [_table(table, page) for table in result.keys if table.rows]


def _table(table: KeyTable, page: Page) -> list[str]:
    rows = [Row((Entry(row.key),), (_total(row, table),)) for row in table.rows]
    return [*page.heading(spoken(table.title, page)), *page.table([table.key, t("Total")], rows)]


def _total(row: KeyRow, table: KeyTable) -> object:
    total = t("{value} {unit}", value=number(row.total), unit=table.unit) if table.unit else number(row.total)
    return total if row.settled else t("{total}, more open", total=total)
