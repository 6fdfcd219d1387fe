"""What the parts of an .xlsx file say of its cells: percentages, errors, formulas without results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from starcheck.ledger.sources.spreadsheets.archive import Archive
from starcheck.ledger.sources.spreadsheets.markup import elements, local, parse
from starcheck.ledger.sources.spreadsheets.notes import BookNotes, Cell, SheetNotes, Warned, last_saved, never_run
from starcheck.ledger.sources.spreadsheets.percentages import BUILT_IN, percentage, plain, shift_of

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedstrings.xml"

_SPECIAL = re.compile(
    rb"<c(?![a-zA-Z])"
    rb'(?! r="[A-Z]{1,2}\d{1,4}"(?: s="\d+")?(?: t="[bins]\w*")?(?:/>|>(?:<v>|<is>|</c>)))'
)
"""A cell that is not just typed: a formula, an error, a date as text, or one without an address, or far out."""
_PREFIXED = re.compile(rb":c[\s>/]")
_ODD = re.compile(
    rb"<!|<c(?![a-zA-Z])"
    rb'(?! r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?: t="[beins]\w*")?(?:/>|>(?:<f[\s>/]|<v>|<v ?/>|<is>|</c>)))'
)
"""A cell that is not written the way the usual programs write it; only a parser finds what it is."""
_ANY_FORMULA = rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)"
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")? t="e">' + _ANY_FORMULA + rb"?<v>([^<]*)</v>",
)
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="n")?>' + _ANY_FORMULA + rb"(?:<v ?/>|<v></v>)?</c>",
)
_COLUMN, _ROW = re.compile(rb'<c r="([A-Z]+)'), re.compile(rb'<c r="[A-Z]+(\d+)')
_LONG, _TINY = re.compile(rb"\.\d{10}"), re.compile(rb"-(?<=[Ee]-)\d+<")
_LONG_NUMBER = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="n")?>'
    + _ANY_FORMULA
    + rb"?<v>(-?\d+\.\d{10,}|-?\d+(?:\.\d+)?[Ee]-\d{1,3})</v>"
)
_SLICE, _OVERLAP = 2**24, 32
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def notes_of(archive: Archive) -> BookNotes:
    """What is to be known of the cells of a workbook.

    Raises:
        InputError: if a part is damaged.
    """
    archive.part(_STRINGS)
    shifts = _shifts(archive)
    shown_as_percentage = _styled(shifts)
    sheets: dict[int, SheetNotes] = {}
    for number, target in enumerate(_targets(archive)):
        if target is None:
            sheets[number] = SheetNotes(chart=True)
            continue
        part = archive.part(target)
        if notes := _special(part, shifts, shown_as_percentage, archive):
            sheets[number] = notes
        if _LONG.search(part) or _TINY.search(part):
            sheets.setdefault(number, SheetNotes()).numbers = _long_numbers(part)
    return BookNotes(sheets, tuple(_warnings(archive.names)))


def _targets(archive: Archive) -> Iterator[str | None]:
    """The part of each sheet in order, None for one that holds no cells."""
    relations = {
        attributes.get("Id"): attributes
        for name, attributes in elements(archive.part(_RELATIONS), archive.source)
        if name == "Relationship"
    }
    for name, attributes in elements(archive.part(WORKBOOK), archive.source):
        if name != "sheet":
            continue
        references = (value for key, value in attributes.items() if key.endswith(":id"))
        relation = relations.get(next(references, None), {})
        yield _path(relation.get("Target", "")) if relation.get("Type", "").endswith("/worksheet") else None


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"


def _warnings(names: Iterable[str]) -> Iterator[Warned]:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        yield never_run()
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in names):
        yield last_saved()


def _shifts(archive: Archive) -> dict[str, int]:
    """The styles of cells that show percentages, and by how many digits they move the point."""
    part = archive.part(_STYLES)
    if not any(sign in part for sign in (b"%", b'numFmtId="9"', b'numFmtId="10"')):
        return {}
    formats = {str(number): 2 for number in BUILT_IN}
    styles: list[str] = []
    within = ""
    for name, attributes in elements(part, archive.source):
        match name:
            case "numFmt":
                shift = shift_of(attributes.get("formatCode", ""))
                if shift is not None:
                    formats[attributes.get("numFmtId", "")] = shift
            case "cellStyleXfs" | "cellXfs" | "cellStyles":
                within = name
            case "xf" if within == "cellXfs":
                styles.append(attributes.get("numFmtId", ""))
    return {str(style): formats[number] for style, number in enumerate(styles) if number in formats}


def _styled(shifts: Mapping[str, int]) -> re.Pattern[bytes] | None:
    """What finds the numbers that have one of these styles."""
    if not shifts:
        return None
    styles = "|".join(shifts).encode()
    return re.compile(
        rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(' + styles + rb')"(?: t="n")?>' + _ANY_FORMULA + rb"?<v>([^<]+)</v>"
    )


def _special(
    part: bytes, shifts: Mapping[str, int], shown_as_percentage: re.Pattern[bytes] | None, archive: Archive
) -> SheetNotes | None:
    """What is to be known of a sheet if some cell of it is not just typed: most are, and a glance must do for them."""
    is_special = bool(_SPECIAL.search(part))
    if _PREFIXED.search(part) or (is_special and _ODD.search(part)):
        return _read(part, shifts, archive)
    if not is_special and not (shown_as_percentage and shown_as_percentage.search(part)):
        return None
    notes = _measured(part) if is_special else SheetNotes()
    if is_special:
        notes.errors = {_cell(*found[:2]): found[2].decode() for found in _ERROR.findall(part)}
        notes.uncalculated = [_cell(*found) for found in _UNCALCULATED.findall(part)]
    if shown_as_percentage:
        for letters, row, style, value in shown_as_percentage.findall(part):
            if seen := percentage(value.decode(), shifts[style.decode()]):
                notes.texts[_cell(letters, row)] = seen
    return notes


def _long_numbers(part: bytes) -> dict[Cell, str]:
    return {_cell(letters, row): plain(float(value)) for letters, row, value in _LONG_NUMBER.findall(part)}


def _cell(letters: bytes, row: bytes) -> Cell:
    return int(row), _number(letters.decode()) - 1


def _measured(part: bytes) -> SheetNotes:
    """The size of a sheet whose cells have plain addresses."""
    height = width = 0
    for start in range(0, len(part), _SLICE):
        piece = part[start : start + _SLICE + _OVERLAP]
        height = max(height, *map(int, set(_ROW.findall(piece))), 0)
        width = max(width, *(_number(letters.decode()) for letters in set(_COLUMN.findall(piece))), 0)
    return SheetNotes(height=height, width=width)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _read(part: bytes, shifts: Mapping[str, int], archive: Archive) -> SheetNotes:
    cells = _Cells(shifts)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.CharacterDataHandler = cells.characters
    parse(parser, part, archive.source)
    return cells.notes


class _Cells:
    """Takes note of the cells of a sheet as a parser meets them."""

    def __init__(self, shifts: Mapping[str, int]) -> None:
        self.notes = SheetNotes()
        self._shifts = shifts
        self._row = self._column = 0
        self._type = ""
        self._shift: int | None = None
        self._has_formula = self._in_value = False
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match local(name):
            case "c":
                self._start_cell(attributes)
            case "row":
                row = attributes.get("r", "")
                self._row = int(row) if _ROW_NUMBER.fullmatch(row) else self._row + 1
                self._column = 0
            case "f":
                self._has_formula = True
            case "v":
                self._in_value = True

    def characters(self, data: str) -> None:
        """Text within an element."""
        if self._in_value:
            self._value.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        match local(name):
            case "v":
                self._in_value = False
            case "c":
                self._end_cell("".join(self._value))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if address := _ADDRESS.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(address[2]), _number(address[1])
        self._type = attributes.get("t", "n")
        self._shift = self._shifts.get(attributes.get("s", ""))
        self._has_formula = False
        self._value = []

    def _end_cell(self, value: str) -> None:
        notes, cell = self.notes, (self._row, self._column - 1)
        notes.height, notes.width = max(notes.height, self._row), max(notes.width, self._column)
        match self._type:
            case "e":
                notes.errors[cell] = value
            case "d":
                notes.texts[cell] = value.replace("T", " ").removesuffix("Z")
            case "n" if not value and self._has_formula:
                notes.uncalculated.append(cell)
            case "n" if self._shift is not None and (seen := percentage(value, self._shift)):
                notes.texts[cell] = seen
