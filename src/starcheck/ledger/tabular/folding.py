"""Texts as tables compare them."""

from __future__ import annotations

from starcheck.documents.folding import folded, heading_key, stripped

__all__ = ["folded", "heading_key", "stripped"]
