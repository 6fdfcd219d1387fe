"""Characters that no text of an input may hold."""

from __future__ import annotations

import re
from itertools import islice

from starcheck.errors import Place, Problem
from starcheck.language import Text, t

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What nobody can see, what moves a terminal's cursor, what no file can hold."""


MAX_LISTED = 20
"""Whoever has more of them has one problem, not many."""


def control_characters(text: str, source: str) -> list[Problem]:
    """A problem for each of the first control characters of a file."""
    return [
        control_character(found.group(), place_at(text, found.start(), source))
        for found in islice(CONTROL.finditer(text), MAX_LISTED)
    ]


def control_character(character: str, place: Place) -> Problem:
    """The problem of one control character."""
    return Problem(place, *not_allowed(character))


def not_allowed(character: str) -> tuple[Text, Text]:
    """That a control character is not allowed, then what to do."""
    code = f"{ord(character):04X}"
    return t("The control character U+{code} is not allowed.", code=code), t("Remove it.")


def place_at(text: str, offset: int, source: str) -> Place:
    """Line and column of a character."""
    return Place(source, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
