"""Tables in text files, one record a line: .csv, .tsv, .txt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Text, t
from starcheck.ledger.sheets import HEAD_ROWS, ROW, Sheet
from starcheck.ledger.sources.encodings import Utf8Text, as_utf8
from starcheck.ledger.sources.faults import faults
from starcheck.ledger.sources.parsing import cells, records
from starcheck.ledger.sources.streams import guarded

MAX_COLUMNS = 1_000

_DELIMITERS: Mapping[str, str | Text] = {",": "“,”", ";": "“;”", "\t": t("tab"), "|": "“|”"}
_DECLARED = re.compile(r'"?sep=([,;\t|])[",;\t|\s]*', re.IGNORECASE)
_FULL_WIDTH = ("，", "；")
"""What people type between cells, and no program reads."""


def read_delimited(path: Path) -> Sheet:
    """A table in UTF-8, GB18030, or UTF-16 with its mark, its cells between commas, semicolons, tabs or bars.

    Raises:
        InputError: if there is no table in the file; also where the body is collected, if a row cannot be read.
    """
    text = as_utf8(path)
    source = str(path)
    first = list(islice(records(text.lines()), HEAD_ROWS))
    delimiter = _delimiter(first, source)
    rows = [cells(record, delimiter) or record.split(delimiter) for record in first]
    width = _width(map(len, rows))
    if width > MAX_COLUMNS:
        message = t("The table has {count} columns; at most {most} are read.", count=width, most=MAX_COLUMNS)
        raise InputError(
            [Problem(Place(source), message, t("Check that the file is a table with a row in each line."))]
        )
    table = _Table(text, source, delimiter, width)
    if text.holds(b"\0"):
        raise table.explained()
    head = tuple(tuple((row + [""] * width)[:width]) for row in rows)
    return Sheet(source, path.stem, head, table.body, rows=_about(text.path.stat().st_size, first))


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a file, none of which may have more cells than the others."""

    text: Utf8Text
    source: str
    delimiter: str
    width: int

    def body(self, skip: int) -> pl.LazyFrame:
        """The rows below so many."""
        schema = {ROW: pl.UInt32(), **{str(number): pl.String() for number in range(self.width)}}
        return guarded(partial(self._scan, skip), schema, self._checked, self.explained)

    def explained(self, error: Exception | None = None) -> InputError:
        """What is wrong with the rows."""
        try:
            return InputError(faults(self.text, self.source, self.delimiter, self.width, error))
        except OSError as gone:
            message = t("The file cannot be read: {reason}.", reason=reason_of(gone))
            return InputError([Problem(Place(self.source), message)])

    def _scan(self, skip: int, _: list[str] | None) -> pl.LazyFrame:
        # One column more than there should be shows what is too much; every column is read, since Polars passes over
        # further cells in silence where only some are.
        return pl.scan_csv(
            self.text.path,
            has_header=False,
            separator=self.delimiter,
            eol_char=self.text.line_end,
            schema={str(number): pl.String for number in range(self.width + 1)},
            missing_columns="insert",
            null_values="",
            row_index_name=ROW,
            row_index_offset=1,
            glob=False,
        ).slice(skip)

    def _checked(self, rows: pl.DataFrame) -> pl.DataFrame:
        beyond = rows.get_column(str(self.width))
        if beyond.null_count() < len(beyond):
            raise self.explained()
        return rows.drop(str(self.width))


def _about(size: int, first: Sequence[str]) -> int:
    """How many rows a file of so many bytes has, if they are all like the first of them."""
    return size * len(first) // max(1, sum(len(record.encode(errors="replace")) for record in first))


def _delimiter(first: Sequence[str], source: str) -> str:
    """What separates the cells: that by which the most rows have as many cells as one another."""
    if first and (declared := _DECLARED.fullmatch(first[0])):
        return declared[1]
    alike = {delimiter: _alike(first, delimiter) for delimiter in _DELIMITERS}
    most = max(alike.values())
    if not most:
        _refuse_full_width(first, source)
    fitting = [delimiter for delimiter, count in alike.items() if count == most]
    if most and len(fitting) > 1:
        names = [_DELIMITERS[delimiter] for delimiter in fitting]
        message = t("It is not clear what separates the cells; these fit alike: {choices}.", choices=names)
        hint = t("Write “sep=,” into a line of its own above all others, with the character that separates them.")
        raise InputError([Problem(Place(source), message, hint)])
    return fitting[0]


def _refuse_full_width(first: Sequence[str], source: str) -> None:
    filled = sum(1 for record in first if record.strip())
    for mark in _FULL_WIDTH:
        if _alike(first, mark) == filled:
            message = t("The cells seem to be separated by “{mark}”, which may stand in any text.", mark=mark)
            hint = t("Separate them by “,”, “;”, “|” or tabs, or save the table as CSV from a spreadsheet.")
            raise InputError([Problem(Place(source), message, hint)])


def _alike(first: Sequence[str], delimiter: str) -> int:
    rows = [row for record in first if record.strip() and (row := cells(record, delimiter))]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _width(widths: Iterable[int]) -> int:
    """How many columns there are: as many as most rows have, those aside that only stand above."""
    counts = Counter(widths)
    widest = max(counts)
    return max((width for width in counts if 2 * width >= widest), key=counts.__getitem__)
