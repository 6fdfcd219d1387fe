from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.report.numbers import CUT, fixed, number, percent, places_of, points, ratio, signed

ratios = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("4.50", "4.5"),
        ("4.00", "4"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("-0.50", "-0.5"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
    ],
)
def test_points_lose_trailing_zeros_and_nothing_else(value: str, text: str) -> None:
    assert points(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_points_are_never_rounded(value: Decimal) -> None:
    assert Decimal(points(value)) == value


@pytest.mark.parametrize(("value", "text"), [("2.04", "+2.04"), ("-1.00", "-1"), ("0.00", "0"), ("-0.00", "0")])
def test_a_change_of_points_has_a_sign(value: str, text: str) -> None:
    assert signed(Decimal(value)) == text


def test_points_of_a_document_share_the_decimals_that_all_of_them_need() -> None:
    held = [Decimal("4.5"), Decimal("0.25"), Decimal(100), Decimal("-0.00")]
    assert [fixed(value, places_of(held)) for value in held] == ["4.50", "0.25", "100.00", "0.00"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(95, 100), "95%"),
        (Fraction(18999, 20000), "94.995%"),
        (Fraction(949999, 1000000), "94.9999%"),
        (Fraction(2, 3), "66.66…%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(-1, 8), "-12.5%"),
        (Fraction(-1, 300), "-0.33…%"),
    ],
)
def test_a_percentage_is_exact_or_visibly_cut(value: Fraction, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(949999999, 10**9), "94.99…%"),
        (Fraction(950000001, 10**9), "95.0000001%"),
        (Fraction(950000011, 10**9), "95.000001…%"),
        (Fraction(95, 100) + Fraction(1, 3 * 10**6), "95.00003…%"),
    ],
)
def test_a_percentage_beside_its_threshold_shows_the_digits_that_tell_them_apart(value: Fraction, text: str) -> None:
    assert percent(value, Fraction(95, 100)) == text


def test_a_threshold_of_zero_is_a_threshold() -> None:
    assert number(Fraction(1, 30000), Fraction(0)) == "0.00003…"


@given(ratios, ratios)
def test_two_numbers_read_alike_only_if_they_are_equal(value: Fraction, threshold: Fraction) -> None:
    assert (number(value, threshold) == number(threshold, value)) == (value == threshold)


@given(ratios, st.integers(-1000, 1000))
def test_what_is_shown_stands_to_a_threshold_as_the_number_does(value: Fraction, threshold: int) -> None:
    shown = Fraction(number(value, Fraction(threshold)).removesuffix(CUT))
    assert (shown > threshold, shown < threshold) == (value > threshold, value < threshold)


@given(ratios)
def test_a_number_is_shown_in_full_or_cut_toward_zero(value: Fraction) -> None:
    text = number(value)
    shown = Fraction(text.removesuffix(CUT))
    assert abs(shown) < abs(value) if text.endswith(CUT) else shown == value


@given(ratios)
def test_a_ratio_for_programs_loses_nothing(value: Fraction) -> None:
    assert Fraction(ratio(value)) == value
