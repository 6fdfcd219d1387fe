"""What a renderer of differences is given."""

from __future__ import annotations

from dataclasses import dataclass

from starcheck.insight.movement import Movement, Unfit
from starcheck.rules.diff import Difference
from starcheck.rules.load import Loaded


@dataclass(frozen=True, slots=True)
class DifferenceReport:
    """Two rule sets, what differs between them, and what it does to branches if any were asked about."""

    before: Loaded
    after: Loaded
    difference: Difference
    branches: tuple[Movement | Unfit, ...] = ()
