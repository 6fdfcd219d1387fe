"""From findings to sections to the score (semantics §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from .findings import Finding, round_points
from .intervals import ZERO, Interval, at_least_zero, hull, point
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


class Share(NamedTuple):
    """Points and the most they could be."""

    points: Interval
    full: Fraction

    def joined_by(self, points: Interval, full: Fraction) -> Share:
        """Both together."""
        return Share(self.points + points, self.full + full)


@dataclass(frozen=True)
class Section:
    """The points of a section or pool.

    Attributes:
        certain: its share in what the total is scaled from, without what perhaps does not apply.
        with_perhaps: its points with all of that, as much as it gives if it applies; what that could be at most.
        full: the points of its criteria, as they count where it is.
        contribution: what it adds to what it is in.
        inside: the sections in it, at any depth.
    """

    id: str
    points: Interval
    max: Interval
    lines: tuple[Line, ...]
    certain: Share
    with_perhaps: Share
    full: Fraction
    contribution: Interval = ZERO
    inside: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Score:
    """The sum of all; ``rated`` is False if nothing applies, None if perhaps nothing does."""

    points: Interval
    max: Fraction
    lines: tuple[Line, ...]
    rated: Truth


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


def weight_of(section: Form, around: Form) -> Fraction:
    """What a point of a section counts for in what it is in."""
    if "weight" not in section:
        return Fraction(1)
    return number(section["weight"]) * number(around["points"]) / number(section["points"])


def counted(share: Share, weight: Fraction) -> Share:
    """A share of a section as it counts where the section is."""
    return Share(share.points * point(weight), share.full * weight)


def section_with(
    ruleset: Form, section: Form, around: Form, judged: Mapping[str, Sequence[Finding]], vetoes: Mapping[str, str]
) -> Section:
    """A section from its criteria, or from the sections in it."""
    if "sections" in section:
        children = [section_with(ruleset, child, section, judged, vetoes) for child in section["sections"]]
        made = _of_sections(ruleset, section, children)
    else:
        made = section_points(ruleset, section, judged[section["id"]])
    made = vetoed(made, vetoes.get(section["id"], "clear"))
    weight = weight_of(section, around)
    return replace(
        made,
        contribution=made.points * point(weight),
        certain=counted(made.certain, weight),
        with_perhaps=counted(made.with_perhaps, weight),
        full=made.full * weight,
    )


def _of_sections(ruleset: Form, section: Form, children: list[Section]) -> Section:
    """What the sections in it count, scaled if something dropped out of one, then limited as any section."""
    full = _total(child.full for child in children)
    weighted, before = _weighted(ruleset, children)
    scaled, rated = _scaled_total(ruleset, children, full)
    points, lines = _finish(ruleset, section, scaled)
    nothing = Share(ZERO, Fraction(0))
    shares = {True: (Share(points, full), nothing), None: (nothing, Share(points, full)), False: (nothing, nothing)}
    certain, perhaps = shares[rated]
    greatest = Fraction(0) if rated is False else full
    return Section(
        id=section["id"],
        points=points,
        max=Interval(_limited(section, greatest - perhaps.full), _limited(section, greatest)),
        lines=(*weighted, *_line("scaling", before, scaled), *lines),
        certain=certain,
        with_perhaps=perhaps,
        full=full,
        inside=tuple(inner for child in children for inner in (child, *child.inside)),
    )


def section_points(ruleset: Form, section: Form, findings: Sequence[Finding]) -> Section:
    """A section: what it starts with, scaling, cap, floor, rounding, each a line."""
    if "starts" in section:
        return _starting_full(ruleset, section, findings)
    sharing = [finding for finding in findings if finding.mode == "section" and finding.floor >= 0]
    scaled = _scale(ruleset, sharing)
    others = [finding for finding in findings if scaled is None or finding not in sharing]
    added = _sum(finding.interval for finding in findings)
    before = _sum(finding.interval for finding in others) + (scaled.points if scaled else ZERO)
    points, lines = _finish(ruleset, section, before)
    certain, perhaps = _certain_and_perhaps(others, scaled)
    greatest = _total(f.greatest for f in others) + (scaled.full if scaled and scaled.applies is not False else 0)
    return Section(
        id=section["id"],
        points=points,
        max=Interval(_limited(section, greatest - perhaps.full), _limited(section, greatest)),
        lines=(*_line("scaling", added, before), *lines),
        certain=Share(_finish(ruleset, section, certain.points)[0], certain.full),
        with_perhaps=Share(_finish(ruleset, section, certain.points + perhaps.points)[0], perhaps.full),
        full=_total(finding.full for finding in findings),
    )


def _starting_full(ruleset: Form, section: Form, findings: Sequence[Finding]) -> Section:
    """A section that begins with its points, and whose criteria only lose."""
    full = number(section["points"])
    added = _sum(finding.interval for finding in findings)
    points, lines = _finish(ruleset, {"floor": 0, **section}, added + point(full))
    return Section(
        id=section["id"],
        points=points,
        max=point(_limited(section, full)),
        lines=(*_line("start", added, added + point(full)), *lines),
        certain=Share(points, full),
        with_perhaps=Share(points, Fraction(0)),
        full=full,
    )


def _certain_and_perhaps(others: Sequence[Finding], scaled: Scaled | None) -> tuple[Share, Share]:
    """What of a section stays in the total for certain, and what perhaps does."""
    unsure = [finding for finding in others if finding.mode == "total" and finding.applicable is None]
    staying = [
        finding for finding in others if finding not in unsure and not (finding.excluded and finding.mode == "total")
    ]
    certain = Share(_sum(finding.interval for finding in staying), _total(finding.full for finding in staying))
    perhaps = Share(_sum(finding.if_it_applies for finding in unsure), _total(finding.full for finding in unsure))
    if scaled and scaled.applies:
        certain = certain.joined_by(scaled.points, scaled.full)
    if scaled and scaled.applies is None:
        perhaps = perhaps.joined_by(scaled.points, scaled.full)
    return certain, perhaps


def _scale(ruleset: Form, sharing: Sequence[Finding]) -> Scaled | None:
    """The sharing criteria scaled to all their points; None if every one of them applies."""
    if all(finding.applicable for finding in sharing):
        return None
    full = _total(finding.full for finding in sharing)
    sure = [finding for finding in sharing if finding.applicable]
    unsure = [finding for finding in sharing if finding.applicable is None]
    sure_full = _total(finding.full for finding in sure)
    if sure_full == 0 and not unsure:
        return Scaled(ZERO, full, applies=False)
    scaled = scaled_points(
        full,
        Share(_sum(finding.interval for finding in sure), sure_full),
        Share(_sum(finding.if_it_applies for finding in unsure), _total(finding.full for finding in unsure)),
    )
    return Scaled(_rounded(ruleset, scaled), full, applies=True if sure_full else None)


def _finish(ruleset: Form, section: Form, before: Interval) -> tuple[Interval, tuple[Line, ...]]:
    """``up_to``, ``floor``, the grid of sections."""
    capped = cap(before, point(number(section["up_to"]))) if _is_capped(section) else before
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
    return min(greatest, number(section["up_to"])) if _is_capped(section) else greatest


def _is_capped(section: Form) -> bool:
    return "up_to" in section and section["up_to"] != "none"


def vetoed(made: Section, standing: str) -> Section:
    """The section where a veto makes it zero, or may."""
    if standing == "clear":
        return made
    points = zeroed(made.points, standing)
    nothing = Share(zeroed(made.certain.points, standing), made.certain.full)
    perhaps = Share(zeroed(made.with_perhaps.points, standing), made.with_perhaps.full)
    return replace(
        made,
        points=points,
        lines=(*made.lines, *_line("veto", made.points, points)),
        certain=nothing,
        with_perhaps=perhaps,
        contribution=zeroed(made.contribution, standing),
    )


def zeroed(points: Interval, standing: str) -> Interval:
    """Points under a veto that makes them zero: nothing if it is triggered, perhaps if it is open."""
    return {"clear": points, "open": hull([points, ZERO]), "triggered": ZERO}[standing]


def _rounded(ruleset: Form, points: Interval, grid: str = "unit") -> Interval:
    return Interval(round_points(ruleset, points.low, grid), round_points(ruleset, points.high, grid))


def _sum(intervals: Iterable[Interval]) -> Interval:
    return sum(intervals, ZERO)


def _total(points: Iterable[Fraction]) -> Fraction:
    return sum(points, Fraction(0))


def pool_points(ruleset: Form, pool: Form, findings: Sequence[Finding]) -> Section:
    """A pool: cap, floor, rounding; nothing in it is scaled."""
    before = _sum(finding.interval for finding in findings)
    points, lines = _finish(ruleset, pool, before)
    most = point(_limited(pool, _total(finding.greatest for finding in findings)))
    nothing = Share(ZERO, Fraction(0))
    counts = pool.get("counts_toward_level", True)
    return Section(
        pool["id"], points, most, lines, nothing, nothing, Fraction(0), contribution=points if counts else ZERO
    )


def score(ruleset: Form, sections: list[Section], pools: list[Section], veto: str = "clear") -> Score:
    """The sections, scaled if something dropped out of them, with the pools; ``veto`` may make it zero."""
    if ruleset["points"] == "none":
        _, rated = _scaled_total(ruleset, sections, _total(section.full for section in sections))
        return Score(ZERO, Fraction(0), (), rated)
    full = number(ruleset["points"])
    weighted, before = _weighted(ruleset, sections)
    scaled, rated = _scaled_total(ruleset, sections, full)
    bonus = _sum(pool.contribution for pool in pools)
    points = _rounded(ruleset, scaled + bonus, "total")
    lines = (*weighted, *_line("scaling", before, scaled), *_line("rounding", scaled + bonus, points))
    lines, points = (*lines, *_line("veto", points, zeroed(points, veto))), zeroed(points, veto)
    return Score(points, Fraction(0) if rated is False else full, lines, rated)


def _weighted(ruleset: Form, sections: list[Section]) -> tuple[tuple[Line, ...], Interval]:
    """The line that makes points what they count, each rounded, and the sum of these."""
    added = _sum(section.points for section in sections)
    rounded = _sum(_rounded(ruleset, section.contribution) for section in sections)
    return _line("weight", added, rounded), rounded


def _scaled_total(ruleset: Form, sections: list[Section], full: Fraction) -> tuple[Interval, Truth]:
    """What the sections count, scaled if something has perhaps dropped out, and whether anything applies."""
    before = _sum(section.contribution for section in sections)
    certain = Share(_sum(s.certain.points for s in sections), _total(s.certain.full for s in sections))
    perhaps_full = _total(section.with_perhaps.full for section in sections)
    if certain.full == _total(section.full for section in sections):
        return _rounded(ruleset, before), True
    if certain.full == 0 and perhaps_full == 0:
        return ZERO, False
    joined = _sum(section.with_perhaps.points for section in sections)
    added = at_least_zero(Interval(joined.low - certain.points.low, joined.high - certain.points.high))
    least = min(before.low, certain.points.low)
    scaled = scaled_points(
        full,
        Share(Interval(least, certain.points.high), certain.full),
        Share(added, perhaps_full),
    )
    return _rounded(ruleset, scaled), True if certain.full else None


def as_lines(lines: Iterable[Line]) -> list[tuple[Raw, ...]]:
    """Lines as plain data: kind, change of the low end, change of the high end."""
    return [(line.kind, line.change.low, line.change.high) for line in lines]
