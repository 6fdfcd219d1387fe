"""One criterion, judged on one branch by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.model import Assessment, Finding
from tests.engine.plain import tables_of
from tests.engine.test_agreement import loaded

Raw = Any  # what YAML holds
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
HEAD: Mapping[str, Raw] = {
    "ruleset": "single",
    "edition": "1",
    "title": "单条",
    "effective_from": date(2024, 1, 1),
    "points": 100,
    "not_applicable": {"exclude": "section"},
    "levels": [{"id": 1, "title": "一星级", "at_least": 60}],
}


def assessed(ruleset: Mapping[str, Raw], ledger: Mapping[str, Raw], as_of: date | None = None) -> Assessment:
    """A rule set as it stands, judged on a ledger over the year."""
    rules = loaded({**HEAD, **ruleset})
    tables = tables_of(rules.ruleset, {"branch": {"id": "one"}, **ledger})
    ((_, assessment),) = assess_tables(rules, tables, period=YEAR, as_of=as_of)
    return assessment


def finding_of(
    criterion: Mapping[str, Raw],
    tables: Mapping[str, Raw],
    ledger: Mapping[str, Raw],
    as_of: date | None = None,
    **ruleset: Raw,
) -> Finding:
    """The finding of the only criterion, of 100 points unless it says otherwise."""
    section = {
        "id": "A",
        "title": "大项",
        "points": 100,
        "criteria": [{"id": "A-01", "title": "条款", "points": 100, **criterion}],
    }
    branch = {"branch": {"label": "支部", "fields": {}}}
    (finding,) = assessed({"tables": {**branch, **tables}, "sections": [section], **ruleset}, ledger, as_of).findings
    return finding


def points(finding: Finding) -> tuple[float, float]:
    """The points of a finding, low and high."""
    return float(finding.points.low), float(finding.points.high)
