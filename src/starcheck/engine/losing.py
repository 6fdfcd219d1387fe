"""What all criteria together cost a branch."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add

import polars as pl

from starcheck.engine.exact import NARROW, Int, pick
from starcheck.engine.judged import Judged
from starcheck.engine.program import Program
from starcheck.engine.truth import possibly
from starcheck.rules.schema.ruleset import Pool

_NOTHING = Int.of(0)


def lost_and_open(program: Program) -> tuple[Int, Int]:
    """The points that are certainly lost, and those that may still be won or shown, in units of the grid.

    Nobody is owed a bonus: in a pool, and where a criterion has no greatest number of points, only what lies below 0 is
    lost. Points are those of the criteria, before sections round, weigh or limit them.

    Args:
        program: the compiled rule set over the tables.
    """
    ends = [judged.points for judged in program.judged]
    is_open = _sum(points.hi.whole for points in ends) - _sum(points.lo.whole for points in ends)
    return _sum(map(_lost, program.judged)), is_open


def _lost(judged: Judged) -> Int:
    """Nothing where it certainly does not apply; a criterion never gives more than its greatest number."""
    high = judged.points.hi.whole
    if judged.top is None or isinstance(judged.group, Pool):
        lost = (_NOTHING - high).most(_NOTHING)
    else:
        lost = judged.top - high
    return pick(possibly(judged.applies), lost, _NOTHING) if judged.can_drop else lost


def _sum(numbers: Iterable[Int]) -> Int:
    """The sum of columns that are never empty; at once, for there are many."""
    each = list(numbers)
    known = Int.of(sum(number.constant or 0 for number in each))
    columns = [number for number in each if number.constant is None]
    bound = sum(number.bound for number in columns)
    if not columns or bound > NARROW:
        return reduce(add, columns, known)
    return Int(pl.sum_horizontal(number.expr for number in columns), bound) + known
