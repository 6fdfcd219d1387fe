"""Lines of text by the columns they take on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from wcwidth import iter_graphemes, wcswidth

_OPENING = frozenset("（《「『【〔“‘([{")
_CLOSING = frozenset("，。、；：！？）》」』】〕”’％…～—·)]},.;:!?%/")
_PARTING = frozenset("，、；")
"""Behind which, or a space, a full stop begins the ending of a file and closes nothing."""
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs"})
_REPLACEMENT = "\ufffd"
_WIDE = 2


def clean(text: str) -> str:
    """Text on one line that cannot steer a terminal: control characters are replaced, runs of spaces become one."""
    return "".join(_REPLACEMENT if _steers(char) else char for char in " ".join(text.split()))


def columns(text: str) -> int:
    """How many columns the text takes; it must be `clean`."""
    return wcswidth(text)


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines.

    Lines break at spaces or beside wide characters. They never start with a closing mark, end with an opening one, or
    part a number from the word that follows it.

    Args:
        text: what to break; it must be `clean`.
        width: the most columns of a line.
        first: what the first line starts with.
        rest: what every other line starts with.
    """
    lines, line, start = [], first, first
    for piece in _pieces(text, max(1, width - max(columns(first), columns(rest)))):
        if line != start and columns(line + piece) > width:
            lines.append(line)
            line = start = rest
        line += piece.lstrip() if line == start else piece
    return [*lines, line]


def _steers(char: str) -> bool:
    return char in _REORDERING or unicodedata.category(char) in _UNPRINTABLE


def _pieces(text: str, room: int) -> Iterator[str]:
    """What stays together, each piece with the space before it; a piece longer than the room is cut."""
    piece, last = "", ""
    for space, cluster in _clusters(text):
        if piece and (_may_break(last, space, cluster) or columns(piece.lstrip() + space + cluster) > room):
            yield piece
            piece = ""
        piece, last = piece + space + cluster, cluster
    if piece:
        yield piece


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Every visible character, combining marks included, with the space before it."""
    space = ""
    for cluster in iter_graphemes(text):
        if cluster == " ":
            space = cluster
        else:
            yield space, cluster
            space = ""


def _may_break(before: str, space: str, after: str) -> bool:
    begins = after == "." and (bool(space) or before in _PARTING)
    if before in _OPENING or before.isdecimal() or (after in _CLOSING and not begins):
        return False
    return bool(space) or _is_wide(before) or _is_wide(after)


def _is_wide(cluster: str) -> bool:
    return columns(cluster) >= _WIDE
