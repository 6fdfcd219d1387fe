"""Texts as they compare, however somebody's keyboard wrote them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from unicodedata import category, normalize

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""What takes no room, as a range of characters of a regular expression."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_EDGES = re.compile(rf"\A[\s{INVISIBLE}]+|[\s{INVISIBLE}]+\Z")


def stripped(text: str) -> str:
    """A text without what nobody sees around it; inside it stays as it was written."""
    return _EDGES.sub("", text)


def folded(text: str) -> str:
    """A text with characters of one width, one space for white space, and nothing that nobody sees.

    Raised, lowered and circled digits stay as they are: the mark of a footnote never becomes part of a number.
    """
    visible = _INVISIBLE.sub("", text)
    if not visible.isascii():
        runs = groupby(visible, key=lambda character: category(character) == "No")
        visible = "".join("".join(run) if marks else normalize("NFKC", "".join(run)) for marks, run in runs)
    return " ".join(visible.split())


def comparable(text: str) -> str:
    """What texts that differ in white space, width and case alone have in common."""
    return "".join(folded(text).split()).casefold()


@lru_cache(maxsize=100_000)
def heading_key(text: str) -> str:
    """What headings that mean the same have in common; a star marks a required column."""
    return comparable(text).strip("*")
