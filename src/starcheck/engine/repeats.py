"""Criteria scored once for each calendar span of the assessed period, and what their spans come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from starcheck.calendar import CalendarSpan, Period, spans
from starcheck.engine.exact import Q
from starcheck.engine.interval import Interval
from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.rules.schema.repeats import Repeat, Take
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.spans import SPANS


def spans_of(repeat: Repeat, period: Period) -> tuple[CalendarSpan, ...]:
    """The spans of a period that consists of whole ones."""
    return tuple(spans(repeat.every, period.start, period.end))


def refuse_cut_spans(ruleset: RuleSet, period: Period) -> None:
    """Refuse a period that cuts a span for which some criterion is scored.

    Raises:
        InputError: there are such criteria; one problem for each.
    """
    problems = [
        Problem(
            Place(ruleset.ruleset),
            t(
                "Criterion {id} is scored {every}, and the period {period} cuts {spans}.",
                id=criterion.id,
                every=SPANS[repeat.every].every,
                period=str(period),
                spans=cut,
            ),
            t("Assess a period of whole spans."),
        )
        for group in ruleset.groups
        for criterion in group.criteria
        if (repeat := group.repeat_of(criterion)) and (cut := _cut(repeat, period))
    ]
    if problems:
        raise InputError(problems)


def _cut(repeat: Repeat, period: Period) -> list[str]:
    return [span.label for span in spans_of(repeat, period) if span.start < period.start or period.end < span.end]


def taken(take: Take, points: Sequence[Interval]) -> Interval:
    """What the points of all spans come to, in order of time."""
    return TAKEN[take](points)


def _sum(points: Sequence[Interval]) -> Interval:
    return reduce(Interval.__add__, points)


TAKEN: Mapping[Take, Callable[[Sequence[Interval]], Interval]] = {
    "mean": lambda points: _sum(points).each(lambda end: end.over(Q.of(len(points)))),
    "sum": _sum,
    "worst": lambda points: reduce(Interval.least, points),
    "best": lambda points: reduce(Interval.most, points),
    "last": lambda points: points[-1],
}
"""What each word makes of the spans."""


__all__ = ["refuse_cut_spans", "spans_of", "taken"]
