"""A slow, plain evaluator written from the documentation, to hold the engine against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .findings import Finding, judge, measured
from .levels import Results, demand, level_range, requirement, veto
from .periods import Span
from .totals import Section, as_lines, pool_points, score, section_points
from .world import Case

__all__ = ["evaluate"]


def evaluate(
    ruleset: Mapping[str, Any],
    ledger: Mapping[str, Any],
    period: tuple[date, date],
    as_of: date,
    company: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Judge one branch.

    Args:
        ruleset: the rule set as it comes out of YAML, in one piece.
        ledger: ``branch`` and ``marks``; per table its records, ``none``, ``not_provided``, or a mapping of status,
            covers and records.
        period: first and last day of the assessment.
        as_of: the day up to which records are seen; moved into the period.
        company: the ledgers of every branch that this one is compared with, its own among them.

    Returns:
        Score, level, sections, findings, checks as plain data; points are fractions.
    """
    span = Span(*period)
    case = Case(ruleset, ledger, span, min(max(as_of, span.first), span.last), None if company is None else tuple(company))
    findings: dict[str, Finding] = {}
    holders: dict[str, list[Section]] = {"sections": [], "pools": []}
    for kind, add_up in (("sections", section_points), ("pools", pool_points)):
        for holder in ruleset.get(kind, []):
            judged = [judge(case, criterion, holder) for criterion in holder["criteria"]]
            findings |= {finding.id: finding for finding in judged}
            holders[kind].append(add_up(ruleset, holder, judged))
    total = score(ruleset, holders["sections"], holders["pools"])
    sections = {section.id: section for kind in holders.values() for section in kind}
    vetoes = {rule["id"]: veto(case, rule["when"]) for rule in ruleset.get("vetoes", [])}
    eligibility = {rule["id"]: demand(case, rule["when"]) for rule in ruleset.get("eligibility", [])}
    results = Results(case, findings, sections)
    requires = [[requirement(results, r) for r in level.get("requires", [])] for level in ruleset.get("levels", [])]
    return {
        "score": (total.points.low, total.points.high, total.max),
        "level": level_range(ruleset, total, requires, vetoes, eligibility),
        "sections": {name: (s.points.low, s.points.high, s.max.high) for name, s in sections.items()},
        "lines": {name: as_lines(s.lines) for name, s in sections.items()} | {"total": as_lines(total.lines)},
        "findings": {name: _finding(finding) for name, finding in findings.items()},
        "vetoes": vetoes,
        "eligibility": eligibility,
        "requires": [standing for standings in requires for standing in standings],
        "not_seen": case.not_seen,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome,
        "points": (finding.interval.low, finding.interval.high, finding.max),
        "standing_high": finding.standing_high,
        "parts": {name: (interval.low, interval.high) for name, interval in finding.parts.items()},
        "measure": {world: measured(parts) for world, parts in finding.measure.items()},
    }
