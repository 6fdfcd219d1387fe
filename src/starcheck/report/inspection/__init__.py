"""What deserves a second look in ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starcheck.insight.inspection import Inspection
from starcheck.report.inspection import json, terminal
from starcheck.report.request import Style

__all__ = ["INSPECTION_RENDERERS"]

INSPECTION_RENDERERS: Mapping[str, Callable[[Inspection, Style], str]] = MappingProxyType(
    {"terminal": terminal.render, "json": json.render}
)
"""Every format by the name that users give it."""
