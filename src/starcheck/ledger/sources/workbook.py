"""Workbooks as spreadsheet programs keep them: .xlsx, .xlsm, .xls, .ods."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from starcheck.errors import Place, Problem, reason_of
from starcheck.language import t
from starcheck.ledger.sheets import HEAD_ROWS, ROW, Book, Sheet

_MIDNIGHT = " 00:00:00"


def read_workbook(path: Path) -> Book:
    """Every sheet of a workbook, its cells as texts; what cannot be read is among the problems of the book."""
    source = str(path)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        message = t("The file cannot be read: {reason}.", reason=reason_of(error))
        return Book(source, (), problems=(Problem(Place(source), message),))
    reader = fastexcel.read_excel(content)
    sheets = (_sheet(reader, number, source, name) for number, name in enumerate(reader.sheet_names))
    return Book(source, tuple(sheets))


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows of a sheet from its first on."""

    cells: pl.DataFrame

    def __call__(self, skip: int) -> pl.LazyFrame:
        rows = self.cells.lazy().slice(skip).with_row_index(ROW, skip + 1)
        return rows.with_columns(pl.exclude(ROW).str.strip_suffix(_MIDNIGHT))


def _sheet(reader: fastexcel.ExcelReader, number: int, source: str, name: str) -> Sheet:
    loaded = reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
    cells = _cells(loaded)
    return Sheet(source, name, _head(cells), _Body(cells), within=name, hidden=loaded.visible != "visible")


def _cells(loaded: fastexcel.ExcelSheet) -> pl.DataFrame:
    if not loaded.width:
        return pl.DataFrame()
    cells = loaded.to_polars()
    first = loaded.available_columns()[0].absolute_index
    cells.columns = [str(number) for number in range(first, first + cells.width)]
    if first:
        before = [pl.lit(None, pl.String).alias(str(number)) for number in range(first)]
        cells = cells.select(*before, pl.all())
    return cells


def _head(cells: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    columns = (
        ["" if text is None else text.removesuffix(_MIDNIGHT) for text in column.head(HEAD_ROWS).to_list()]
        for column in cells.get_columns()
    )
    return tuple(zip(*columns, strict=True))
