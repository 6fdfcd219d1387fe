"""Rule sets of one measure or a few criteria, for examples that can be computed by hand."""

from __future__ import annotations

from datetime import date

from . import evaluate
from .literals import Raw

Data = dict[str, Raw]
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
FIRST_HALF = (date(2024, 1, 1), date(2024, 6, 30))
LONG = (date(2000, 1, 1), date(2030, 12, 31))

TABLES: Data = {
    "branch": {
        "fields": {
            "members": {"type": "integer", "min": 0, "max": 60},
            "has_groups": {"type": "boolean"},
            "kind": {"type": "choice", "choices": ["机关", "生产", "后勤"]},
            "founded_on": {"type": "date", "blank": "none"},
            "closed_on": {"type": "date", "blank": "none"},
            "born_on": {"type": "date"},
            "age": {"type": "integer", "derived": {"months": {"from": "born_on", "to": "closed_on"}}},
            "rate": {"type": "percent", "min": "0%", "max": "100%"},
            "rooms": {"type": "integer", "min": 0, "max": 9, "blank": "none"},
        },
    },
    "meetings": {
        "date": "held_on",
        "future": {"at_most": 2, "per": "month"},
        "fields": {
            "held_on": {"type": "date"},
            "kind": {"type": "choice", "choices": ["党课", "大会"]},
            "expected": {"type": "integer", "min": 1, "max": 10},
            "attended": {"type": "integer", "min": 0, "max": 10, "at_most": "expected"},
            "topic": {"type": "text"},
            "ended_on": {"type": "date", "blank": "none"},
            "proof": {"type": "evidence"},
            "length": {"type": "integer", "derived": {"days": {"from": "held_on", "to": "ended_on"}}},
            "absent": {"type": "decimal", "places": 1, "derived": {"formula": "(expected - attended) / 8"}},
            "weight": {
                "type": "integer",
                "derived": {"lookup": {"by": ["kind", "topic"], "table": {"大会": {"红": 5}}}},
            },
        },
    },
    "roster": {"fields": {"person": {"type": "text"}, "active": {"type": "boolean"}}},
    "honours": {
        "future": "closed",
        "fields": {
            "level": {"type": "choice", "choices": ["公司级", "省级"]},
            "role": {"type": "choice", "choices": ["协办", "主办"]},
            "event": {"type": "text", "blank": "none"},
        },
    },
}


def day(month: int, number: int, year: int = 2024) -> date:
    """A day of the assessed year."""
    return date(year, month, number)


def rules(criteria: list[Data], **more: Raw) -> Data:
    """A rule set with one section; ``more`` replaces or adds keys."""
    points = sum(criterion["points"] for criterion in criteria)
    section = {"id": "A", "title": "甲", "points": points, "criteria": criteria}
    return {"ruleset": "small", "points": points, "tables": TABLES, "sections": [section]} | more


def judge(ruleset: Data, ledger: Data, as_of: date = YEAR[1], period: tuple[date, date] = YEAR) -> Data:
    """The evaluation of a ledger; the branch has an id and what the ledger says."""
    branch = {"id": "b", "name": "一支部", **ledger.get("branch", {})}
    return evaluate(ruleset, {**ledger, "branch": branch}, period, as_of)


def measured(form: Raw, ledger: Data, part: str = "value", world: str = "S", **when: Raw) -> tuple[Raw, Raw, Raw]:
    """Least and greatest value of a measure, and whether it is defined; ``when`` goes to `judge`."""
    criterion = {"id": "K", "points": 1, "measure": form, "if_empty": "zero", "score": {"gain": 1}}
    parts: Data = judge(rules([criterion]), ledger, **when)["findings"]["K"]["measure"][world]
    low, high, defined = parts[part]
    return low, high, defined


def scored(
    score: Data,
    ledger: Data | None = None,
    *,
    points: Raw = 5,
    as_of: date = YEAR[1],
    **criterion: Raw,
) -> tuple[Raw, Raw]:
    """The points that a scoring tree gives."""
    written = {"id": "K", "points": points, "score": score, **criterion}
    low, high, _ = judge(rules([written]), ledger or {}, as_of)["findings"]["K"]["points"]
    return low, high
