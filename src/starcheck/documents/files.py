"""The text of a file."""

from __future__ import annotations

from pathlib import Path

from starcheck.documents.characters import place_at
from starcheck.documents.encodings import guess_encoding, looks_binary
from starcheck.errors import InputError, Place, Problem, nearest, reason_of
from starcheck.language import Text, t

MAX_BYTES = 10 * 1024 * 1024
_SIGN = ":"
"""No YAML or JSON does without it."""


def read_text(path: Path, limit_bytes: int) -> str:
    """Read a UTF-8 file whole.

    Raises:
        InputError: if there is no such file, or it is too large, or not UTF-8 text.
    """
    return _decode(read_bytes(path, limit_bytes), str(path))


def read_bytes(path: Path, limit: int) -> bytes:
    """Read a file whole.

    Raises:
        InputError: if there is no such file, or it cannot be read, or is too large.
    """
    content = read_start(path, limit + 1)
    if len(content) > limit:
        size = max(path.stat().st_size, len(content))
        message = t(
            "The file has {size} MiB; at most {most} MiB are read.", size=_mebibytes(size), most=_mebibytes(limit)
        )
        raise _problem(str(path), message, t("Split it, or check that it is the right file."))
    return content


def read_start(path: Path, count: int) -> bytes:
    """The first bytes of a file.

    Raises:
        InputError: if there is no such file, or it cannot be read.
    """
    source = str(path)
    try:
        if path.is_dir():
            raise _problem(source, t("This is a folder, not a file."), t("Name a file in it."))
        if not path.exists():
            raise _problem(source, t("There is no such file."), similar_name(path))
        with path.open("rb") as file:
            return file.read(count)
    except (OSError, ValueError) as error:
        raise _problem(source, t("The file cannot be read: {reason}.", reason=reason_of(error))) from error


def similar_name(path: Path) -> Text:
    """A hint for a file that is not there: the nearest name beside it."""
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return nearest(path.name, names) or t("Check the folder and the spelling.")


def _decode(content: bytes, source: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error.start, source) from error
    if b"\0" in content and (encoding := guess_encoding(content, sign=_SIGN)):
        raise _wrong_encoding(encoding, source)
    if looks_binary(text):
        raise _no_text(source)
    return text


def _not_utf8(content: bytes, offset: int, source: str) -> InputError:
    if encoding := guess_encoding(content, sign=_SIGN):
        return _wrong_encoding(encoding, source)
    if b"\0" in content:
        return _no_text(source)
    before = content[:offset].decode("utf-8-sig")
    place = place_at(before, len(before), source)
    return InputError([Problem(place, t("The byte here is not UTF-8."), t("Type the character anew."))])


def _wrong_encoding(encoding: str, source: str) -> InputError:
    message = t("The file seems to be encoded in {encoding}, not in UTF-8.", encoding=encoding)
    return _problem(source, message, t("Open it in a text editor, choose “Save as”, then the encoding UTF-8."))


def _no_text(source: str) -> InputError:
    return _problem(source, t("This is not a text file."), t("Give a YAML or JSON file."))


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f}".removesuffix(".0")


def _problem(source: str, message: Text, hint: Text | None = None) -> InputError:
    return InputError([Problem(Place(source), message, hint)])
