"""From findings to sections to the score (semantics §7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from .findings import Finding, round_points
from .intervals import ZERO, Interval, point
from .literals import Raw, number
from .scoring import cap, raise_to
from .truth import Truth
from .world import Form


class Line(NamedTuple):
    """What changes a section or the total between its contributions and its points."""

    kind: str
    change: Interval


@dataclass(frozen=True)
class Scaled:
    """The criteria of a section that share its points when one of them does not apply.

    Attributes:
        points: their interval after scaling, already on the grid.
        full: the sum of their points, those of excluded ones included.
        applies: False if all are excluded, None if perhaps all are.
    """

    points: Interval
    full: Fraction
    applies: Truth


@dataclass(frozen=True)
class Section:
    """The points of a section or pool.

    Attributes:
        bare: its points without whatever may drop out of the total.
        with_unsure: its points with all of that, as much as it gives if it applies.
        sure_full: what it contributes for certain to the points that the total is scaled from.
        unsure_full: what it perhaps contributes.
        full: the points that the rule set states.
    """

    id: str
    points: Interval
    max: Interval
    lines: tuple[Line, ...]
    bare: Interval
    with_unsure: Interval
    sure_full: Fraction
    unsure_full: Fraction
    full: Fraction


@dataclass(frozen=True)
class Score:
    """The sum of all; ``rated`` is False if nothing applies, None if perhaps nothing does."""

    points: Interval
    max: Fraction
    lines: tuple[Line, ...]
    rated: Truth


class Share(NamedTuple):
    """Points and the most they could be."""

    points: Interval
    full: Fraction


def scaled_points(full: Fraction, sure: Share, unsure: Share) -> Interval:
    """G of M, perhaps joined by U, in ``full`` points.

    Negative points are the least when nothing joins, the greatest when everything does.
    """
    if sure.full == 0:
        return Interval(Fraction(0), full)
    greatest = sure.points.high + unsure.points.high
    below = sure.full + (unsure.full - unsure.points.low if sure.points.low >= 0 else 0)
    above = sure.full + (unsure.points.high if greatest >= 0 else unsure.full)
    return Interval(full * sure.points.low / below, full * greatest / above)


def section_points(ruleset: Form, section: Form, findings: list[Finding]) -> Section:
    """A section: scaling, cap, floor, rounding, each a line."""
    sharing = [finding for finding in findings if finding.mode == "section" and finding.floor >= 0]
    scaled = _scale(ruleset, sharing)
    others = [finding for finding in findings if scaled is None or finding not in sharing]
    added = _sum(finding.interval for finding in findings)
    before = _sum(finding.interval for finding in others) + (scaled.points if scaled else ZERO)
    points, lines = _finish(ruleset, section, before)
    unsure = [finding for finding in others if finding.mode == "total" and finding.applicable is None]
    sure_others = [finding for finding in others if finding not in unsure]
    scaled_is_unsure = scaled is not None and scaled.applies is None
    bare = _sum(f.interval for f in sure_others) + (scaled.points if scaled and scaled.applies else ZERO)
    joining = _sum(f.if_it_applies for f in unsure) + (scaled.points if scaled and scaled_is_unsure else ZERO)
    unsure_full = _total(f.points for f in unsure) + (scaled.full if scaled and scaled_is_unsure else 0)
    dropped = _total(f.points for f in others if f.excluded and f.mode == "total")
    dropped += scaled.full if scaled and scaled.applies is False else 0
    greatest = _total(f.max for f in others) + (scaled.full if scaled and scaled.applies is not False else 0)
    return Section(
        id=section["id"],
        points=points,
        max=Interval(_limited(section, greatest - unsure_full), _limited(section, greatest)),
        lines=(*_line("scaling", added, before), *lines),
        bare=_finish(ruleset, section, bare)[0],
        with_unsure=_finish(ruleset, section, bare + joining)[0],
        sure_full=number(section["points"]) - dropped - unsure_full,
        unsure_full=unsure_full,
        full=number(section["points"]),
    )


def _scale(ruleset: Form, sharing: list[Finding]) -> Scaled | None:
    """The sharing criteria scaled to all their points; None if every one of them applies."""
    if all(finding.applicable for finding in sharing):
        return None
    full = _total(finding.points for finding in sharing)
    sure = [finding for finding in sharing if finding.applicable]
    unsure = [finding for finding in sharing if finding.applicable is None]
    sure_full = _total(finding.points for finding in sure)
    if sure_full == 0 and not unsure:
        return Scaled(ZERO, full, applies=False)
    scaled = scaled_points(
        full,
        Share(_sum(finding.interval for finding in sure), sure_full),
        Share(_sum(finding.if_it_applies for finding in unsure), _total(finding.points for finding in unsure)),
    )
    return Scaled(_rounded(ruleset, scaled), full, applies=True if sure_full else None)


def _finish(ruleset: Form, section: Form, before: Interval) -> tuple[Interval, tuple[Line, ...]]:
    """``up_to``, ``floor``, the grid of sections."""
    capped = cap(before, point(number(section["up_to"]))) if "up_to" in section else before
    raised = raise_to(capped, point(number(section["floor"]))) if "floor" in section else capped
    rounded = _rounded(ruleset, raised, "section")
    return rounded, (
        *_line("cap", before, capped),
        *_line("floor", capped, raised),
        *_line("rounding", raised, rounded),
    )


def _line(kind: str, before: Interval, after: Interval) -> tuple[Line, ...]:
    if before == after:
        return ()
    return (Line(kind, Interval(after.low - before.low, after.high - before.high)),)


def _limited(section: Form, greatest: Fraction) -> Fraction:
    return min(greatest, number(section["up_to"])) if "up_to" in section else greatest


def _rounded(ruleset: Form, points: Interval, grid: str = "unit") -> Interval:
    return Interval(round_points(ruleset, points.low, grid), round_points(ruleset, points.high, grid))


def _sum(intervals: Iterable[Interval]) -> Interval:
    return sum(intervals, ZERO)


def _total(points: Iterable[Fraction]) -> Fraction:
    return sum(points, Fraction(0))


def pool_points(ruleset: Form, pool: Form, findings: list[Finding]) -> Section:
    """A pool: cap, floor, rounding; nothing in it is scaled."""
    before = _sum(finding.interval for finding in findings)
    points, lines = _finish(ruleset, pool, before)
    most = point(_limited(pool, _total(finding.max for finding in findings)))
    return Section(pool["id"], points, most, lines, points, points, Fraction(0), Fraction(0), Fraction(0))


def score(ruleset: Form, sections: list[Section], pools: list[Section]) -> Score:
    """The sections, scaled if something dropped out of them, with the pools."""
    full = number(ruleset["points"])
    before = _sum(section.points for section in sections)
    scaled, rated = _scaled_total(ruleset, sections, before, full)
    bonus = _sum(pool.points for pool in pools)
    points = _rounded(ruleset, scaled + bonus, "total")
    lines = (*_line("scaling", before, scaled), *_line("rounding", scaled + bonus, points))
    return Score(points, Fraction(0) if rated is False else full, lines, rated)


def _scaled_total(ruleset: Form, sections: list[Section], before: Interval, full: Fraction) -> tuple[Interval, Truth]:
    sure_full = _total(section.sure_full for section in sections)
    unsure_full = _total(section.unsure_full for section in sections)
    if sure_full == _total(section.full for section in sections):
        return before, True
    if sure_full == 0 and unsure_full == 0:
        return ZERO, False
    bare, joined = (_sum(getattr(s, name) for s in sections) for name in ("bare", "with_unsure"))
    least = _sum(section.points for section in sections).low
    sure = Interval(min(least, bare.low), bare.high)
    unsure = Interval(max(Fraction(0), joined.low - bare.low), max(Fraction(0), joined.high - bare.high))
    scaled = scaled_points(full, Share(sure, sure_full), Share(unsure, unsure_full))
    return _rounded(ruleset, scaled), True if sure_full else None


def as_lines(lines: Iterable[Line]) -> list[tuple[Raw, ...]]:
    """Lines as plain data: kind, change of the low end, change of the high end."""
    return [(line.kind, line.change.low, line.change.high) for line in lines]
