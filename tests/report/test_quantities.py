from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from starcheck.language import say
from starcheck.model import Finding, Quantity
from starcheck.report.quantities import quantities

from . import stories
from .builder import certain, finding, points, share


def said(quantity: Quantity, target: Fraction | int | None = None) -> str:
    return say(quantities(judged(quantity, target=target)), "en")


def judged(*held: Quantity, target: Fraction | int | None = None) -> Finding:
    return finding("A-01", stories.STUDY, points("1"), quantities=held, target=target)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (certain("value", 12), "measured value 12"),
        (certain("value", 12, unit="人"), "measured value 12 人"),
        (certain("value", Fraction(37, 40), "percent"), "measured value 92.5%"),
        (share(37, 40), "measured value 92.5% (37/40)"),
        (certain("value", Fraction(2, 3), "percent"), "measured value 66.66…% (2/3)"),
        (certain("value", Fraction(32, 3)), "measured value 10.66… (32/3)"),
        (certain("missing_periods", 0), "periods missed 0"),
        (certain("monthly.owed", 3), "monthly.owed 3"),
        (Quantity("value", Fraction(1), Fraction(3), "number"), "measured value 1–3"),
        (Quantity("value", Fraction(1), None, "number", "次"), "measured value at least 1 次"),
        (Quantity("value", None, Fraction(3), "number"), "measured value at most 3"),
        (Quantity("value", None, None, "number"), "measured value unknown"),
        (Quantity("value", None, None, "percent", defined=None), "measured value unknown"),
        (Quantity("value", Fraction(0), Fraction(0), "percent", defined=False), "measured value nothing to count"),
        (
            replace(certain("value", Fraction(1, 2), "percent"), defined=None),
            "measured value 50%, if there is anything to count",
        ),
        (Quantity("value", date(2024, 3, 1), date(2024, 3, 1), "date"), "measured value 2024-03-01"),
        (Quantity("value", "好", "好", "choice"), "measured value 好"),
        (Quantity("value", "一般", "好", "choice"), "measured value 一般–好"),
        (Quantity("value", low=True, high=True, kind="boolean"), "measured value yes"),
        (Quantity("value", low=False, high=False, kind="boolean"), "measured value no"),
    ],
)
def test_a_measured_value_is_told_as_exactly_as_it_is_known(quantity: Quantity, words: str) -> None:
    assert said(quantity) == words


def test_a_target_is_told_like_its_value() -> None:
    assert said(share(18999, 20000), Fraction(95, 100)) == "measured value 94.995% (18999/20000), target 95%"
    assert said(certain("value", 30, unit="学时"), 32) == "measured value 30 学时, target 32 学时"


def test_a_target_shows_the_digits_that_tell_it_from_the_value() -> None:
    third = Fraction(1, 3)
    assert said(certain("value", Fraction(333, 1000)), third) == "measured value 0.333, target 0.3333…"


def test_a_target_without_a_value_is_told_alone() -> None:
    assert say(quantities(judged(target=4)), "en") == "target 4"


def test_parts_of_a_measure_are_told_in_their_order() -> None:
    held = judged(certain("covered", 9), certain("owed", 12), certain("missing_periods", 3))
    assert say(quantities(held), "en") == "periods covered 9, owed 12, periods missed 3"
