"""Columns of exact numbers equal Python's fractions."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from starcheck.engine.exact import NARROW, WIDE, Int, Q, TooLargeError, pick_q

LIMIT = 10**9
fractions = st.builds(Fraction, st.integers(-LIMIT, LIMIT), st.integers(1, LIMIT))
some_examples = settings(max_examples=150, deadline=None)


def column(name: str) -> Q:
    """A fraction whose two numbers are columns."""
    return Q(Int(pl.col(f"{name}n"), LIMIT), Int(pl.col(f"{name}d"), LIMIT))


def value(number: Q, **fractions: Fraction) -> Fraction:
    """The number for one branch."""
    row = {f"{name}n": [f.numerator] for name, f in fractions.items()} | {
        f"{name}d": [f.denominator] for name, f in fractions.items()
    }
    num, den = pl.DataFrame(row).select(num=number.num.expr, den=number.den.expr).row(0)
    return Fraction(num, den)


@some_examples
@given(a=fractions, b=fractions)
def test_sums_products_and_extremes_are_exact(a: Fraction, b: Fraction) -> None:
    x, y = column("a"), column("b")
    assert value(x + y, a=a, b=b) == a + b
    assert value(x - y, a=a, b=b) == a - b
    assert value(x * y, a=a, b=b) == a * b
    assert value(x.least(y), a=a, b=b) == min(a, b)
    assert value(x.most(y), a=a, b=b) == max(a, b)


@some_examples
@given(a=fractions, b=fractions.filter(lambda f: f > 0))
def test_division_by_a_positive_number_is_exact(a: Fraction, b: Fraction) -> None:
    assert value(column("a").over(column("b")), a=a, b=b) == a / b


@some_examples
@given(a=fractions, b=fractions)
def test_comparisons_are_exact_also_between_a_column_and_a_constant(a: Fraction, b: Fraction) -> None:
    frame = pl.DataFrame({"an": [a.numerator], "ad": [a.denominator], "bn": [b.numerator], "bd": [b.denominator]})
    found = frame.select(
        columns=column("a").at_least(column("b")),
        constant=column("a").at_least(Q.of(b)),
        more=column("a").more_than(Q.of(b)),
    ).row(0)
    assert found == (a >= b, a >= b, a > b)


def half_up(number: Fraction) -> int:
    """Halves away from zero."""
    return int(math.copysign(math.floor(abs(number) + Fraction(1, 2)), number))


MODES: dict[str, Callable[[Fraction], int]] = {
    "floor": math.floor,
    "ceil": math.ceil,
    "down": math.trunc,
    "half_up": half_up,
    "half_even": round,
}


@pytest.mark.parametrize("mode", MODES)
@some_examples
@given(a=st.one_of(fractions, st.integers(-9, 9).map(lambda n: Fraction(n, 2))))
def test_rounding_modes_round_as_they_say(mode: str, a: Fraction) -> None:
    rounded = column("a").rounded(mode)
    assert value(Q(rounded, Int.of(1)), a=a) == MODES[mode](a)


def test_numbers_beyond_64_bits_go_on_in_128() -> None:
    big = Int(pl.col("n"), NARROW)
    found = pl.DataFrame({"n": [NARROW]}).select((big * big).expr).item()
    assert found == NARROW**2


def test_numbers_that_could_leave_128_bits_are_refused() -> None:
    with pytest.raises(TooLargeError):
        _ = Int(pl.col("n"), WIDE) * Int.of(2)


def test_a_choice_between_fractions_keeps_numerator_and_denominator_together() -> None:
    chosen = pick_q(pl.col("an") > 0, column("a"), column("b"))
    assert value(chosen, a=Fraction(1, 3), b=Fraction(2, 7)) == Fraction(1, 3)
    assert value(chosen, a=Fraction(-1, 3), b=Fraction(2, 7)) == Fraction(2, 7)
