"""What changed between two results as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from starcheck.engine.finding_columns import CRITERION, SECTION
from starcheck.engine.results import NAME
from starcheck.insight.comparison import Comparison, In
from starcheck.insight.comparison.branches import BARS, BY_QUOTA, CERTAIN, DIRECTION, IN, LEVELS, MOVED, RANKS
from starcheck.insight.comparison.criteria import BRANCHES, CAUSES, FELL, POINTS, ROSE, VALUES, Findings
from starcheck.insight.comparison.reviewed import ADJUSTED
from starcheck.insight.comparison.sides import NEW, OLD
from starcheck.insight.kept import Kept
from starcheck.ledger.tables import KEY
from starcheck.report.comparison.request import ComparisonReport
from starcheck.report.request import Style

SCHEMA = "starcheck/comparison/1"
Plain = dict[str, Any]  # what JSON holds
_SIDES = {"old": OLD, "new": NEW}


def render(report: ComparisonReport, _: Style) -> Iterator[str]:
    """What they rest on, the counts, then the first branches that differ; points as texts: no decimal is lost."""
    found = report.comparison
    more, less, either = found.scores
    document = {
        "schema": SCHEMA,
        "old": _kept(found.old),
        "new": _kept(found.new),
        "differs": [cause.value for cause in found.causes],
        "equal": found.is_equal,
        "branches": {each.value: found.counts[each] for each in In},
        "levels": [
            {"direction": way.value, "certain": certain, "branches": number}
            for (way, certain), number in sorted(found.directions.items())
        ],
        "scores": {"more": more, "less": less, "more_or_less": either},
        "ranks": {"moved": found.moved_ranks},
        "criteria": _criteria(found),
        "differing": found.differing.height,
        "listed": [*_listed(report)],
    }
    yield json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=_exact) + "\n"


def _kept(kept: Kept) -> Plain:
    header = kept.header
    return {
        "state": header.state,
        "engine": header.engine,
        "ruleset": header.ruleset.model_dump(),
        "period": header.period.model_dump(mode="json"),
        "as_of": header.as_of.isoformat(),
        "data": header.data.model_dump(),
        "review": None if header.review is None else {"digest": header.review.digest},
        "left_out": header.left_out.model_dump(),
    }


def _criteria(found: Comparison) -> list[Plain] | None:
    if found.findings is None or found.criteria is None:
        return None
    return [_criterion(row, found.findings, found.titles) for row in found.criteria.rows(named=True)]


def _criterion(row: Plain, findings: Findings, titles: Mapping[str, str]) -> Plain:
    return {
        CRITERION: row[CRITERION],
        "title": titles.get(row[CRITERION]),
        BRANCHES: row[BRANCHES],
        ROSE: row[ROSE],
        FELL: row[FELL],
        **_sides(row, POINTS),
        MOVED: row[MOVED],
        CAUSES: {cause.value: row[cause.value] for cause in findings.named},
    }


def _listed(report: ComparisonReport) -> Iterator[Plain]:
    """The first branches, each with its criteria."""
    lines = report.comparison.lines(report.listed)
    for _, own in lines.group_by(KEY, maintain_order=True):
        branch, *below = own.rows(named=True)
        yield {
            **{name: branch[name] for name in (KEY, NAME, IN, DIRECTION, CERTAIN, BY_QUOTA, MOVED)},
            **_sides(branch, (*LEVELS, *POINTS, *RANKS, *BARS)),
            "criteria": [
                {name: row[name] for name in (CRITERION, SECTION, MOVED, CAUSES)}
                | _sides(row, (*POINTS, *VALUES, ADJUSTED))
                for row in below
            ],
        }


def _sides(row: Mapping[str, Any], names: tuple[str, ...]) -> Plain:
    return {key: {name: row[f"{name}{suffix}"] for name in names} for key, suffix in _SIDES.items()}


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(type(value))
