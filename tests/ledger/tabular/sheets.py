"""Books of sheets that hold what a test writes down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from starcheck.language import Lang, Text, Title, say
from starcheck.ledger.sheets import HEAD_ROWS, ROW, Book, Sheet
from starcheck.ledger.tabular.reading import Reading, read_books
from tests.ledger.small import RULES

BRANCH = ("支部", [["支部编号", "人数"], ["b1", "9"]])
SOURCE = "ledger.xlsx"


def sheet(name: str, rows: Sequence[Sequence[str | None]], source: str = SOURCE, *, hidden: bool = False) -> Sheet:
    """A sheet of texts, its first row in line 1."""
    width = max(map(len, rows), default=0)
    texts = [[cell or "" for cell in row] + [""] * (width - len(row)) for row in rows]
    columns = {str(number): [row[number] or None for row in texts] for number in range(width)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))

    def body(skip: int) -> pl.LazyFrame:
        return frame.lazy().slice(skip).with_row_index(ROW, skip + 1)

    return Sheet(source, name, tuple(map(tuple, texts[:HEAD_ROWS])), body, within=name, hidden=hidden)


def typed_sheet(name: str, frame: pl.DataFrame, source: str = "data.duckdb") -> Sheet:
    """A table of named, typed columns."""
    columns = dict(zip(frame.columns, map(str, range(frame.width)), strict=True))
    rows = frame.rename(columns).lazy().with_row_index(ROW, 1)
    return Sheet(source, name, (tuple(columns),), lambda _: rows, within=name, lettered=False, titled=True)


def book(*sheets: tuple[str, Sequence[Sequence[str | None]]], source: str = SOURCE) -> Book:
    """A workbook of texts."""
    return Book(source, tuple(sheet(name, rows, source) for name, rows in sheets))


def read(*sheets: tuple[str, Sequence[Sequence[str | None]]], most: int = 20) -> Reading:
    """What a workbook of one branch holds beside its branch."""
    own = [] if any(name == BRANCH[0] for name, _ in sheets) else [BRANCH]
    return read_books([book(*own, *sheets)], RULES, most=most)


def problems(reading: Reading, lang: Lang = "en") -> list[str]:
    """The problems, without the name of the workbook."""
    return [each.say(lang).removeprefix(f"{SOURCE}:") for each in reading.problems]


def warnings(reading: Reading, lang: Lang = "en") -> list[str]:
    """The warnings, without the name of the workbook."""
    return [each.say(lang).removeprefix(f"{SOURCE}:") for each in reading.warnings]


def repairs(reading: Reading) -> list[tuple[str, str, str, int]]:
    """The repairs: where, what stands there, what it was read as, how often."""
    return [
        (str(each.place).removeprefix(f"{SOURCE}:"), each.read, _said(each.taken), each.count)
        for each in reading.repairs
    ]


def _said(taken: Text | Title | str) -> str:
    return taken if isinstance(taken, str) else say(taken, "en")


def texts(frame: pl.LazyFrame | None, column: str) -> Iterable[object]:
    """A column of a typed table."""
    assert frame is not None
    return frame.select(column).collect().to_series().to_list()
