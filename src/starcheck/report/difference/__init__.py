"""The difference between two rule sets, with what it means for branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starcheck.report.difference import json, terminal
from starcheck.report.difference.request import DifferenceReport
from starcheck.report.request import Style

__all__ = ["DIFFERENCE_RENDERERS", "DifferenceReport"]

DIFFERENCE_RENDERERS: Mapping[str, Callable[[DifferenceReport, Style], str]] = MappingProxyType(
    {"terminal": terminal.render, "json": json.render}
)
"""Every format by the name that users give it."""
