"""What changed between two results of many branches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from starcheck.report.comparison import csv, json, terminal
from starcheck.report.comparison.request import ComparisonReport
from starcheck.report.request import Style

__all__ = ["COMPARISON_RENDERERS", "ComparisonReport"]

COMPARISON_RENDERERS: Mapping[str, Callable[[ComparisonReport, Style], Iterator[str]]] = MappingProxyType(
    {"terminal": terminal.render, "json": json.render, "csv": csv.render}
)
"""Every format by the name that users give it; a long text comes in pieces."""
