"""The difference between two rule sets as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starcheck.insight.movement import Movement, Shift, Turn, Unfit
from starcheck.language import Lang, say
from starcheck.model import Assessment, Points
from starcheck.report.difference.request import DifferenceReport
from starcheck.report.numbers import fixed, places_of
from starcheck.report.request import Style
from starcheck.rules.diff import Change
from starcheck.rules.load import Loaded
from starcheck.rules.wording import Line

SCHEMA = "starcheck/difference/1"
Plain = dict[str, Any]  # what JSON holds


def render(report: DifferenceReport, style: Style) -> str:
    """All changes, then every branch; points with the decimals of the finer of the two grids."""
    lang = style.lang
    places = places_of([report.difference.before.unit, report.difference.after.unit])
    document = {
        "schema": SCHEMA,
        "before": _source(report.before),
        "after": _source(report.after),
        "equal": not report.difference.changes,
        "changes": [_change(change, lang) for change in report.difference.changes],
        "branches": [_branch(branch, lang, places) for branch in report.branches],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _source(loaded: Loaded) -> Plain:
    return {"id": loaded.ruleset.ruleset, "edition": loaded.ruleset.edition, "digest": loaded.digest}


def _change(change: Change, lang: Lang) -> Plain:
    subject = change.subject
    return {
        "subject": {"kind": subject.kind, "id": subject.id, "title": say(subject.title, lang)},
        "verb": change.verb.value,
        "key": change.aspect or None,
        "before": _words(change.before, lang),
        "after": _words(change.after, lang),
        "details": [{"at": each.at, "before": each.before, "after": each.after} for each in change.details],
    }


def _words(lines: Iterable[Line], lang: Lang) -> list[str]:
    return ["  " * line.depth + say(line.words, lang) for line in lines]


def _branch(branch: Movement | Unfit, lang: Lang, places: int) -> Plain:
    if isinstance(branch, Unfit):
        reference = None if branch.ruleset is None else f"{branch.ruleset.ruleset}@{branch.ruleset.edition}"
        return {
            "source": branch.source,
            "judged": False,
            "by": reference,
            "problems": [problem.say(lang) for problem in branch.problems],
        }
    source = branch.after.provenance
    return {
        "source": branch.source,
        "judged": True,
        "branch": {"id": source.branch_id, "name": source.branch_name},
        "period": [day.isoformat() for day in source.period],
        "as_of": source.as_of.isoformat(),
        "direction": branch.direction.value,
        "certain": branch.certain,
        "before": _result(branch.before, places),
        "after": _result(branch.after, places),
        "criteria": [_shift(shift, lang, places) for shift in branch.criteria],
        "lines": [_shift(shift, lang, places) for shift in branch.lines],
        "turns": [_turn(turn, lang) for turn in branch.turns],
        "thresholds": [_change(change, lang) for change in branch.thresholds],
    }


def _result(assessment: Assessment, places: int) -> Plain:
    level = assessment.level
    return {"level": {"low": level.low, "high": level.high}, "score": _points(assessment.score, places)}


def _points(earned: Points | None, places: int) -> Plain | None:
    return None if earned is None else {"low": fixed(earned.low, places), "high": fixed(earned.high, places)}


def _shift(shift: Shift, lang: Lang, places: int) -> Plain:
    return {
        "id": shift.id,
        "title": say(shift.title, lang),
        "before": _points(shift.before, places),
        "after": _points(shift.after, places),
        "causes": [_change(change, lang) for change in shift.causes],
    }


def _turn(turn: Turn, lang: Lang) -> Plain:
    return {
        "kind": turn.kind,
        "id": turn.check.id,
        "title": say(turn.check.title, lang),
        "level": turn.check.level,
        "before": turn.before,
        "after": turn.after,
    }
