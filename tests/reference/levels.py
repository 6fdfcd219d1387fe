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
from .measures import kind_of
from .names import Scope, quantity
from .records import NONE, UNKNOWN, fact
from .totals import Score, Section
from .truth import Truth, conjunction, disjunction, negation
from .world import Case, Form, World

STANDING = {True: "clear", False: "triggered", None: "open"}
SPECIAL = {"section", "criterion", "criteria", "passed", "score", "level"}


class Results(NamedTuple):
    """What requirements may look at; the levels that are still possible only at the end."""

    case: Case
    findings: Mapping[str, Finding]
    sections: Mapping[str, Section]
    score: Score
    levels: tuple[Raw, ...] = ()


def in_both_worlds(results: Results, condition: Form) -> tuple[Truth, Truth]:
    """The truth of a condition as it stands, and as it can become."""
    standing, reachable = (
        _holds(results, Scope(World(results.case, reachable)), condition) for reachable in (False, True)
    )
    return standing, reachable


def _holds(results: Results, scope: Scope, condition: Form) -> Truth:
    """A condition that may ask for what was judged."""
    if special := SPECIAL & condition.keys():
        return _special(results, special.pop(), condition)
    if not kind_of(condition) and (condition.keys() & {"all", "any"} or isinstance(condition.get("not"), dict)):
        return conjunction(_entry_holds(results, scope, key, right) for key, right in condition.items())
    return holds(scope, condition)


def _entry_holds(results: Results, scope: Scope, key: str, right: Raw) -> Truth:
    if key == "not":
        return negation(_holds(results, scope, right))
    if key in {"all", "any"}:
        combine = conjunction if key == "all" else disjunction
        return combine(_holds(results, scope, part) for part in right)
    return holds(scope, {key: right})


def _special(results: Results, kind: str, required: Form) -> Truth:
    match kind:
        case "section":
            return _section_reaches(results.sections[required["section"]], required)
        case "criterion":
            return _has_outcome(results.findings[required["criterion"]], required["outcome"])
        case "criteria":
            truths = [_has_outcome(results.findings[name], required["outcome"]) for name in required["criteria"]]
            return _enough(truths, required)
        case "passed":
            truths = [_is_passed(results, name) for name in as_list(required["passed"])]
            return _enough(truths, required if "at_least" in required else {"at_least": len(truths)})
        case "score":
            return _score_reaches(results, required["score"])
        case _:
            return _level_is(results, required["level"])


def veto(results: Results, condition: Form) -> str:
    """Triggered if certain in both worlds, clear if false as it stands."""
    standing, reachable = in_both_worlds(results, condition)
    if standing is False:
        return "clear"
    return "triggered" if standing and reachable else "open"


def demand(results: Results, condition: Form) -> str:
    """A condition that must hold: clear if it holds as it stands, triggered if it never can."""
    standing, reachable = in_both_worlds(results, condition)
    if standing:
        return "clear"
    return "triggered" if reachable is False else "open"


def requirement(results: Results, required: Form) -> str:
    """The standing of one requirement of a level."""
    return demand(results, required.get("when", required))


def _compared(quantity: Quantity, required: Form) -> Truth:
    return conjunction(
        quantity_satisfies(quantity, operator, [exactly(number(right)) for right in as_list(required[operator])])
        for operator in required.keys() & OPERATORS
    )


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


def _score_reaches(results: Results, required: Form) -> Truth:
    full = number(results.case.ruleset["points"])
    in_points = {op: number(right) * full if is_percentage(right) else right for op, right in required.items()}
    return _compared(Quantity(results.score.points), in_points)


def _is_passed(results: Results, name: str) -> Truth:
    (sheet,) = (section for section in results.case.ruleset["sections"] if section["id"] == name)
    return _section_reaches(results.sections[name], {"at_least": sheet["pass"]})


def _has_outcome(finding: Finding, outcome: str) -> Truth:
    assert outcome == "met"
    if finding.applicable is False or not _is_met(finding, finding.interval.high):
        return False
    return True if finding.applicable and _is_met(finding, finding.interval.low) else None


def _is_met(finding: Finding, points: Fraction) -> bool:
    return points > 0 if finding.points is None else points >= finding.points


