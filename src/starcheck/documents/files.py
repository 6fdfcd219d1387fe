"""The text of a file."""

from __future__ import annotations

from pathlib import Path

from starcheck.documents.characters import CONTROL, place_at
from starcheck.errors import InputError, Place, Problem, nearest, reason_of
from starcheck.language import Text, t

MAX_BYTES = 10 * 1024 * 1024


def read_text(path: Path, limit_bytes: int) -> str:
    """Read a UTF-8 file whole.

    Raises:
        InputError: if there is no such file, or it is too large, or not UTF-8 text.
    """
    return _decode(_read_bytes(path, limit_bytes), str(path))


def _read_bytes(path: Path, limit: int) -> bytes:
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
            raise _problem(source, t("There is no such file."), _similar_name(path))
        with path.open("rb") as file:
            return file.read(count)
    except (OSError, ValueError) as error:
        raise _problem(source, t("The file cannot be read: {reason}.", reason=reason_of(error))) from error


def _similar_name(path: Path) -> Text:
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return nearest(path.name, names) or t("Check the folder and the spelling.")


def _decode(content: bytes, source: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error.start, source) from error
    if b"\0" in content and (encoding := _guess_encoding(content)):
        raise _wrong_encoding(encoding, source)
    if _looks_binary(text):
        raise _no_text(source)
    return text


def _not_utf8(content: bytes, offset: int, source: str) -> InputError:
    if encoding := _guess_encoding(content):
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


def _guess_encoding(content: bytes) -> str | None:
    """The encoding of a text that is not UTF-8, if it reads like one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if b"\0" in content:
        return "UTF-16" if _reads_as(content, "utf-16-le") or _reads_as(content, "utf-16-be") else None
    return "GB18030" if _mostly_not_utf8(content) and _reads_as(content, "gb18030") else None


def _reads_as(content: bytes, encoding: str) -> bool:
    """Whether this could be YAML or JSON in an encoding: no such text does without a colon."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return ":" in text and not CONTROL.search(text)


def _looks_binary(text: str) -> bool:
    sample = text[:1000]
    return 10 * len(CONTROL.findall(sample)) > len(sample)


def _mostly_not_utf8(content: bytes) -> bool:
    """Whether more is wrong than a few damaged characters."""
    text = content.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return 2 * text.count("\ufffd") > beyond_ascii


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f}".removesuffix(".0")


def _problem(source: str, message: Text, hint: Text | None = None) -> InputError:
    return InputError([Problem(Place(source), message, hint)])
