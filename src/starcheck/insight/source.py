"""Where an explanation comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starcheck.calendar import Period


@dataclass(frozen=True, slots=True)
class Source:
    """What a result was judged from."""

    branch_id: str
    branch_name: str
    ledger_digest: str
    period: Period
    as_of: date
