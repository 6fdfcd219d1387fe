"""A small rule set whose score a test states outright, so that only its levels are left to work out."""

from __future__ import annotations

from datetime import date
from typing import Any

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.model import Assessment
from tests.engine.plain import tables_of
from tests.engine.test_agreement import loaded

PERIOD = Period(date(2024, 1, 1), date(2024, 12, 31))
RULES: dict[str, Any] = {
    "ruleset": "levels",
    "edition": "1",
    "title": "等级",
    "effective_from": date(2024, 1, 1),
    "points": 10,
    "not_applicable": "zero",
    "tables": {
        "branch": {
            "label": "支部",
            "fields": {
                "earned": {"type": "integer", "label": "得分", "min": 0, "max": 10},
                "honoured": {"type": "boolean", "label": "受表彰"},
                "reported": {"type": "boolean", "label": "被通报"},
                "last": {"type": "choice", "label": "上年等级", "choices": ["未评", "一星", "二星", "三星"]},
                "new": {"type": "boolean", "label": "新建"},
                "funds": {"type": "decimal", "label": "经费", "min": 0, "max": 1000},
            },
        },
        "honours": {"label": "荣誉", "date": "won_on", "fields": {"won_on": {"type": "date", "label": "日期"}}},
    },
    "sections": [
        {
            "id": "A",
            "title": "甲",
            "points": 10,
            "criteria": [{"id": "A-01", "title": "得分", "points": 10, "score": {"per": "earned", "gain": 1}}],
        }
    ],
    "levels": [
        {"id": 3, "title": "三星", "at_least": 9},
        {"id": 2, "title": "二星", "at_least": 8},
        {"id": 1, "title": "一星", "at_least": 6},
    ],
}


def assessed(rules: dict[str, Any], as_of: date = PERIOD.end, honours: object = "none", **branch: object) -> Assessment:
    """One branch with these facts, by the small rule set with these rules."""
    known = {"earned": 7, "honoured": False, "reported": False, "last": "一星", "new": False, "funds": 100}
    loaded_rules = loaded(RULES | rules)
    facts = {"branch": {"id": "b"} | known | branch, "honours": honours}
    ((_, assessment),) = assess_tables(loaded_rules, tables_of(loaded_rules.ruleset, facts), period=PERIOD, as_of=as_of)
    return assessment


def levels(assessment: Assessment) -> tuple[object, object]:
    """The lowest and highest level."""
    return assessment.level.low, assessment.level.high
