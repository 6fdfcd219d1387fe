"""The level that a branch aims at, reached for certain or not."""

from __future__ import annotations

from starcheck.model import Assessment


def reaches(assessment: Assessment, target: str) -> bool:
    """Whether the lowest possible level is the target or one above it."""
    ids = [str(level.id) for level in assessment.levels]
    low = str(assessment.level.low)
    return low in ids and ids.index(low) <= ids.index(target)


def highest(assessment: Assessment) -> str | None:
    """The highest level that a branch can reach by itself: those filled by rank need all branches."""
    return next((str(level.id) for level in assessment.levels if not level.by_rank), None)
