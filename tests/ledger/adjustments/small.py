"""A small rule set, and files of adjustments for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starcheck.calendar import Period
from starcheck.documents import read_document
from starcheck.ledger.adjustments import Adjustments, read_adjustments
from starcheck.rules.schema.ruleset import RuleSet

RULES = RuleSet.model_validate(read_document(Path(__file__).parent / "ruleset.yaml").data)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
TODAY = date(2025, 2, 1)


def read(path: Path, *, as_of: date | None = None, today: date = TODAY) -> Adjustments:
    """What holds of a file for the year 2024."""
    return read_adjustments(str(path), RULES, YEAR, as_of, today)
