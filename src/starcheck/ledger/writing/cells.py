"""From stored values to the cells of a workbook."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from starcheck.ledger.formulas import unmistaken
from starcheck.ledger.tabular.files import names_text
from starcheck.ledger.writing.columns import Column
from starcheck.rules.schema.dictionary import Field

FIRST_DAY = date(1900, 3, 1)
"""The first day that every spreadsheet counts alike; an earlier one is written as a text."""


def write_cell(sheet: Worksheet, row: int, column: int, value: object, kind: Column) -> None:
    """Write a stored value; a text is never taken for a formula, a link or a number."""
    if value is None or value == []:
        return
    if kind.words is not None:
        sheet.write_string(row, column, unmistaken(kind.words.get(value, str(value))))
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, datetime.combine(value, time()))
    elif isinstance(value, int):
        sheet.write_number(row, column, number(value, kind.field))
    else:
        sheet.write_string(row, column, unmistaken(names_text(value, "\n") if isinstance(value, list) else str(value)))


def number(units: int, field: Field) -> float:
    """What a spreadsheet holds for so many units of the last decimal place; 0.95 for ``95%``."""
    return float(Decimal(units).scaleb(-field.scale))
