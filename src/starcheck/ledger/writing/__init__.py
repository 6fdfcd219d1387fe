"""Where tables go: one module for each form that a ledger is written in."""

from __future__ import annotations
