"""Three-valued truth: constants, columns that may hold null, columns that never do."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from starcheck.engine.truth import (
    Certain,
    Known,
    Truth,
    as_expr,
    between,
    every,
    negate,
    possibly,
    same,
    some,
    surely,
    unknown,
)

VALUES: list[bool | None] = [True, False, None]


def shapes(answer: bool | None) -> list[Truth]:
    """An answer in every form it can take."""
    column = pl.lit(answer, dtype=pl.Boolean)
    return [answer, column] + ([] if answer is None else [Known(pl.lit(answer))])


def read(truth: Truth) -> bool | None:
    """The answer of one branch."""
    answer: bool | None = pl.DataFrame({"x": [1]}).select(as_expr(truth)).item()
    return answer


def kleene_and(a: bool | None, b: bool | None) -> bool | None:
    """False wins, then unknown."""
    return False if False in {a, b} else None if None in {a, b} else True


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_every_and_some_are_kleene_in_every_form(a: bool | None, b: bool | None) -> None:
    expected_and = kleene_and(a, b)
    negated = [None if x is None else not x for x in (a, b)]
    either = kleene_and(negated[0], negated[1])
    expected_or = None if either is None else not either
    for x, y in product(shapes(a), shapes(b)):
        assert read(every([x, y])) is expected_and
        assert read(some([x, y])) is expected_or


@pytest.mark.parametrize("answer", VALUES)
def test_the_readings_of_an_answer(answer: bool | None) -> None:
    for truth in shapes(answer):
        assert read(negate(truth)) is (None if answer is None else not answer)
        assert read(surely(truth)) is (answer is True)
        assert read(possibly(truth)) is (answer is not False)
        assert read(unknown(truth)) is (answer is None)


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_two_worlds_agree_or_the_answer_is_unknown(a: bool | None, b: bool | None) -> None:
    expected = a if a is b else None
    for x, y in product(shapes(a), shapes(b)):
        assert read(same(x, y)) is expected


@pytest.mark.parametrize(
    ("sure", "possible", "answer"), [(True, True, True), (False, True, None), (False, False, False)]
)
def test_between_sure_and_possible(sure: bool, possible: bool, answer: bool | None) -> None:
    sures: list[Certain] = [sure, pl.lit(sure)]
    possibles: list[Certain] = [possible, pl.lit(possible)]
    for x, y in product(sures, possibles):
        assert read(between(x, y)) is answer
