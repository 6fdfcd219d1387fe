"""Statistics of a group of branches, places in it (semantics of groups)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from .intervals import Interval, Quantity, between, round_to_grid
from .literals import Raw
from .ratios import over
from .records import declared_range
from .truth import Truth
from .world import MANY_BRANCHES, Form, World

MILLIONTH = Fraction(1, 1_000_000)
ANYTHING = Interval(Fraction(-(10**12)), Fraction(10**12))
STATISTICS = ("best", "worst", "mean", "median", "sum", "count")

Measure = Callable[[World, Raw], dict[str, Quantity]]


class Member(NamedTuple):
    """A branch of the group: where its number lies, whether it has one."""

    value: Interval
    defined: Truth


def statistic(world: World, form: Form, measure: Measure) -> Quantity:
    """``{best: rate, among: unit}``."""
    kind = next(name for name in STATISTICS if name in form)
    group = _group(world, form, form[kind], measure)
    if group is None:
        alone = int(measure(world, form[kind])["value"].defined is True)
        return between(alone, MANY_BRANCHES) if kind == "count" else Quantity(ANYTHING, None)
    sure = [member.value for member in group if member.defined]
    perhaps = [member.value for member in group if member.defined is None]
    if kind == "count":
        return between(len(sure), len(sure) + len(perhaps))
    if not sure and not perhaps:
        return Quantity(Interval(Fraction(0), Fraction(0)), defined=False)
    low, high = (_ends(kind, sure, perhaps, mirrored=mirrored) for mirrored in (False, True))
    return between(low, high, defined=True if sure else None)


def _ends(kind: str, sure: list[Interval], perhaps: list[Interval], *, mirrored: bool) -> Fraction:
    """The low end of a statistic; mirrored, the high end."""
    if mirrored:
        opposite = {"best": "worst", "worst": "best"}.get(kind, kind)
        return -_ends(opposite, [-value for value in sure], [-value for value in perhaps], mirrored=False)
    return LOW_ENDS[kind]([value.low for value in sure], [value.low for value in perhaps])


def _least_best(sure: list[Fraction], perhaps: list[Fraction]) -> Fraction:
    return max(sure) if sure else min(perhaps)


def _least_mean(sure: list[Fraction], perhaps: list[Fraction]) -> Fraction:
    own = [kept(sum(sure, Fraction(0)) / len(sure))] if sure else []
    return min(own + perhaps)


def _least_median(sure: list[Fraction], perhaps: list[Fraction]) -> Fraction:
    return min(sure + perhaps) if perhaps else kept(Fraction(median(sure)))


LOW_ENDS: dict[str, Callable[[list[Fraction], list[Fraction]], Fraction]] = {
    "best": _least_best,
    "worst": lambda sure, perhaps: min(sure + perhaps),
    "mean": _least_mean,
    "median": _least_median,
    "sum": lambda sure, perhaps: kept(sum([*sure, *(min(low, Fraction(0)) for low in perhaps)], Fraction(0))),
}
"""The low end of a statistic from the low ends of those that surely and perhaps take part."""


def kept(value: Fraction) -> Fraction:
    """Six decimals, halves away from zero, within ±10¹²."""
    return min(max(round_to_grid(value, MILLIONTH, "half_up"), ANYTHING.low), ANYTHING.high)


def _kept(value: Quantity) -> Member:
    return Member(Interval(kept(value.low), kept(value.high)), value.defined)


def _group(world: World, form: Form, name: str, measure: Measure) -> list[Member] | None:
    """The branches compared, this one first; None if the others are not known."""
    company = world.case.company
    if company is None:
        return None
    among = form["among"].removeprefix("branch.")
    own = world.case.ledger["branch"]
    others = [
        other
        for other in company
        if other["branch"]["id"] != own["id"] and (among == "all" or other["branch"].get(among) == own.get(among))
    ]
    worlds = [world, *(replace(world, case=replace(world.case, ledger=other)) for other in others)]
    unheard_of = [Member(_anything(world, name), None)] * world.case.left_out
    return [*(_kept(measure(of, name)["value"]) for of in worlds), *unheard_of]


def _anything(world: World, name: str) -> Interval:
    """Where the number of a branch lies of which nothing is known."""
    measure = world.case.ruleset["measures"][name]
    if not isinstance(measure, dict) or "field" not in measure:
        return ANYTHING
    field = world.case.ruleset["tables"]["branch"]["fields"][measure["field"].removeprefix("branch.")]
    return ANYTHING if "derived" in field else declared_range(field)


def rank(world: World, form: Form, measure: Measure) -> dict[str, Quantity]:
    """The place in the group, from the top, from the bottom, as a share; how many there are."""
    of = statistic(world, {"count": form["rank"], "among": form["among"]}, measure)
    defined = measure(world, form["rank"])["value"].defined
    group = _group(world, form, form["rank"], measure)
    if group is None:
        anywhere = Interval(Fraction(1), Fraction(MANY_BRANCHES))
        places = {"value": anywhere, "from_bottom": anywhere, "percentile": Interval(Fraction(0), Fraction(1))}
    else:
        descending = form.get("order", "descending") == "descending"
        ties = form.get("ties", "first")
        value, from_bottom = (_place(group, ties, descending=way) for way in (descending, not descending))
        share, one = over(value, of.interval, Fraction(1)).interval, Fraction(1)
        percentile = Interval(min(share.low, one), min(share.high, one))
        places = {"value": value, "from_bottom": from_bottom, "percentile": percentile}
    return {"of": of} | {name: Quantity(place, defined) for name, place in places.items()}


def _place(group: list[Member], ties: str, *, descending: bool) -> Interval:
    members = group if descending else [Member(-member.value, member.defined) for member in group]
    own, *others = members
    others = [other for other in others if other.defined is not False]

    def before(other: Member, *, surely: bool) -> bool:
        ahead, behind = (other.value.low, own.value.high) if surely else (other.value.high, own.value.low)
        return (other.defined is True or not surely) and (ahead > behind or (ties == "last" and ahead == behind))

    surely, possibly = ([other for other in others if before(other, surely=way)] for way in (True, False))
    low, high = Fraction(1 + len(surely)), Fraction(1 + len(possibly))
    if ties != "dense":
        return Interval(low, high)
    fixed = {other.value.low for other in surely if other.value.is_point}
    reaching = {other.value.low for other in possibly if other.value.is_point}
    moving = [other for other in possibly if not other.value.is_point]
    return Interval(Fraction(1 + max(len(fixed), min(1, len(surely)))), Fraction(1 + len(reaching) + len(moving)))
