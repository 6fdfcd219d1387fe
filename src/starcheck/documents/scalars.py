"""What an unquoted word of YAML 1.2 means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from starcheck.language import Text, t

Scalar: TypeAlias = str | bool | int | Decimal | date | None

MAX_DIGITS = 40

_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)

YES_OR_NO = frozenset(
    spelling for word in ("y", "n", "yes", "no", "on", "off") for spelling in (word, word.capitalize(), word.upper())
)
"""Words that older YAML reads as true or false, so that their writer may have meant either."""

_FIRST = frozenset("0123456789+-.NI")
"""What a number, a date, NaN or Infinity begins with; anything else is text."""


class NotAllowedError(Exception):
    """A word that could be misread.

    Attributes:
        message: what is wrong.
        hint: what to write.
    """

    def __init__(self, message: Text, hint: Text) -> None:
        self.message = message
        self.hint = hint
        super().__init__(str(message))


def resolve(word: str) -> Scalar:
    """The value of an unquoted word.

    Raises:
        NotAllowedError: if the word could be misread.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word in YES_OR_NO:
        raise NotAllowedError(
            t("“{word}” is not allowed here.", word=word), t("Write true or false, or quote the word.")
        )
    if word[0] not in _FIRST:
        return word
    for pattern, read in _NUMBERS_AND_DATES:
        if pattern.fullmatch(word):
            return read(word)
    return word


def resolve_key(word: str) -> str | None:
    """An unquoted key, or None if it would not be text."""
    if word in YES_OR_NO:
        return word
    try:
        value = resolve(word)
    except NotAllowedError:
        return None
    return value if isinstance(value, str) else None


def _integer(word: str) -> int:
    _check_length(len(word), word)
    return int(word)


def _decimal(word: str) -> Decimal:
    number = Decimal(word)
    _check_length(max(len(number.as_tuple().digits), abs(number.adjusted())), word)
    return number


def _check_length(digits: int, word: str) -> None:
    if digits > MAX_DIGITS:
        shown = word if len(word) <= MAX_DIGITS else f"{word[:MAX_DIGITS]}…"
        raise NotAllowedError(
            t("The number “{word}” is too long.", word=shown),
            t("A number has at most {most} digits; a text is written in quotes.", most=MAX_DIGITS),
        )


def _date(word: str) -> date:
    try:
        return date(*(int(part) for part in word.split("-")))
    except ValueError:
        raise NotAllowedError(
            t("There is no day “{word}” in the calendar.", word=word), t("Write an existing day, or quote the text.")
        ) from None


def _loose_date(word: str) -> date:
    raise NotAllowedError(
        t("“{word}” is not a full date.", word=word), t("Write a date as 2024-03-05, or quote the text.")
    )


def _time(word: str) -> date:
    raise NotAllowedError(
        t("“{word}” has a time of day.", word=word), t("Write only the date, as 2024-03-05, or quote the text.")
    )


def _other_base(word: str) -> int:
    raise NotAllowedError(
        t("“{word}” could be read as a number of another base.", word=word),
        t("Write a decimal number without leading zeros, or quote the text."),
    )


def _no_number(word: str) -> Decimal:
    raise NotAllowedError(
        t("“{word}” is not a number that can be used.", word=word),
        t("Write a number; leave the value empty if it is not known."),
    )


_NUMBERS_AND_DATES: tuple[tuple[re.Pattern[str], Callable[[str], Scalar]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"[-+]?(0|[1-9]\d*)", _integer),
        (r"\d{4}-\d{2}-\d{2}", _date),
        (r"[-+]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][-+]?\d{1,9})?", _decimal),
        (r"\d{4}-\d{1,2}-\d{1,2}", _loose_date),
        (r"\d{4}-\d{1,2}-\d{1,2}([Tt]|\s+)\d.*", _time),
        (r"[-+]?0\d+(\.\d*)?([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+", _other_base),
        (r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|NaN|[-+]?Infinity", _no_number),
    )
)
