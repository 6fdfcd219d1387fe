"""The papers that criteria ask for: how many are missing, for certain and at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import polars as pl

from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Fold
from starcheck.engine.interval import Interval
from starcheck.engine.rows import Measured
from starcheck.ledger.tables import PAPER, PAPER_KEY, PAPER_STATE
from starcheck.rules.schema.papers import MISSING_PAPERS, PAPERS
from starcheck.rules.schema.ruleset import Criterion


@dataclass(frozen=True)
class Papers:
    """What all branches say of their papers; without a fold nobody says anything."""

    fold: Fold | None

    def counted(self, criterion: Criterion) -> Mapping[str, Measured]:
        """The quantities that the tree of a criterion may use; the same in both worlds."""
        if not criterion.papers:
            return {}
        number = len(criterion.papers)
        states = [] if self.fold is None else list(self.states(criterion).values())
        missing, accepted = (_number(states, state) for state in ("missing", "accepted"))
        one = Int.of(1)
        return {
            PAPERS: Measured(Interval.point(number)),
            MISSING_PAPERS: Measured(Interval(Q(missing, one), Q(Int.of(number) - accepted, one))),
        }

    def states(self, criterion: Criterion) -> Mapping[str, pl.Expr]:
        """The state of every paper of a criterion, null where nothing is stated."""
        return {name: self._state(criterion.id, name) for name in criterion.papers}

    def _state(self, key: str, name: str) -> pl.Expr:
        if self.fold is None:
            return pl.lit(None, dtype=pl.String)
        mine = pl.when((pl.col(PAPER_KEY) == key) & (pl.col(PAPER) == name)).then(pl.col(PAPER_STATE))
        return self.fold.add((key, name), mine.drop_nulls().first(), zero=False)


def _number(states: list[pl.Expr], wanted: str) -> Int:
    """How many of the states are a certain one."""
    ones = (Int.one_where((state == wanted).fill_null(value=False)) for state in states)
    return reduce(Int.__add__, ones, Int.of(0))
