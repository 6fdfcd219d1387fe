"""Reports: one pure renderer per format."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starcheck.report import json, terminal
from starcheck.report.contract import json_schema
from starcheck.report.request import Renderer, Report, Style

__all__ = ["RENDERERS", "Renderer", "Report", "Style", "json_schema"]

RENDERERS: Mapping[str, Renderer] = MappingProxyType({"terminal": terminal.render, "json": json.render})
"""Every format by the name that users give it."""
