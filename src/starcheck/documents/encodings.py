"""In which encoding a text seems to be written."""

from __future__ import annotations

import codecs

from starcheck.documents.characters import CONTROL

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_DAMAGED = "\ufffd"
_ASCII = "\x7f"
_TWO_BYTES = "\u07ff"
"""The last character that UTF-8 writes in two bytes; 学时 in GB18030 reads as two such characters."""


def guess_encoding(content: bytes, *, sign: str = "", whole: bool = True) -> str | None:
    """The encoding of a text that is not UTF-8, if it reads like one.

    Args:
        content: the text, or a part of it.
        sign: what such a text does not do without.
        whole: whether the content does not end within a character.
    """
    if content.startswith(UTF_16_MARKS):
        return "UTF-16"
    if b"\0" in content:
        return "UTF-16" if any(_reads_as(content, name, sign, whole) for name in ("utf-16-le", "utf-16-be")) else None
    return "GB18030" if _mostly_not_utf8(content) and _reads_as(content, "gb18030", sign, whole, damaged=0.1) else None


def looks_binary(text: str) -> bool:
    """Whether a text begins with so many control characters that it is none."""
    sample = text[:1000]
    return 10 * len(CONTROL.findall(sample)) > len(sample)


def _reads_as(content: bytes, encoding: str, sign: str, whole: bool, *, damaged: float = 0) -> bool:
    """Whether this is text in an encoding, of which some part may be damaged."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(content, final=whole)
    return sign in text and not CONTROL.search(text) and text.count(_DAMAGED) <= damaged * _beyond(_ASCII, text)


def _mostly_not_utf8(content: bytes) -> bool:
    """Whether more is wrong than a few damaged characters."""
    text = content.decode("utf-8", errors="replace")
    return 2 * text.count(_DAMAGED) > _beyond(_TWO_BYTES, text)


def _beyond(last: str, text: str) -> int:
    return sum(character > last for character in text)
