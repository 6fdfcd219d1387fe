"""Exact arithmetic on columns."""

from __future__ import annotations

from starcheck.engine.exact.integers import NARROW, WIDE, Int, TooLargeError, pick
from starcheck.engine.exact.quotients import Q, call, pick_q

__all__ = ["NARROW", "WIDE", "Int", "Q", "TooLargeError", "call", "pick", "pick_q"]
