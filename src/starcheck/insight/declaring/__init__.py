"""Declaring the next state of results, if it may follow."""

from __future__ import annotations

from starcheck.insight.declaring.following import declared
from starcheck.insight.declaring.wish import Declared, Wish

__all__ = ["Declared", "Wish", "declared"]
