"""What came of reading ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starcheck.ledger.validation import Validation
from starcheck.report.request import Style
from starcheck.report.validation import json, terminal

__all__ = ["VALIDATION_RENDERERS"]

VALIDATION_RENDERERS: Mapping[str, Callable[[Validation, Style], str]] = MappingProxyType(
    {"terminal": terminal.render, "json": json.render}
)
"""Every format by the name that users give it; with `Style.verbose` repairs are listed as well."""
