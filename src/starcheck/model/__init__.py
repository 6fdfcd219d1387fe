"""The vocabulary of an assessment: findings, points, levels."""

from __future__ import annotations

from starcheck.model.adjustments import Adjusted, Adjustment, AdjustmentKind
from starcheck.model.assessment import Assessment, NotSeen, Provenance
from starcheck.model.findings import Basis, Finding, Gap, Outcome, PartFinding, Points, Quantity, Reason
from starcheck.model.levels import Check, Consequence, LevelId, LevelInfo, LevelRange, Publicity, Standing, State
from starcheck.model.scores import Line, LineKind, SectionScore, Sheet

__all__ = [
    "Adjusted",
    "Adjustment",
    "AdjustmentKind",
    "Assessment",
    "Basis",
    "Check",
    "Consequence",
    "Finding",
    "Gap",
    "LevelId",
    "LevelInfo",
    "LevelRange",
    "Line",
    "LineKind",
    "NotSeen",
    "Outcome",
    "PartFinding",
    "Points",
    "Provenance",
    "Publicity",
    "Quantity",
    "Reason",
    "SectionScore",
    "Sheet",
    "Standing",
    "State",
]
