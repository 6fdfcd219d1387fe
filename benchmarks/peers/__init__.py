"""Other ways to judge the same branches by the same criteria."""

from __future__ import annotations

from peers.branches import Branch, branches
from peers.engines import ENGINES
from peers.loop import loop
from peers.rules import CRITERIA, POINTS, Node

__all__ = ["CRITERIA", "ENGINES", "POINTS", "Branch", "Node", "branches", "loop"]
