"""Text files of tables in UTF-8, whatever they are written in."""

from __future__ import annotations

import codecs
import os
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from starcheck.documents.encodings import UTF_16_MARKS, guess_encoding, looks_binary
from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Text, t

CHUNK_BYTES = 1 << 20
MAX_LINE = 1 << 20
"""No first line of a table has more bytes."""
UNREADABLE = "surrogateescape"
"""How bytes that are no text are kept, so that their cell can be named."""

_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"x\x01", b"x\x9c", b"x\xda")
"""How gzip, Zstandard and zlib begin, which Polars would unpack without a limit."""
_ERRORS: Mapping[str, str] = {"GB18030": UNREADABLE, "UTF-16": "surrogatepass"}


class Utf8Text:
    """A text file in UTF-8: the file itself, or a copy that is removed with this.

    Attributes:
        path: where it can be read.
        encoding: what the file of its keeper is written in.
        line_end: the character that ends a line.
    """

    def __init__(self, path: Path, encoding: str, *, copied: bool = False) -> None:
        self.path = path
        self.encoding = encoding
        self.line_end = "\n"
        if copied:
            weakref.finalize(self, _remove, path)

    def lines(self) -> Iterator[str]:
        """The lines, each with its end."""
        with self.path.open(encoding="utf-8-sig", errors=UNREADABLE, newline=self.line_end) as file:
            yield from file

    def holds(self, byte: bytes) -> bool:
        """Whether a byte occurs anywhere."""
        with self.path.open("rb") as file:
            return any(byte in chunk for chunk in _chunks(file))


def as_utf8(path: Path) -> Utf8Text:
    """A text file in UTF-8; one in GB18030, or in UTF-16 with its mark, is copied.

    Raises:
        InputError: if the file is no text, or empty, or cannot be read.
    """
    try:
        text = _opened(path)
        _look_at_first_line(text, path)
    except (OSError, ValueError) as error:
        raise _problem(path, t("The file cannot be read: {reason}.", reason=reason_of(error))) from error
    return text


def _opened(path: Path) -> Utf8Text:
    with path.open("rb") as file:
        first = file.read(CHUNK_BYTES)
        if first.startswith(UTF_16_MARKS):
            return _copied(path, "UTF-16")
        if b"\0" in first and not _is_utf8(first) and guess_encoding(first, sign="\n", whole=False):
            raise _unmarked(path)
        if first.startswith(_COMPRESSED) or looks_binary(first.decode(errors="replace")):
            raise _problem(path, t("This is not a text file."), t("Give it the ending of what it is, such as .xlsx."))
        sample = _first_beyond_ascii(first, file)
    if not _is_utf8(sample) and guess_encoding(sample, whole=False) == "GB18030":
        return _copied(path, "GB18030")
    return Utf8Text(path, "UTF-8")


def _unmarked(path: Path) -> InputError:
    message = t("The file seems to be encoded in {encoding}, not in UTF-8.", encoding="UTF-16")
    return _problem(path, message, t("Open it in a text editor, choose “Save as”, then the encoding UTF-8."))


def _look_at_first_line(text: Utf8Text, path: Path) -> None:
    with text.path.open("rb") as file:
        first = file.read(MAX_LINE)
    if b"\n" not in first:
        if b"\r" in first:
            text.line_end = "\r"
        elif len(first) == MAX_LINE:
            message = t("The first line has more than {most} bytes.", most=MAX_LINE)
            raise _problem(path, message, t("Check that the file is a table with a row in each line."))
    if not first.removeprefix(codecs.BOM_UTF8).strip() or next(text.lines(), None) is None:
        raise _problem(path, t("The file is empty."), t("Write the headings into its first line."))


def _first_beyond_ascii(first: bytes, file: BinaryIO) -> bytes:
    """The first part of a file that is more than ASCII, if there is one."""
    if not first.isascii():
        return first
    return next((chunk for chunk in _chunks(file) if not chunk.isascii()), b"")


def _is_utf8(part: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _copied(path: Path, encoding: str) -> Utf8Text:
    errors = _ERRORS[encoding]
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    handle, name = tempfile.mkstemp(prefix="starcheck-", suffix=".csv")
    copy = Utf8Text(Path(name), encoding, copied=True)
    with os.fdopen(handle, "wb") as target, path.open("rb") as file:
        for chunk in _chunks(file):
            target.write(decoder.decode(chunk).encode("utf-8", errors))
        if decoder.getstate()[0]:
            message = t("The file ends in the middle of a character.")
            raise _problem(path, message, t("It was cut off: save it again."))
    return copy


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    return takewhile(bool, iter(lambda: file.read(CHUNK_BYTES), None))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _problem(path: Path, message: Text, hint: Text | None = None) -> InputError:
    return InputError([Problem(Place(str(path)), message, hint)])
