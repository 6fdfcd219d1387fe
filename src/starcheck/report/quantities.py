"""Measured values in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from starcheck.language import t
from starcheck.model import Finding, Quantity
from starcheck.report.numbers import is_short, number, percent
from starcheck.report.words import PARTS
from starcheck.rules.wording.numbers import yes_or_no
from starcheck.rules.wording.scope import GAP_UNITS

MAIN_PART = "value"
"""The part of a measure that its criterion's target speaks of."""


_READABLE = 1000
"""A fraction with a greater denominator than this tells a reader nothing."""


def main_quantity(finding: Finding) -> Quantity | None:
    """The measured value of a finding, or None if it has none."""
    return next((quantity for quantity in finding.quantities if quantity.part == MAIN_PART), None)


def quantities(finding: Finding) -> list[object]:
    """Each measured value of a finding with its name, then the target."""
    main = main_quantity(finding)
    words: list[object] = [
        t(
            "{name} {value}",
            name=PARTS.get(quantity.part, quantity.part),
            value=value_in_words(quantity, finding.target),
        )
        for quantity in finding.quantities
    ]
    if finding.target is None:
        return words
    kind, unit, beside = (main.kind, main.unit, main.low) if main else ("number", "", None)
    target = _end(finding.target, kind, beside if isinstance(beside, Fraction) else None)
    return [*words, t("target {value}", value=_with_unit(target, unit))]


def value_in_words(quantity: Quantity, target: Fraction | None = None) -> object:
    """A measured value with its unit, told apart from the target it is compared with."""
    beside = target if quantity.part == MAIN_PART else None
    if quantity.defined is False:
        return t("nothing to count")
    if quantity.low is None and quantity.high is None:
        return t("unknown")
    words = _with_fraction(quantity, _with_unit(_interval(quantity, beside), quantity.unit))
    return words if quantity.defined else t("{value}, if there is anything to count", value=words)


def _interval(quantity: Quantity, beside: Fraction | None) -> object:
    low, high = (_end(end, quantity.kind, beside) for end in (quantity.low, quantity.high))
    if quantity.low is None:
        return t("at most {high}", high=high)
    if quantity.high is None:
        return t("at least {low}", low=low)
    return low if quantity.low == quantity.high else t("{low}–{high}", low=low, high=high)


def _end(end: Fraction | date | str | bool | None, kind: str, beside: Fraction | None) -> object:
    match end:
        case bool():
            return yes_or_no(end)
        case Fraction():
            return percent(end, beside) if kind == "percent" else number(end, beside)
        case _:
            return end


def _with_unit(words: object, unit: str) -> object:
    return t("{value} {unit}", value=words, unit=GAP_UNITS.get(unit, unit)) if unit else words


def _with_fraction(quantity: Quantity, words: object) -> object:
    """Adds what was divided by what, wherever that is known or the digits were cut short."""
    if quantity.detail:
        part, whole = quantity.detail
        return t("{value} ({part}/{whole})", value=words, part=number(part), whole=number(whole))
    return t("{value} ({fraction})", value=words, fraction=quantity.low) if _is_cut(quantity) else words


def _is_cut(quantity: Quantity) -> bool:
    value = quantity.low
    if not isinstance(value, Fraction) or value != quantity.high or value.denominator > _READABLE:
        return False
    return not is_short(value * 100 if quantity.kind == "percent" else value)
