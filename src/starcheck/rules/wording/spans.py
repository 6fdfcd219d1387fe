"""Calendar spans and windows of time in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starcheck.language import Text, t
from starcheck.rules.schema.windows import PreviousPeriod, Span, Stretch, Window


@dataclass(frozen=True, slots=True)
class SpanWords:
    """The phrases that a calendar span appears in."""

    every: Text
    missing: Text
    for_every_missing: Text
    in_a_row: Text


SPANS: Mapping[Span, SpanWords] = {
    "month": SpanWords(
        t("every month"), t("the number of months missed"), t("for every month missed"), t("months in a row")
    ),
    "quarter": SpanWords(
        t("every quarter"), t("the number of quarters missed"), t("for every quarter missed"), t("quarters in a row")
    ),
    "half_year": SpanWords(
        t("every half-year"),
        t("the number of half-years missed"),
        t("for every half-year missed"),
        t("half-years in a row"),
    ),
    "year": SpanWords(
        t("every year"), t("the number of years missed"), t("for every year missed"), t("years in a row")
    ),
}

STRETCHES: Mapping[str, Callable[[int], Text]] = {
    "day": lambda n: t("the last day of the period") if n == 1 else t("the {n} days up to the period's end", n=n),
    "month": lambda n: (
        t("the month up to the period's end") if n == 1 else t("the {n} months up to the period's end", n=n)
    ),
    "year": lambda n: (
        t("the year up to the period's end") if n == 1 else t("the {n} years up to the period's end", n=n)
    ),
}
"""Stretches that end with the period, by their unit."""


LENGTHS: Mapping[str, Callable[[int], Text]] = {
    "day": lambda n: t("{n} days", n=n),
    "month": lambda n: t("{n} months", n=n),
    "year": lambda n: t("{n} years", n=n),
}
"""Lengths of time, by their unit."""


def stretch_in_words(stretch: Stretch) -> Text:
    """A length of time, wherever it begins."""
    return LENGTHS[stretch.unit](stretch.number)


WINDOWS: Mapping[type, Callable[..., Text]] = {
    Stretch: lambda window: STRETCHES[window.unit](window.number),
    PreviousPeriod: lambda _: t("the period before"),
}


def window_in_words(window: Window) -> Text:
    """A window of time."""
    return WINDOWS[type(window)](window)
