"""Where tables come from: one module for each kind of file or database."""

from __future__ import annotations

from starcheck.ledger.sources.opening import open_ledgers, shown_name

__all__ = ["open_ledgers", "shown_name"]
