"""Leniency: what is lost counts only in part."""

from __future__ import annotations

from fractions import Fraction

from starcheck.engine.exact import Q
from starcheck.engine.interval import ZERO, Interval


def eased(points: Interval, whole: Interval | None, factor: Fraction) -> Interval:
    """Points where what is lost counts by a factor.

    Args:
        points: before they are clipped and rounded.
        whole: what is lost from; None where points only leave 0 by being lost.
        factor: from 0 to 1.
    """
    part = Q.of(factor)
    if whole is None:
        return points.each(lambda end: end.most(ZERO) + end.least(ZERO) * part)
    kept = whole.lo * Q.of(1 - factor)
    return points.each(lambda end: end * part + kept)


__all__ = ["eased"]
