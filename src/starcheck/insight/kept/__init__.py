"""Results of many branches as a folder keeps them, read back."""

from __future__ import annotations

from starcheck.insight.kept.folder import RESULTS, Kept, read_all, read_kept, with_declaration
from starcheck.insight.kept.header import SCHEMA, Header
from starcheck.insight.kept.state import Days, Declaration, Earlier, State
from starcheck.ledger.sources.results import SUMMARY

__all__ = [
    "RESULTS",
    "SCHEMA",
    "SUMMARY",
    "Days",
    "Declaration",
    "Earlier",
    "Header",
    "Kept",
    "State",
    "read_all",
    "read_kept",
    "with_declaration",
]
