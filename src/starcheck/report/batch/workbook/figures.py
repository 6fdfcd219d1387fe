"""Measured values as cells: numbers where a cell shows them whole, else words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from starcheck.engine.finding_columns import TARGET
from starcheck.engine.value_columns import VALUE_DEFINED, VALUE_HIGH, VALUE_KIND, VALUE_LOW
from starcheck.language import Lang, say, t
from starcheck.report.batch.workbook.grid import Cell, Percent
from starcheck.report.numbers import is_short, number, percent
from starcheck.rules.wording.numbers import yes_or_no

Row = Mapping[str, Any]
"""A row of findings."""


def measured(row: Row, lang: Lang) -> Cell:
    """The measured value of a finding, or between which it lies."""
    low, high, kind, target = (row[name] for name in (VALUE_LOW, VALUE_HIGH, VALUE_KIND, TARGET))
    if row[VALUE_DEFINED] is False:
        return say(t("nothing to count"), lang)
    if low == high:
        return _cell(low, kind, target, lang)
    one, other = (_words(end, kind, target, lang) for end in (low, high))
    if low is None:
        return say(t("at most {high}", high=other), lang)
    if high is None:
        return say(t("at least {low}", low=one), lang)
    return say(t("{low}–{high}", low=one, high=other), lang)


def target_of(row: Row, lang: Lang) -> Cell:
    """What the measured value was to reach."""
    return _cell(row[TARGET], row[VALUE_KIND], None, lang)


def _cell(text: str | None, kind: str | None, beside: str | None, lang: Lang) -> Cell:
    if text is None:
        return None
    match kind:
        case "percent" if (Fraction(text) * 10_000).denominator == 1:
            return Percent(Fraction(text))
        case "number" | None if is_short(value := Fraction(text)):
            return int(value) if value.denominator == 1 else float(value)
        case _:
            return _words(text, kind, beside, lang)


def _words(text: str | None, kind: str | None, beside: str | None, lang: Lang) -> str:
    """A value in words, told apart from what it is compared with."""
    if text is None:
        return ""
    rival = None if beside is None else Fraction(beside)
    match kind:
        case "percent":
            return percent(Fraction(text), rival)
        case "number" | None:
            return number(Fraction(text), rival)
        case "boolean":
            return say(yes_or_no(text == "true"), lang)
        case _:
            return text
