"""Texts as tables compare them."""

from __future__ import annotations

from starcheck.documents.folding import comparable, folded, heading_key, stripped

__all__ = ["comparable", "folded", "heading_key", "stripped"]
