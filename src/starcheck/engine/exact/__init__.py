"""Exact arithmetic on columns."""

from __future__ import annotations

from starcheck.engine.exact.integers import NARROW, WIDE, Int, TooLargeError, pick
from starcheck.engine.exact.quotients import Q, call, pick_q
from starcheck.engine.exact.written import as_points, as_text, points_type

__all__ = [
    "NARROW",
    "WIDE",
    "Int",
    "Q",
    "TooLargeError",
    "as_points",
    "as_text",
    "call",
    "pick",
    "pick_q",
    "points_type",
]
