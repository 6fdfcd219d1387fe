"""Results of many branches as a folder keeps them, read back."""

from __future__ import annotations

from starcheck.insight.kept.folder import SUMMARY, Kept, read_all, read_kept
from starcheck.insight.kept.header import SCHEMA, Header

__all__ = ["SCHEMA", "SUMMARY", "Header", "Kept", "read_all", "read_kept"]
