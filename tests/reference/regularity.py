"""Coverage, longest gap, streak: records over time (semantics §4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from .intervals import Quantity, between, exactly
from .periods import ONE_DAY, Span, calendar_periods, number_in_year, overlap, whole_months, window
from .records import NONE, UNKNOWN, fact
from .selection import Member, Selection, select
from .world import Form, World

UNBOUNDED = (date.min, date.max)


class Life(NamedTuple):
    """The days a branch exists; unknown ends stand as unbounded."""

    span: Span
    certain: bool


def life(world: World, form: Form) -> Life:
    """The branch's life between the date fields ``from`` and ``until``."""
    table, row = world.branch
    ends = [
        fact(world, table, row, form[key].removeprefix("branch.")) if key in form else NONE for key in ("from", "until")
    ]
    first, last = (end if isinstance(end, date) else bound for end, bound in zip(ends, UNBOUNDED, strict=True))
    return Life(Span(first, last), UNKNOWN not in ends)


def is_owed(form: Form, period: Span, lifetime: Span, assessed: Span) -> bool:
    """Whether a calendar period counts under a life."""
    if number_in_year(period, form["every"]) in form.get("except", ()):
        return False
    lived = overlap(lifetime, assessed) if lifetime.first <= lifetime.last else None
    if lived is None or overlap(period, lived) is None:
        return False
    return form.get("partial", "skip") == "count" or period.inside(lived)


class Filling(NamedTuple):
    """How many records a calendar period has: in for certain, and at the very most."""

    least: int
    most: int


def filling(world: World, selection: Selection, period: Span, frame: Span) -> Filling:
    """The records of one calendar period, with its room."""

    def may_lie_in_period(member: Member) -> bool:
        day = world.case.day_of(selection.table, member.row)
        return day is None or period.holds(day)

    truths = [member.truth for member in selection.members if may_lie_in_period(member)]
    return Filling(truths.count(True), len(truths) + world.room(selection.table, period, frame))


def coverage(world: World, form: Form) -> dict[str, Quantity]:
    """Periods with enough records, and those without."""
    assessed = world.case.period
    selection = select(world, form["coverage"], form)
    lifetime = life(world, form)
    possibly = [p for p in calendar_periods(assessed, form["every"]) if is_owed(form, p, lifetime.span, assessed)]
    fillings = [filling(world, selection, period, assessed) for period in possibly]
    certainly = fillings if lifetime.certain else []
    times = form.get("times", 1)

    def number(periods: Iterable[bool]) -> int:
        return sum(periods)

    covered = between(number(f.least >= times for f in certainly), number(f.most >= times for f in fillings))
    return {
        "value": covered,
        "covered": covered,
        "owed": between(len(certainly), len(possibly)),
        "missing_periods": between(
            number(f.most < times for f in certainly), number(f.least < times for f in fillings)
        ),
        "missing_times": between(
            sum(max(0, times - f.most) for f in certainly),
            sum(max(0, times - f.least) for f in fillings),
        ),
    }


def longest_gap(world: World, form: Form) -> Quantity:
    """The longest stretch without a record."""
    assessed = world.case.period
    selection = select(world, form["longest_gap"], form)
    lifetime = life(world, form)
    lived = overlap(lifetime.span, assessed) if lifetime.span.first <= lifetime.span.last else None
    if lived is None:
        return exactly(0)
    unit = form.get("unit", "days")
    dated = [(world.case.day_of(selection.table, member.row), member.truth) for member in selection.members]
    high = _greatest_gap([day for day, truth in dated if truth and day], lived, unit)
    undated = any(day is None for day, _ in dated)
    if not lifetime.certain or undated or world.unseen_past(selection.table, assessed):
        return between(0, high)
    last = lived.last
    if world.future(selection.table, assessed):
        last = min(last, world.case.as_of + ONE_DAY)
    low = _greatest_gap([day for day, _ in dated if day], Span(lived.first, last), unit)
    return between(low, high)


def _greatest_gap(days: list[date], span: Span, unit: str) -> int:
    if span.last < span.first:
        return 0
    stops = [span.first, *sorted(day for day in days if span.holds(day)), span.last]
    return max((end - start).days if unit == "days" else whole_months(start, end) for start, end in pairwise(stops))


def streak(world: World, form: Form) -> Quantity:
    """The longest or the current run of calendar periods with a record."""
    frame = window(form.get("within"), world.case.period)
    selection = select(world, form["streak"], form)
    fillings = [filling(world, selection, period, frame) for period in calendar_periods(frame, form["every"])]
    run = {"longest": _longest_run, "current": _last_run}[form["run"]]
    return between(Fraction(run(f.least > 0 for f in fillings)), Fraction(run(f.most > 0 for f in fillings)))


def _runs(hits: Iterable[bool]) -> list[int]:
    """Length of the run that ends with each period."""
    lengths = [0]
    for hit in hits:
        lengths.append(lengths[-1] + 1 if hit else 0)
    return lengths


def _longest_run(hits: Iterable[bool]) -> int:
    return max(_runs(hits))


def _last_run(hits: Iterable[bool]) -> int:
    return _runs(hits)[-1]
