"""Three-valued truth on columns: an expression, or a constant; None is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import polars as pl

Truth = pl.Expr | bool | None
UNKNOWN = pl.lit(None, dtype=pl.Boolean)


def as_expr(truth: Truth) -> pl.Expr:
    """Truth as an expression."""
    return truth if isinstance(truth, pl.Expr) else UNKNOWN if truth is None else pl.lit(truth)


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
    return reduce(lambda a, b: a | b if absorbing else a & b, map(as_expr, rest))


def negate(truth: Truth) -> Truth:
    """Kleene negation."""
    return ~truth if isinstance(truth, pl.Expr) else None if truth is None else not truth


def surely(truth: Truth) -> pl.Expr | bool:
    """Where it is true for certain."""
    return truth.fill_null(value=False) if isinstance(truth, pl.Expr) else bool(truth)


def possibly(truth: Truth) -> pl.Expr | bool:
    """Where it is true or unknown."""
    return truth.fill_null(value=True) if isinstance(truth, pl.Expr) else truth is not False


def unknown(truth: Truth) -> pl.Expr | bool:
    """Where it is neither true nor false."""
    return truth.is_null() if isinstance(truth, pl.Expr) else truth is None


def between(sure: pl.Expr | bool, possible: pl.Expr | bool) -> Truth:
    """True where sure, false where not even possible, unknown elsewhere; neither is ever null."""
    if isinstance(sure, bool) and isinstance(possible, bool):
        return True if sure else None if possible else False
    if sure is False and isinstance(possible, pl.Expr):
        return pl.when(possible).then(UNKNOWN).otherwise(pl.lit(value=False))
    return (
        pl.when(as_expr(sure)).then(pl.lit(value=True)).when(as_expr(possible)).then(UNKNOWN).otherwise(pl.lit(value=False))
    )


def same(a: Truth, b: Truth) -> Truth:
    """The common answer of two worlds, unknown where they differ."""
    if a is b:
        return a
    return between(every_sure(a, b), some_possible(a, b))


def every_sure(a: Truth, b: Truth) -> pl.Expr | bool:
    """Where both are true for certain."""
    return surely(every([surely(a), surely(b)]))


def some_possible(a: Truth, b: Truth) -> pl.Expr | bool:
    """Where at least one may be true."""
    return possibly(some([possibly(a), possibly(b)]))
