"""A slow, plain evaluator written from the documentation, to hold the engine against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from .findings import Finding, judge, measured
from .intervals import ZERO
from .levels import Consequence, Results, consequence, demand, ladder_standing, level_range, requirement, veto
from .periods import Span
from .totals import Score, as_lines, pool_points, score, section_with, vetoed
from .world import Case

__all__ = ["evaluate"]


def evaluate(
    ruleset: Mapping[str, Any],
    ledger: Mapping[str, Any],
    period: tuple[date, date],
    as_of: date,
    company: Sequence[Mapping[str, Any]] | None = None,
    left_out: int = 0,
) -> dict[str, Any]:
    """Judge one branch.

    Args:
        ruleset: the rule set as it comes out of YAML, in one piece.
        ledger: ``branch`` and ``marks``; per table its records, ``none``, ``not_provided``, or a mapping of status,
            covers and records; under ``changes`` what reviewers state of ``criteria`` and of ``ratings``.
        period: first and last day of the assessment.
        as_of: the day up to which records are seen; moved into the period.
        company: the ledgers of every branch that this one is compared with, its own among them.
        left_out: how many more there may be, of which nothing is known.

    Returns:
        Score, level, sections, findings, checks as plain data; points are fractions.
    """
    span = Span(*period)
    day = min(max(as_of, span.first), span.last)
    case = Case(ruleset, ledger, span, day, None if company is None else tuple(company), left_out)
    bare = Results(case, {}, {}, NOTHING_YET)
    vetoes = {rule["id"]: veto(bare, rule["when"]) for rule in ruleset.get("vetoes", [])}
    zeroed = _zeroed(ruleset, vetoes)
    judged: dict[str, list[Finding]] = {}
    for holder in [*_leaves(ruleset["sections"]), *ruleset.get("pools", [])]:
        found = [judge(case, criterion, holder) for criterion in holder["criteria"]]
        judged[holder["id"]] = [
            finding.changed(case.changes("criteria").get(finding.id)).vetoed(zeroed.get(finding.id, "clear"))
            for finding in found
        ]
    findings = {finding.id: finding for listed in judged.values() for finding in listed}
    sections = [section_with(ruleset, section, ruleset, judged, zeroed) for section in ruleset["sections"]]
    pools = [
        vetoed(pool_points(ruleset, pool, judged[pool["id"]]), zeroed.get(pool["id"], "clear"))
        for pool in ruleset.get("pools", [])
    ]
    total = score(ruleset, sections, pools, zeroed.get("total", "clear"))
    every = {s.id: s for top in [*sections, *pools] for s in (top, *top.inside)}
    results = Results(case, findings, every, total)
    eligibility = {rule["id"]: demand(results, rule["when"]) for rule in ruleset.get("eligibility", [])}
    requires = [[requirement(results, r) for r in level.get("requires", [])] for level in ruleset.get("levels", [])]
    level = level_range(results, requires, vetoes, eligibility)
    results = results._replace(levels=level.possible)
    following = {rule["id"]: consequence(results, rule) for rule in ruleset.get("consequences", [])}
    return {
        "score": None if ruleset["points"] == "none" else (total.points.low, total.points.high, total.max),
        "level": level.ends,
        "sections": {name: (s.points.low, s.points.high, s.max.high) for name, s in every.items()},
        "lines": {name: as_lines(s.lines) for name, s in every.items()} | {"total": as_lines(total.lines)},
        "findings": {name: _finding(finding) for name, finding in findings.items()},
        "vetoes": vetoes,
        "direct": {rule["id"]: FOLLOWS[demand(results, rule["when"])] for rule in ruleset.get("direct", [])},
        "ladder": ladder_standing(results),
        "eligibility": eligibility,
        "requires": [standing for standings in requires for standing in standings],
        "consequences": {name: _consequence(found) for name, found in following.items()},
        "not_seen": case.not_seen,
    }


FOLLOWS = {"clear": "triggered", "triggered": "clear", "open": "open"}
"""What is awarded when a condition holds, fails, or is open."""

NOTHING_YET = Score(ZERO, Fraction(0), (), rated=True)


def _leaves(sections: list[Any]) -> Iterator[Any]:
    """The sections that hold criteria."""
    for section in sections:
        yield from _leaves(section["sections"]) if "sections" in section else [section]


def _zeroed(ruleset: Mapping[str, Any], vetoes: Mapping[str, str]) -> dict[str, str]:
    """What vetoes make zero, and how certainly."""
    found: dict[str, str] = {}
    for rule in ruleset.get("vetoes", []):
        if "zero" in rule["effect"]:
            name = rule["effect"]["zero"]
            found[name] = max(found.get(name, "clear"), vetoes[rule["id"]], key=("clear", "open", "triggered").index)
    return found


def _consequence(found: Consequence) -> tuple[Any, ...]:
    if found.amount is None:
        return (found.outcome, None)
    low, high = (None, None) if found.amount.defined is False else (found.amount.low, found.amount.high)
    return (found.outcome, (low, high, found.amount.defined))


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome,
        "points": (finding.interval.low, finding.interval.high, finding.max),
        "standing_high": finding.standing_high,
        "parts": {name: (interval.low, interval.high) for name, interval in finding.parts.items()},
        "measure": {world: measured(parts) for world, parts in finding.measure.items()},
    }
