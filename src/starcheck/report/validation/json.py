"""What came of reading ledgers, as JSON."""

from __future__ import annotations

import json
from typing import Any

from starcheck.errors import Place, Problem
from starcheck.language import Lang, say
from starcheck.ledger.provision import STATUSES
from starcheck.ledger.tabular.notes import Repair
from starcheck.ledger.validation import TableOverview, Validation
from starcheck.report.request import Style

SCHEMA = "starcheck/validation/1"
Plain = dict[str, Any]  # what JSON holds


def render(found: Validation, style: Style) -> str:
    """Everything that is known; repairs always."""
    lang = style.lang
    document = {
        "schema": SCHEMA,
        "valid": not found.problems,
        "source": found.source,
        "ruleset": None if found.ruleset is None else {"id": found.ruleset.ruleset, "edition": found.ruleset.edition},
        "period": None
        if found.period is None
        else {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()},
        "as_of": None if found.day is None else found.day.isoformat(),
        "branches": found.branches,
        "tables": [_table(table, lang) for table in found.tables],
        "problems": [problem_as_plain(problem, lang) for problem in found.problems],
        "warnings": [problem_as_plain(warning, lang) for warning in found.warnings],
        "repairs": [_repair(repair, lang) for repair in found.repairs],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _table(table: TableOverview, lang: Lang) -> Plain:
    return {
        "table": table.name,
        "label": say(table.label, lang),
        "records": table.records,
        "late": table.late,
        "outside": table.outside,
        "status": {word: table.status.get(word, 0) for word in STATUSES} if table.status else None,
    }


def problem_as_plain(problem: Problem, lang: Lang) -> Plain:
    """A problem with its place."""
    return {
        **_place(problem.place),
        "message": say(problem.message, lang),
        "hint": None if problem.hint is None else say(problem.hint, lang),
        "kind": problem.message.template,
    }


def _repair(repair: Repair, lang: Lang) -> Plain:
    taken = say(repair.taken, lang)
    return {**_place(repair.place), "read": repair.read, "taken": taken, "count": repair.count}


def _place(place: Place) -> Plain:
    """A place; rows and columns count from 1, a cell is called as spreadsheets do."""
    is_cell = place.sheet is not None and place.line is not None and place.column is not None
    return {
        "source": place.source,
        "sheet": place.sheet or None,
        "row": place.line,
        "column": place.column,
        "cell": place.cell if is_cell else None,
    }
