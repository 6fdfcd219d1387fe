"""What the records of an .xls file say of its cells: percentages, errors, formulas without results."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import NamedTuple

from starcheck.language import t
from starcheck.ledger.sources.spreadsheets.archive import REPAIR, damaged, password, refusal
from starcheck.ledger.sources.spreadsheets.compound import CompoundFile
from starcheck.ledger.sources.spreadsheets.notes import BookNotes, Cell, SheetNotes, Warned, last_saved, never_run
from starcheck.ledger.sources.spreadsheets.percentages import BUILT_IN, percentage, plain, shift_of


class _Kind:
    """The kinds of records that matter here."""

    BOF, EOF, FILEPASS, BOUNDSHEET, SUPBOOK, FORMAT, XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x01AE, 0x041E, 0x00E0
    FORMULA, STRING, NUMBER, RK, MULRK, BOOLERR = 0x0006, 0x0207, 0x0203, 0x027E, 0x00BD, 0x0205


_BESIDE_FORMULA = frozenset({0x04BC, 0x0221, 0x0236})
"""Records that may stand between a formula and its text."""
_FILLED = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records of cells that are not blank."""
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01
_ENCRYPTED, _MACROS = "EncryptedPackage", "_VBA_PROJECT_CUR"
_READ_DECIMALS = 9
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class _Globals(NamedTuple):
    sheets: list[tuple[int, bool]]
    shifts: dict[int, int]
    has_links: bool


def notes_of(file: CompoundFile) -> BookNotes:
    """What is to be known of the cells of a workbook.

    Raises:
        InputError: if it is damaged, or protected by a password, or no workbook.
    """
    if _ENCRYPTED in file.names:
        raise password(file.source)
    stream = file.stream("Workbook") or file.stream("Book")
    if not stream:
        raise refusal(file.source, t("This is not a workbook."), REPAIR)
    try:
        book = _globals(stream, file.source)
        sheets = {
            number: _sheet(stream, start, book.shifts) if has_cells else SheetNotes(chart=True)
            for number, (start, has_cells) in enumerate(book.sheets)
        }
    except (struct.error, IndexError) as error:
        raise damaged(file.source) from error
    return BookNotes(sheets, tuple(_warnings(file, book)))


def _warnings(file: CompoundFile, book: _Globals) -> Iterator[Warned]:
    if _MACROS in file.names:
        yield never_run()
    if book.has_links:
        yield last_saved()


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on to the end of what begins there; charts within are left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == _Kind.BOF:
            depth += 1
        elif kind == _Kind.EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _globals(stream: bytes, source: str) -> _Globals:
    sheets: list[tuple[int, bool]] = []
    formats = dict.fromkeys(BUILT_IN, 2)
    styles: list[int] = []
    has_links = False
    for kind, data in _records(stream, 0):
        match kind:
            case _Kind.FILEPASS:
                raise password(source)
            case _Kind.BOUNDSHEET:
                sheets.append((struct.unpack_from("<I", data)[0], data[5] == 0))
            case _Kind.FORMAT if (shift := shift_of(_format_code(data))) is not None:
                formats[struct.unpack_from("<H", data)[0]] = shift
            case _Kind.XF:
                styles.append(struct.unpack_from("<H", data, 2)[0])
            case _Kind.SUPBOOK:
                has_links = has_links or struct.unpack_from("<H", data, 2)[0] not in {_OWN_SHEETS, _ADD_INS}
    shifts = {style: formats[number] for style, number in enumerate(styles) if number in formats}
    return _Globals(sheets, shifts, has_links)


def _format_code(data: bytes) -> str:
    length, is_wide = struct.unpack_from("<HB", data, 2)
    code = data[5:]
    return code[: 2 * length].decode("utf-16-le", "replace") if is_wide & 1 else code[:length].decode("latin-1")


def _sheet(stream: bytes, start: int, shifts: dict[int, int]) -> SheetNotes:
    notes = SheetNotes()
    awaited: Cell | None = None
    for kind, data in _records(stream, start):
        if awaited is not None and kind not in _BESIDE_FORMULA:
            if kind != _Kind.STRING:
                notes.uncalculated.append(awaited)
            awaited = None
        if kind in _FILLED:
            row, column = _cell(data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _Kind.MULRK else column
            notes.height, notes.width = max(notes.height, row), max(notes.width, last + 1)
        if kind == _Kind.FORMULA and data[12:14] == b"\xff\xff":
            awaited = _note_result(notes, data)
        elif kind == _Kind.BOOLERR and data[7]:
            notes.errors[_cell(data)] = _error(data[6])
        else:
            _note_numbers(notes, kind, data, shifts)
    if awaited is not None:
        notes.uncalculated.append(awaited)
    return notes


def _note_result(notes: SheetNotes, data: bytes) -> Cell | None:
    """Take note of a result that is no number; the cell, if its text is to follow."""
    cell = _cell(data)
    match data[6]:
        case 0:
            return cell
        case 2:
            notes.errors[cell] = _error(data[8])
    return None


def _note_numbers(notes: SheetNotes, kind: int, data: bytes, shifts: dict[int, int]) -> None:
    for (row, column), style, value in _numbers(kind, data):
        if math.isfinite(value) and round(value, _READ_DECIMALS) != value:
            notes.numbers[row, column] = plain(value)
        if style in shifts and (seen := percentage(repr(value), shifts[style])):
            notes.texts[row, column] = seen


def _numbers(kind: int, data: bytes) -> Iterator[tuple[Cell, int, float]]:
    """The cells of a record that hold numbers, their styles, their values."""
    match kind:
        case _Kind.NUMBER | _Kind.FORMULA:
            style, value = struct.unpack_from("<Hd", data, 4)
            yield _cell(data), style, value
        case _Kind.RK:
            style, packed = struct.unpack_from("<HI", data, 4)
            yield _cell(data), style, _unpacked(packed)
        case _Kind.MULRK:
            row, column = _cell(data)
            for number, (style, packed) in enumerate(struct.iter_unpack("<HI", data[4:-2])):
                yield (row, column + number), style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """A number of 30 bits: whole or the upper half of a float, perhaps times 100."""
    if packed & 2:
        value: float = struct.unpack("<i", struct.pack("<I", packed))[0] >> 2
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & ~3))[0]
    return value / 100 if packed & 1 else value


def _cell(data: bytes) -> Cell:
    row, column = struct.unpack_from("<HH", data)
    return row + 1, column


def _error(code: int) -> str:
    return _ERRORS.get(code, f"#{code}")
