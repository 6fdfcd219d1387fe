"""Vetoes, eligibility, requirements, levels (semantics §8)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from .comparisons import OPERATORS, quantity_satisfies
from .conditions import holds
from .findings import Finding
from .intervals import Interval, Quantity, exactly
from .literals import Raw, as_list, is_percentage, number
from .names import Scope
from .totals import Score, Section
from .truth import Truth, conjunction
from .world import Case, Form, World

STANDING = {True: "clear", False: "triggered", None: "open"}


class Results(NamedTuple):
    """What requirements may look at."""

    case: Case
    findings: Mapping[str, Finding]
    sections: Mapping[str, Section]


def in_both_worlds(case: Case, condition: Form) -> tuple[Truth, Truth]:
    """The truth of a condition as it stands, and as it can become."""
    standing, reachable = (holds(Scope(World(case, reachable)), condition) for reachable in (False, True))
    return standing, reachable


def veto(case: Case, condition: Form) -> str:
    """Triggered if certain in both worlds, clear if false as it stands."""
    standing, reachable = in_both_worlds(case, condition)
    if standing is False:
        return "clear"
    return "triggered" if standing and reachable else "open"


def demand(case: Case, condition: Form) -> str:
    """A condition that must hold: clear if it holds as it stands, triggered if it never can."""
    standing, reachable = in_both_worlds(case, condition)
    if standing:
        return "clear"
    return "triggered" if reachable is False else "open"


def requirement(results: Results, required: Form) -> str:
    """The standing of one requirement of a level."""
    if "section" in required:
        return STANDING[_section_reaches(results.sections[required["section"]], required)]
    if "criterion" in required:
        return STANDING[_has_outcome(results.findings[required["criterion"]], required["outcome"])]
    if "criteria" in required:
        return STANDING[_enough_have_outcome(results, required)]
    return demand(results.case, required.get("when", required) if "title" in required else required)


def _section_reaches(section: Section, required: Form) -> Truth:
    def threshold(literal: Raw) -> Quantity:
        if not is_percentage(literal):
            return exactly(number(literal))
        share = number(literal)
        return Quantity(Interval(share * section.max.low, share * section.max.high))

    return conjunction(
        quantity_satisfies(
            Quantity(section.points), operator, [threshold(right) for right in as_list(required[operator])]
        )
        for operator in required.keys() & OPERATORS
    )


def _has_outcome(finding: Finding, outcome: str) -> Truth:
    assert outcome == "met"
    if finding.applicable is False or finding.interval.high < finding.full:
        return False
    return True if finding.applicable and finding.interval.low >= finding.full else None


def _enough_have_outcome(results: Results, required: Form) -> Truth:
    truths = [_has_outcome(results.findings[name], required["outcome"]) for name in required["criteria"]]
    number_of = Interval(Fraction(truths.count(True)), Fraction(len(truths) - truths.count(False)))
    return conjunction(
        quantity_satisfies(
            Quantity(number_of), operator, [exactly(number(right)) for right in as_list(required[operator])]
        )
        for operator in required.keys() & OPERATORS
    )


def level_range(
    ruleset: Form,
    score: Score,
    requires: list[list[str]],
    vetoes: Mapping[str, str],
    eligibility: Mapping[str, str],
) -> tuple[Raw, Raw]:
    """The lowest and the highest level, or state, that remain possible."""
    ladder = [_in_points(level, ruleset) for level in ruleset.get("levels", [])]
    lower = _reached(ladder, score.points.low, [all(s == "clear" for s in standings) for standings in requires])
    upper = _reached_or_hole(ladder, score.points.high, ["triggered" not in standings for standings in requires])
    for veto_rule in ruleset.get("vetoes", []):
        rank = _ceiling(ladder, veto_rule["effect"])
        if vetoes[veto_rule["id"]] != "clear":
            lower = max(lower, rank)
        if vetoes[veto_rule["id"]] == "triggered":
            upper = max(upper, rank)
    names = [*(level["id"] for level in ladder), "none"]
    return _with_states(ruleset, score, eligibility, (names[lower], names[upper]))


def _in_points(level: Form, ruleset: Form) -> Form:
    """A level whose thresholds in percent of the full score are written in points."""
    full = number(ruleset["points"])
    ends = {key: level[key] for key in ("at_least", "at_most", "less_than") if is_percentage(level.get(key))}
    return {**level, **{key: number(end) * full for key, end in ends.items()}}


def _reached(ladder: list[Form], points: Fraction, allowed: list[bool]) -> int:
    """The rank (0 is the highest) of the level that is reached; below all levels, one more than there are."""
    reached = (rank for rank, level in enumerate(ladder) if points >= number(level["at_least"]) and allowed[rank])
    return next(reached, len(ladder))


def _reached_or_hole(ladder: list[Form], points: Fraction, allowed: list[bool]) -> int:
    """As `_reached`; points in a hole between two levels may count for the upper one."""
    by_points = _reached(ladder, points, [True] * len(ladder))
    if 0 < by_points < len(ladder) and allowed[by_points - 1] and _beyond(ladder[by_points], points):
        return by_points - 1
    return _reached(ladder, points, allowed)


def _beyond(level: Form, points: Fraction) -> bool:
    """Whether points lie above the upper end that a level states."""
    if "at_most" in level and points > number(level["at_most"]):
        return True
    return "less_than" in level and points >= number(level["less_than"])


def _ceiling(ladder: list[Form], effect: Form) -> int:
    if "no_level" in effect:
        return len(ladder)
    return [level["id"] for level in ladder].index(effect["at_most"])


def _with_states(
    ruleset: Form, score: Score, eligibility: Mapping[str, str], levels: tuple[Raw, Raw]
) -> tuple[Raw, Raw]:
    """Not rated and not eligible stand beside the levels."""
    rules = ruleset.get("eligibility", [])
    standings = [(score.rated, "not_rated")] + [
        ({"clear": True, "triggered": False, "open": None}[eligibility[rule["id"]]], rule["otherwise"])
        for rule in rules
    ]
    for truth, state in standings:
        if truth is False:
            return state, state
    for truth, state in standings:
        if truth is None:
            return state, levels[1]
    return levels
