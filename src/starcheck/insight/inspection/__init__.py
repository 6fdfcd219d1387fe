"""What deserves a second look in the records of many branches; it never changes a point."""

from __future__ import annotations

from starcheck.insight.inspection.checks import CHECKS
from starcheck.insight.inspection.inspecting import inspect
from starcheck.insight.inspection.pattern import Check, Inspection, Looked, Pattern, Record

__all__ = ["CHECKS", "Check", "Inspection", "Looked", "Pattern", "Record", "inspect"]
