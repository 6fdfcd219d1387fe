"""Dates as people type them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from starcheck.language import Text, t
from starcheck.ledger.problems import CellError
from starcheck.ledger.tabular.compact import compact
from starcheck.ledger.tabular.doubts import two_readings
from starcheck.rules.schema.dictionary import Field

_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        *(rf"([0-9]{{4}}){mark}([0-9]{{1,2}}){mark}([0-9]{{1,2}})" for mark in ("-", "/", r"\.")),
        r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?",
        r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+)?",
    )
)
"""A day with its year first: year, month, day."""
_TIMED = re.compile(r"(.*[0-9日号])(?:[ T]|(?<=[日号]))([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)")
_MIDNIGHT = frozenset("0:.")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_NO_DAY: tuple[tuple[re.Pattern[str], Callable[[str], Text]], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"[0-9]{4}年?", lambda read: t("“{read}” is a year, not a day.", read=read)),
        (
            r"[0-9]{4}年[0-9]{1,2}月?|[0-9]{4}[-/.][0-9]{1,2}|(19|20)[0-9]{2}(0[1-9]|1[0-2])",
            lambda read: t("“{read}” is a month, not a day.", read=read),
        ),
        (
            r"[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[-/.][0-9]{1,2}",
            lambda read: t("“{read}” does not say the year.", read=read),
        ),
        (
            r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}[日号]?",
            lambda read: t("“{read}” has a year of two digits.", read=read),
        ),
    )
)
"""What lacks a part of the day, and how that is said."""

_COUNTED = re.compile(r"([0-9]{4,7})(?:\.([0-9]+))?")
_NOUGHT = date(1899, 12, 30)
"""Day 0 of the count of spreadsheets, as it runs since March 1900."""
_EARLIEST, _LATEST = date(1960, 1, 1), date(2099, 12, 31)
"""Between them a bare number counts days; the counts of earlier days look like a year with a month (19551, 20243)."""


def day(text: str, _: Field) -> date | str | None:
    """A day with its year first, or as spreadsheets count days; one that is in no calendar as 2024-02-30.

    Raises:
        CellError: if the text has a time of day, lacks a part of the day, or does not begin with the year.
    """
    words = compact(text)
    if timed := _TIMED.fullmatch(words):
        if not set(timed[2]) <= _MIDNIGHT:
            raise _has_time(words)
        words = timed[1]
    if found := next(filter(None, (pattern.fullmatch(words) for pattern in _DAYS)), None):
        return _dated(*found.groups())
    for pattern, said in _NO_DAY:
        if pattern.fullmatch(words):
            raise CellError(said(words), t("Write a date as 2024-03-05."))
    if found := _YEAR_LAST.fullmatch(words):
        raise _year_last(words, found[4], found[1], found[3])
    return _counted(words, *found.groups()) if (found := _COUNTED.fullmatch(words)) else None


def _dated(year: str, month: str, number: str) -> date | str:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return f"{year}-{month:0>2}-{number:0>2}"


def _year_last(words: str, year: str, first: str, second: str) -> CellError:
    readings = (_dated(year, first, second), _dated(year, second, first))
    days = sorted({each.isoformat() for each in readings if isinstance(each, date)})
    if len(days) > 1:
        return two_readings(words, *days)
    advice = t("Write {written}.", written=days[0]) if days else t("Write a date as 2024-03-05.")
    return CellError(t("“{read}” does not begin with the year.", read=words), advice)


def _counted(words: str, days: str, fraction: str | None) -> date:
    number = int(days)
    if not (_EARLIEST - _NOUGHT).days <= number <= (_LATEST - _NOUGHT).days:
        message = t(
            "“{read}” is a number; as spreadsheets count days, it is none from {first} to {last}.",
            read=words,
            first=_EARLIEST,
            last=_LATEST,
        )
        raise CellError(message, t("Write a date as 2024-03-05."))
    if fraction and int(fraction):
        raise _has_time(words)
    return _NOUGHT + timedelta(days=number)


def _has_time(words: str) -> CellError:
    return CellError(t("“{word}” has a time of day.", word=words), t("Write only the date, as 2024-03-05."))
