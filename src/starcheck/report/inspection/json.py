"""What deserves a second look in ledgers, as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from starcheck.insight.inspection import Inspection, Looked, Pattern, Record
from starcheck.language import Lang, say
from starcheck.report.request import Style

SCHEMA = "starcheck/inspection/1"
Plain = dict[str, Any]  # what JSON holds


def render(found: Inspection, style: Style) -> str:
    """Every check, with or without patterns."""
    document = {
        "schema": SCHEMA,
        "source": found.source,
        "ruleset": {"id": found.ruleset.ruleset, "edition": found.ruleset.edition},
        "branches": found.branches,
        "records": found.records,
        "count": found.count,
        "checks": [_check(looked, style.lang) for looked in found.looked],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _check(looked: Looked, lang: Lang) -> Plain:
    check = looked.check
    return {
        "check": check.id,
        "title": say(check.title, lang),
        "threshold": say(check.threshold, lang),
        "limits": dict(check.threshold.values),
        "hint": say(check.hint, lang),
        "count": looked.count,
        "patterns": [_pattern(pattern, lang) for pattern in looked.patterns],
    }


def _pattern(pattern: Pattern, lang: Lang) -> Plain:
    return {
        "branches": list(pattern.branches),
        "table": pattern.held.name,
        "fields": list(pattern.fields),
        "message": say(pattern.message, lang),
        "figures": {name: _plain(figure) for name, figure in pattern.figures.items()},
        "count": pattern.count,
        "records": [_record(record) for record in pattern.records],
    }


def _record(record: Record) -> Plain:
    return {"branch": record.branch, "id": record.id, "number": record.number}


def _plain(figure: object) -> object:
    return figure.isoformat() if isinstance(figure, date) else figure
