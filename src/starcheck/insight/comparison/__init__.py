"""What changed between two results of many branches."""

from __future__ import annotations

from starcheck.insight.comparison.branches import In
from starcheck.insight.comparison.causes import Cause
from starcheck.insight.comparison.comparing import LINE, Comparison

__all__ = ["LINE", "Cause", "Comparison", "In"]
