"""Results read off a row: which columns to compute, and how to turn them into Python values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.engine.truth import Truth, as_expr

Row = Mapping[str, Any]
Read = Callable[[Row], Any]


@dataclass
class Outputs:
    """The columns asked for so far; each request returns the function that reads its value from a row."""

    expressions: list[pl.Expr] = field(default_factory=list)

    def column(self, expression: pl.Expr) -> Read:
        """Any value."""
        name = f"o{len(self.expressions)}"
        self.expressions.append(expression.alias(name))
        return lambda row: row[name]

    def int(self, number: Int) -> Callable[[Row], int]:
        """An integer."""
        if isinstance(number.value, int):
            constant = number.value
            return lambda _: constant
        return self.column(number.expr)

    def q(self, number: Q) -> Callable[[Row], Fraction]:
        """A fraction."""
        num, den = self.int(number.num), self.int(number.den)
        return lambda row: Fraction(num(row), den(row))

    def truth(self, truth: Truth) -> Callable[[Row], bool | None]:
        """A three-valued truth."""
        if isinstance(truth, bool | None):
            return lambda _: truth
        return self.column(as_expr(truth))
