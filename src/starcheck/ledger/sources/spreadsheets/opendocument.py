"""What an .ods file says of its cells: percentages, times, errors, formulas without results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from starcheck.language import t
from starcheck.ledger.sources.spreadsheets.archive import REPAIR, Archive, password, refusal
from starcheck.ledger.sources.spreadsheets.markup import local, parse
from starcheck.ledger.sources.spreadsheets.notes import BookNotes, SheetNotes, Warned, last_saved, never_run
from starcheck.ledger.sources.spreadsheets.percentages import percentage, plain

CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_OTHERS = ("styles.xml", "settings.xml", "meta.xml")

MOST_REPEATED = 100_000
"""How many cells in a row or column may be written as one that is repeated, if it is not empty."""
_READ_DECIMALS = 9
_DIGITS = 9
"""How many digits of a number of repetitions are read: more than enough to refuse it."""
_LINKS = (b"<table:table-source", b"<table:cell-range-source", b"<table:dde-link")
_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|Err:\d+")
_CELLS = ("table-cell", "covered-table-cell")


def notes_of(archive: Archive) -> BookNotes:
    """What is to be known of the cells of a workbook.

    Raises:
        InputError: if it is damaged, protected by a password, or larger than it seems.
    """
    if b"encryption-data" in archive.part(_MANIFEST):
        raise password(archive.source)
    for name in _OTHERS:
        archive.part(name)
    content = archive.part(CONTENT)
    tables = _Tables(archive.source)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = tables.start
    parser.EndElementHandler = tables.end
    parser.CharacterDataHandler = tables.characters
    parse(parser, content, archive.source)
    return BookNotes(dict(enumerate(tables.notes)), tuple(_warnings(archive.names, content)))


def _warnings(names: list[str], content: bytes) -> Iterator[Warned]:
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        yield never_run()
    if any(link in content for link in _LINKS):
        yield last_saved()


class _Tables:
    """Takes note of the cells of all tables as a parser meets them."""

    def __init__(self, source: str) -> None:
        self.notes: list[SheetNotes] = []
        self._source = source
        self._row = self._rows = self._column = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._in_text = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match name:
            case "table:table":
                self.notes.append(SheetNotes())
                self._row = self._rows = 0
            case "table:table-row":
                self._row += self._rows
                self._rows = _times(attributes, "table:number-rows-repeated")
                self._column = 0
            case "table:table-cell" | "table:covered-table-cell" if self._rows:
                self._cell, self._text = attributes, []
            case "text:p":
                self._in_text += 1

    def characters(self, data: str) -> None:
        """Text within an element."""
        if self._in_text:
            self._text.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "text:p":
            self._in_text -= 1
        elif self._cell is not None and local(name) in _CELLS:
            self._end_cell(self._cell, "".join(self._text))
            self._cell = None

    def _end_cell(self, cell: dict[str, str], text: str) -> None:
        columns = _times(cell, "table:number-columns-repeated")
        kind, formula = cell.get("office:value-type", ""), cell.get("table:formula")
        if kind or formula or text:
            notes = self.notes[-1]
            notes.height = max(notes.height, self._row + self._rows)
            notes.width = max(notes.width, self._column + columns)
            self._note(notes, cell, kind, text, columns)
        self._column += columns

    def _note(self, notes: SheetNotes, cell: dict[str, str], kind: str, text: str, columns: int) -> None:
        value = cell.get("office:value", "")
        is_error = cell.get("calcext:value-type") == "error" or ("table:formula" in cell and _ERROR.fullmatch(text))
        seen = _seen(kind, cell, value)
        if not is_error and seen is None and kind:
            return
        if self._rows * columns > MOST_REPEATED:
            message = t(
                "A cell is repeated {count} times; at most {most} are read.",
                count=self._rows * columns,
                most=MOST_REPEATED,
            )
            raise refusal(self._source, message, REPAIR)
        for row in range(self._row + 1, self._row + self._rows + 1):
            for column in range(self._column, self._column + columns):
                if is_error:
                    notes.errors[row, column] = text
                elif seen is not None:
                    notes.texts[row, column] = seen
                else:
                    notes.uncalculated.append((row, column))


def _times(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(name, "")
    return int(written[:_DIGITS]) if re.fullmatch("[0-9]+", written) else 1


def _seen(kind: str, cell: dict[str, str], value: str) -> str | None:
    """What the keeper sees in a cell, if the reader gives something else."""
    match kind:
        case "float" if len(value.rpartition(".")[2]) > _READ_DECIMALS and "." in value:
            return _plain(value)
        case "percentage":
            return percentage(value, 2)
        case "date" if "T" in (day := cell.get("office:date-value", "")):
            return day.replace("T", " ")
        case "time" if time := _TIME.fullmatch(cell.get("office:time-value", "")):
            return ":".join(time.groups())
        case "boolean":
            return cell.get("office:boolean-value")
    return None


def _plain(value: str) -> str | None:
    try:
        return plain(float(value))
    except (ValueError, ArithmeticError):
        return None
