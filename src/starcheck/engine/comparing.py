"""Comparing branches that are not judged at the same time: measured apart, answered together, told apart."""

from __future__ import annotations

import polars as pl

from starcheck.engine.program import Program
from starcheck.ledger.tables import KEY


def measured(program: Program) -> pl.LazyFrame | None:
    """What the branches of a program are compared by; None if nothing compares them.

    Args:
        program: over tables whose branches are judged together.
    """
    found: pl.LazyFrame | None = None
    for company in program.companies:
        frame = company.measured()
        if found is not None:
            there = found.collect_schema().names()
            frame = frame.drop([name for name in frame.collect_schema().names() if name in there and name != KEY])
            frame = found.join(frame, on=KEY, how="left")
        found = frame
    return found


def answered(program: Program, everyone: pl.DataFrame) -> pl.DataFrame:
    """What each branch is told of those it is compared with.

    Args:
        program: over the tables of some of them.
        everyone: all of them, as `measured` gives them.
    """
    return everyone.select(KEY, *(answer for company in program.companies for answer in company.answers()))
