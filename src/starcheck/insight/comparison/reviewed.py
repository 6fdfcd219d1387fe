"""What reviewers changed of the criteria of two results."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from starcheck.engine.finding_columns import CRITERION, POINTS_HIGH, POINTS_LOW
from starcheck.insight.comparison.sides import SIDES
from starcheck.ledger.tables import KEY

ADJUSTED = "adjusted"
"""Who changed the points of a criterion, when and why: a text for each adjustment; null if nobody did."""
_ENDS = (POINTS_LOW, POINTS_HIGH)
_BEFORE = tuple(f"{end}_before" for end in _ENDS)


def with_adjusted(rows: pl.LazyFrame, adjustments: Sequence[pl.LazyFrame | None], points: pl.Decimal) -> pl.LazyFrame:
    """Rows of both results, one for each branch and criterion, with the column `ADJUSTED` of the one and of the other.

    Args:
        rows: with the points of both.
        adjustments: of the one and of the other; None where nobody changed anything.
        points: the type of points.
    """
    for frame, suffix in zip(adjustments, SIDES, strict=True):
        columns = (pl.col(name).alias(f"{name}{suffix}") for name in (*_BEFORE, ADJUSTED))
        stated = _stated(frame, points).select(KEY, CRITERION, *columns)
        rows = rows.join(stated, on=[KEY, CRITERION], how="left")
    return rows


def is_adjusted() -> pl.Expr:
    """Whether reviewers changed the points of either."""
    return pl.any_horizontal(pl.col(f"{ADJUSTED}{suffix}").is_not_null() for suffix in SIDES)


def moved_by_itself() -> pl.Expr:
    """Whether the points differ that stood before reviewers came; what they set in both does not count."""
    both = pl.all_horizontal(pl.col(f"{ADJUSTED}{suffix}").is_not_null() for suffix in SIDES)
    old, new = (
        [
            pl.coalesce(f"{before}{suffix}", f"{end}{suffix}").fill_null(0)
            for before, end in zip(_BEFORE, _ENDS, strict=True)
        ]
        for suffix in SIDES
    )
    return ~both & pl.any_horizontal(was != is_ for was, is_ in zip(old, new, strict=True))


def _stated(frame: pl.LazyFrame | None, points: pl.Decimal) -> pl.LazyFrame:
    """For each criterion of a branch that was changed what it gave before, and what is said of the changes."""
    if frame is None:
        types = {
            KEY: pl.String(),
            CRITERION: pl.String(),
            **dict.fromkeys(_BEFORE, points),
            ADJUSTED: pl.List(pl.String),
        }
        return pl.LazyFrame(schema=types)
    said = pl.format(
        "{} {} {}", *(pl.col(name).cast(pl.String).fill_null("–") for name in ("authority", "on", "reason"))
    )
    return frame.group_by(KEY, pl.col(CRITERION).cast(pl.String)).agg(
        *(pl.col(name).first().cast(points) for name in _BEFORE), said.sort().alias(ADJUSTED)
    )
