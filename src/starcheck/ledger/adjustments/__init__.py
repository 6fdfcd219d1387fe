"""What reviewers changed of results, in a file of its own."""

from __future__ import annotations

from starcheck.ledger.adjustments.reading import read_adjustments
from starcheck.ledger.adjustments.standing import Adjustments

__all__ = ["Adjustments", "read_adjustments"]
