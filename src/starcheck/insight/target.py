"""Whether a target level is reached for certain."""

from __future__ import annotations

from starcheck.model import Assessment


def reaches(assessment: Assessment, target: str) -> bool:
    """Whether the lowest possible level is the target or one above it."""
    ids = [str(level.id) for level in assessment.levels]
    low = str(assessment.level.low)
    return low in ids and ids.index(low) <= ids.index(target)
