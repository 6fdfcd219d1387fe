"""Numbers and dates without the stray characters around their parts."""

from __future__ import annotations

import re

from starcheck.documents.folding import folded

_STRAY = re.compile(r"(?<![0-9]) | (?![0-9])")
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2012\u2013\u2212", "-"))


def compact(text: str) -> str:
    """A text of one width without stray spaces; a space between two digits stays, since it may part two numbers.

    An apostrophe before it only tells a spreadsheet that a text follows.
    """
    return _STRAY.sub("", folded(text).removeprefix("'").translate(_MINUS))
