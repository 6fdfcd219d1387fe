"""Three-valued truth on columns; an answer that is known everywhere says so, and costs less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A column of answers that is never null."""

    expr: pl.Expr


Truth = pl.Expr | Known | bool | None
"""True, false or unknown: as a column that may hold null, as one that never does, or for every branch alike."""

Certain = pl.Expr | bool
"""A column of answers that is never null, or one answer for all."""

UNKNOWN = pl.lit(None, dtype=pl.Boolean)


def as_expr(truth: Truth) -> pl.Expr:
    """Truth as an expression."""
    match truth:
        case pl.Expr():
            return truth
        case Known(expr):
            return expr
        case None:
            return UNKNOWN
        case _:
            return pl.lit(truth)


def known(answer: Certain) -> Truth:
    """An answer that is never null, as a truth."""
    return Known(answer) if isinstance(answer, pl.Expr) else answer


def is_known(truth: Truth) -> bool:
    """Whether no branch can have an unknown answer."""
    return isinstance(truth, Known | bool)


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction."""
    return _fold(truths, absorbing=False)


def some(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction."""
    return _fold(truths, absorbing=True)


def _fold(truths: Iterable[Truth], *, absorbing: bool) -> Truth:
    rest: list[Truth] = []
    for truth in truths:
        if truth is absorbing:
            return absorbing
        if truth is not (not absorbing):
            rest.append(truth)
    if not rest:
        return not absorbing
    if len(rest) == 1:
        return rest[0]
    if all(truth is None for truth in rest):
        return None
    joined = reduce(lambda a, b: a | b if absorbing else a & b, map(as_expr, rest))
    return Known(joined) if all(map(is_known, rest)) else joined


def negate(truth: Truth) -> Truth:
    """Kleene negation."""
    match truth:
        case Known(expr):
            return Known(~expr)
        case pl.Expr():
            return ~truth
        case None:
            return None
        case _:
            return not truth


def surely(truth: Truth) -> Certain:
    """Where it is true for certain."""
    match truth:
        case Known(expr):
            return expr
        case pl.Expr():
            return truth.fill_null(value=False)
        case _:
            return bool(truth)


def possibly(truth: Truth) -> Certain:
    """Where it is true or unknown."""
    match truth:
        case Known(expr):
            return expr
        case pl.Expr():
            return truth.fill_null(value=True)
        case _:
            return truth is not False


def unknown(truth: Truth) -> Certain:
    """Where it is neither true nor false."""
    return truth.is_null() if isinstance(truth, pl.Expr) else truth is None


def between(sure: Certain, possible: Certain) -> Truth:
    """True where sure, false where not even possible, unknown elsewhere."""
    if sure is possible:
        return known(sure)
    if isinstance(sure, bool) and isinstance(possible, bool):
        return True if sure else None if possible else False
    if sure is True or possible is False:
        return sure is True
    nothing, all_ = pl.lit(value=False), pl.lit(value=True)
    if sure is False:
        return pl.when(as_expr(possible)).then(UNKNOWN).otherwise(nothing)
    if possible is True:
        return pl.when(as_expr(sure)).then(all_).otherwise(UNKNOWN)
    return pl.when(as_expr(sure)).then(all_).when(as_expr(possible)).then(UNKNOWN).otherwise(nothing)


def same(a: Truth, b: Truth) -> Truth:
    """The common answer of two worlds, unknown where they differ."""
    if a is b:
        return a
    return between(surely(every([surely(a), surely(b)])), possibly(some([possibly(a), possibly(b)])))
