"""The levels that a branch may still win."""

from __future__ import annotations

from collections.abc import Sequence

from starcheck.model import Assessment, Check, LevelInfo

_BEYOND_POINTS = frozenset({"not_rated", "not_eligible", "scored_only"})


def levels_ahead(assessment: Assessment) -> Sequence[LevelInfo]:
    """The levels still to be won, nearest first: the next one, or all up to the highest possible.

    A branch that is surely not rated, not eligible or only scored has none: points do not change that. For any other
    branch without a level the next one is the highest that its points already reach.
    """
    level, rising = assessment.level, assessment.levels[::-1]
    order = [info.id for info in rising]
    if level.certain and level.low in _BEYOND_POINTS:
        return ()
    reached = (at for at, info in enumerate(rising) if _reaches(assessment, info))
    start = order.index(level.low) + 1 if level.low in order else max(reached, default=0)
    stop = order.index(level.high) + 1 if level.high in order else 0
    return rising[start : max(start + 1, stop)]


def out_of_reach(assessment: Assessment) -> Sequence[LevelInfo]:
    """The level next above the highest possible one, while it is open which level the branch has."""
    rising = assessment.levels[::-1]
    order = [info.id for info in rising]
    if assessment.level.certain or assessment.level.high not in order:
        return ()
    above = order.index(assessment.level.high) + 1
    return rising[above : above + 1]


def requirements_of(assessment: Assessment, levels: Sequence[LevelInfo]) -> Sequence[Check]:
    """What the levels require besides points."""
    ids = {info.id for info in levels}
    return [check for check in assessment.requires if check.level in ids]


def _reaches(assessment: Assessment, info: LevelInfo) -> bool:
    return info.at_least is not None and assessment.score is not None and assessment.score.low >= info.at_least
