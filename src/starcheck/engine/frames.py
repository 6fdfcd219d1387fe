"""Frames in the making: aggregates per branch, and stages of columns laid over one another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.engine.interval import Interval
from starcheck.engine.truth import Known, Truth
from starcheck.ledger.tables import KEY

OPTIMIZATIONS = pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False)
"""How Polars may change a query: equal parts have one name already, so that looking for them only takes time."""
FOR_ONE = pl.QueryOptFlags.none(simplify_expression=True)
"""How Polars may change a query over the records of one branch: as it does for eager frames."""

Collect: TypeAlias = Callable[[pl.LazyFrame], pl.DataFrame]
"""How a query is run."""


def collect_many(frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows of any number of branches."""
    return frame.collect(optimizations=OPTIMIZATIONS)


def collect_each(frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """The rows of several frames, none of them held before it is aggregated."""
    return pl.collect_all(frames, engine="streaming", optimizations=OPTIMIZATIONS)


def collect_one(frame: pl.LazyFrame) -> pl.DataFrame:
    """The row of a single branch: planning the work, or sharing it out, would take longer than the work.

    Not for several: in memory, Polars may take a column that is alike in all rows for one of a single row.
    """
    return frame.collect(engine="in-memory", optimizations=FOR_ONE)


@dataclass
class Fold:
    """All aggregates of one frame, computed by a single ``group_by(branch)``.

    A branch without rows has 0 for sums and null for extremes.

    Attributes:
        columns: what several aggregates need of each row, computed once.
    """

    name: str
    frame: pl.LazyFrame
    columns: dict[str, pl.Expr] = field(default_factory=dict)
    aggregates: dict[Hashable, tuple[str, pl.Expr, bool]] = field(default_factory=dict)

    def add(self, key: Hashable, aggregate: pl.Expr, *, zero: bool = True) -> pl.Expr:
        """An aggregate, shared by all who ask with the same key; ``zero`` fills branches without rows."""
        if key not in self.aggregates:
            self.aggregates[key] = (f"{self.name}.{len(self.aggregates)}", aggregate, zero)
        return pl.col(self.aggregates[key][0])

    def column(self, name: str, expression: pl.Expr) -> pl.Expr:
        """A column of the rows, shared by all who ask with the same name."""
        self.columns.setdefault(name, expression)
        return pl.col(name)

    def rows(self) -> pl.LazyFrame:
        """What is aggregated."""
        return self.frame

    def result(self) -> pl.LazyFrame:
        """One row per branch that has rows."""
        rows = self.rows().with_columns(**self.columns) if self.columns else self.rows()
        return rows.group_by(KEY).agg([aggregate.alias(name) for name, aggregate, _ in self.aggregates.values()])

    def joined_to(self, branches: pl.LazyFrame) -> pl.LazyFrame:
        """The branches with the aggregates as columns."""
        if not self.aggregates:
            return branches
        return branches.join(self.result(), on=KEY, how="left").with_columns(self.filled)

    @property
    def filled(self) -> list[pl.Expr]:
        """The sums, 0 for branches without rows."""
        return [pl.col(name).fill_null(0) for name, _, zero in self.aggregates.values() if zero]


@dataclass
class Stage:
    """Named columns over a frame, in layers: each uses only columns of the layers below.

    Every step names its results: an expression that repeats a part instead would grow with each repetition.
    """

    layers: list[dict[str, pl.Expr]] = field(default_factory=list)
    layer_of: dict[str, int] = field(default_factory=dict)

    def name(self, name: str, expression: pl.Expr) -> pl.Expr:
        """Give an expression a name; what has it already is the same expression."""
        if name in self.layer_of:
            return pl.col(name)
        used = [self.layer_of[root] for root in expression.meta.root_names() if root in self.layer_of]
        layer = max(used, default=-1) + 1
        if layer == len(self.layers):
            self.layers.append({})
        self.layers[layer][name] = expression
        self.layer_of[name] = layer
        return pl.col(name)

    def shared(self, name: str, make: Callable[[], pl.Expr]) -> pl.Expr:
        """What has this name, made only the first time."""
        return pl.col(name) if name in self.layer_of else self.name(name, make())

    def keep(self, interval: Interval) -> Interval:
        """An interval under names of its own."""
        return self.interval(f"#{len(self.layer_of)}", interval)

    def keep_expr(self, expression: pl.Expr) -> pl.Expr:
        """An expression under a name of its own."""
        return expression if expression.meta.is_column() else self.name(f"#{len(self.layer_of)}", expression)

    def keep_truth(self, truth: Truth) -> Truth:
        """A truth under a name of its own."""
        return self.truth(f"#{len(self.layer_of)}?", truth)

    def int(self, name: str, number: Int) -> Int:
        """Name a column of integers; constants need none."""
        if isinstance(number.value, int) or number.value.meta.is_column():
            return number
        return Int(self.name(name, number.expr), number.bound, number.sign)

    def q(self, name: str, number: Q) -> Q:
        """Name a column of fractions."""
        return Q(self.int(name, number.num), self.int(f"{name}/", number.den))

    def interval(self, name: str, interval: Interval) -> Interval:
        """Name an interval."""
        lo = self.q(f"{name}.lo", interval.lo)
        return Interval(lo, lo if interval.is_point else self.q(f"{name}.hi", interval.hi))

    def truth(self, name: str, truth: Truth) -> Truth:
        """Name a truth; constants need no column."""
        match truth:
            case pl.Expr():
                return self.name(name, truth)
            case Known(expr):
                return Known(self.name(name, expr))
            case _:
                return truth

    def laid_over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with all named columns."""
        for layer in self.layers:
            frame = frame.with_columns(**layer)
        return frame