def _enough(truths: list[Truth], required: Form) -> Truth:
    """Whether enough of them hold."""
    number_of = Interval(Fraction(truths.count(True)), Fraction(len(truths) - truths.count(False)))
    return _compared(Quantity(number_of), required)


def _level_is(results: Results, required: Raw) -> Truth:
    """A condition on the level: higher levels are greater, states are neither."""
    ids = [level["id"] for level in results.case.ruleset["levels"]]
    operators = required if isinstance(required, dict) else {"one_of": as_list(required)}

    def fits(level: Raw) -> bool:
        return all(
            level in ids and ids.index(level) <= ids.index(right) if operator == "at_least" else level in as_list(right)
            for operator, right in operators.items()
        )

    found = {fits(level) for level in results.levels}
    return found.pop() if len(found) == 1 else None


class Ranks(NamedTuple):
    """The lowest and the highest level by its place in the list; one past the last is no level."""

    low: int
    high: int


class LevelRange(NamedTuple):
    """The lowest and the highest level or state, and all that are still possible."""

    ends: tuple[Raw, Raw]
    possible: tuple[Raw, ...]


def level_range(
    results: Results, requires: list[list[str]], vetoes: Mapping[str, str], eligibility: Mapping[str, str]
) -> LevelRange:
    """The levels, or states, that remain possible."""
    ruleset, score = results.case.ruleset, results.score
    ladder = [_in_points(level, ruleset) for level in ruleset.get("levels", [])]
    met = [all(s == "clear" for s in standings) for standings in requires]
    ranked = [level.get("at_least") == "none" for level in ladder]
    lower = _reached(ladder, score.points.low, [ok and not rank for ok, rank in zip(met, ranked, strict=True)])
    upper = _reached_or_hole(ladder, score.points.high, ["triggered" not in standings for standings in requires])
    ranks = _limited(results, _raised(results, Ranks(lower, upper)))
    for veto_rule in ruleset.get("vetoes", []):
        if "zero" in veto_rule["effect"]:
            continue
        rank = _ceiling(ladder, veto_rule["effect"])
        if vetoes[veto_rule["id"]] != "clear":
            ranks = ranks._replace(low=max(ranks.low, rank))
        if vetoes[veto_rule["id"]] == "triggered":
            ranks = ranks._replace(high=max(ranks.high, rank))
    names = [*(level["id"] for level in ladder), "none"]
    return _with_states(ruleset, score, eligibility, names[ranks.high : ranks.low + 1])


def _in_points(level: Form, ruleset: Form) -> Form:
    """A level whose thresholds in percent of the full score are written in points."""
    ends = {key: level[key] for key in ("at_least", "at_most", "less_than") if is_percentage(level.get(key))}
    return {**level, **{key: number(end) * number(ruleset["points"]) for key, end in ends.items()}}


def _with_thresholds_from_below(ladder: list[Form]) -> list[Form]:
    """Levels filled by rank ask for the points of the next level below that asks for any."""
    filled: list[Form] = []
    below: Form = {}
    for level in reversed(ladder):
        if level.get("at_least") == "none":
            filled.append({**{key: value for key, value in level.items() if key != "at_least"}, **below})
        else:
            below = {key: level[key] for key in ("at_least",) if key in level}
            filled.append(level)
    return filled[::-1]


def _raised(results: Results, ranks: Ranks) -> Ranks:
    """A direct award raises: the lower end if it stands, the upper end if it can come."""
    ids = [level["id"] for level in results.case.ruleset.get("levels", [])]
    for rule in results.case.ruleset.get("direct", []):
        standing, reachable = in_both_worlds(results, rule["when"])
        rank = ids.index(rule["level"])
        if standing:
            ranks = ranks._replace(low=min(ranks.low, rank))
        if standing or reachable is not False:
            ranks = ranks._replace(high=min(ranks.high, rank))
    return ranks


class Limits(NamedTuple):
    """How high the ladder lets the lower and the upper level be; 0 limits nothing."""

    low: int
    high: int


