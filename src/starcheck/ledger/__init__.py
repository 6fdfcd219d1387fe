"""What branches provide."""

from __future__ import annotations

from starcheck.ledger.heading import Heading, assessed_period, read_heading
from starcheck.ledger.ledgers import Ledgers, load_ledger, open_ledgers
from starcheck.ledger.reading import Ledger, read_ledger
from starcheck.ledger.tables import Tables
from starcheck.ledger.template import empty_ledger

__all__ = [
    "Heading",
    "Ledger",
    "Ledgers",
    "Tables",
    "assessed_period",
    "empty_ledger",
    "load_ledger",
    "open_ledgers",
    "read_heading",
    "read_ledger",
]
