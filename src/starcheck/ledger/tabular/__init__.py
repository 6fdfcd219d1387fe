"""One way from tables as people keep them to typed tables."""

from __future__ import annotations