def _limits(results: Results, rule: Form) -> Limits:
    """At most so many steps above the last level, but for an exception."""
    world = World(results.case, reachable=False)
    table, row = world.branch
    last = fact(world, table, row, rule["from"].removeprefix("branch."))
    ids = [level["id"] for level in results.case.ruleset["levels"]]
    places = {choice: len(ids) if to == "none" else ids.index(to) for choice, to in rule["table"].items()}
    possible = list(places.values()) if last is UNKNOWN else [len(ids) if last is NONE else places[last]]
    standing, reachable = in_both_worlds(results, rule["unless"]) if "unless" in rule else (False, False)
    low, high = (max(0, place - rule.get("steps", 1)) for place in (max(possible), min(possible)))
    return Limits(0 if standing else low, 0 if standing or reachable is not False else high)


def _limited(results: Results, ranks: Ranks) -> Ranks:
    """The levels as far as the ladder lets them be."""
    rule = results.case.ruleset.get("ladder")
    if rule is None:
        return ranks
    limits = _limits(results, rule)
    return Ranks(max(ranks.low, limits.low), max(ranks.high, limits.high))


def ladder_standing(results: Results) -> str | None:
    """Triggered if the upper level has a limit, clear if the lower one has none."""
    rule = results.case.ruleset.get("ladder")
    if rule is None:
        return None
    limits = _limits(results, rule)
    return "triggered" if limits.high else "open" if limits.low else "clear"


def _reached(ladder: list[Form], points: Fraction, allowed: list[bool]) -> int:
    """The rank (0 is the highest) of the level that is reached; below all levels, one more than there are."""
    reached = (rank for rank, level in enumerate(ladder) if allowed[rank] and _enough_points(level, points))
    return next(reached, len(ladder))


def _enough_points(level: Form, points: Fraction) -> bool:
    return "at_least" not in level or points >= number(level["at_least"])


def _reached_or_hole(ladder: list[Form], points: Fraction, allowed: list[bool]) -> int:
    """As `_reached`, at best; points in a hole between two levels may count for the upper one."""
    reached = _reached(_with_thresholds_from_below(ladder), points, allowed)
    own = [rank for rank, level in enumerate(ladder) if level.get("at_least") != "none"]
    by_points = next((place for place, rank in enumerate(own) if _enough_points(ladder[rank], points)), None)
    if by_points and _beyond(ladder[own[by_points]], points) and allowed[own[by_points - 1]]:
        return min(reached, own[by_points - 1])
    return reached


def _beyond(level: Form, points: Fraction) -> bool:
    """Whether points lie above the upper end that a level states."""
    if "at_most" in level and points > number(level["at_most"]):
        return True
    return "less_than" in level and points >= number(level["less_than"])


def _ceiling(ladder: list[Form], effect: Form) -> int:
    if "no_level" in effect:
        return len(ladder)
    return [level["id"] for level in ladder].index(effect["at_most"])


def _with_states(ruleset: Form, score: Score, eligibility: Mapping[str, str], levels: list[Raw]) -> LevelRange:
    """Not rated, not eligible, scored only stand beside the levels, which come highest first."""
    rules = ruleset.get("eligibility", [])
    standings = [(score.rated, "not_rated")] + [
        ({"clear": True, "triggered": False, "open": None}[eligibility[rule["id"]]], rule["otherwise"])
        for rule in rules
    ]
    for truth, state in standings:
        if truth is False:
            return LevelRange((state, state), (state,))
    possible = [state for truth, state in standings if truth is None]
    return LevelRange((possible[0] if possible else levels[-1], levels[0]), (*levels, *possible))


class Consequence(NamedTuple):
    """Whether something follows, and how much it is worth."""

    outcome: str
    amount: Quantity | None


def consequence(results: Results, rule: Form) -> Consequence:
    """Triggered if it follows in both worlds, clear if in none."""
    standing, reachable = in_both_worlds(results, rule["when"])
    outcome = "triggered" if standing and reachable else "open"
    if standing is False and reachable is False:
        outcome = "clear"
    if "amount" not in rule:
        return Consequence(outcome, None)
    score = {"score": Quantity(results.score.points)}
    least, most = (
        quantity(Scope(World(results.case, reachable), score), rule["amount"]) for reachable in (False, True)
    )
    defined = True if least.defined else (False if most.defined is False else None)
    return Consequence(outcome, Quantity(Interval(least.low, most.high), defined))
