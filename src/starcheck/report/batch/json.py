"""What came of judging many branches, as JSON beside the files of their results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from starcheck._version import __version__
from starcheck.insight.kept import SCHEMA, State
from starcheck.insight.losses import Loss
from starcheck.insight.overview import LevelCount, Overview, Spread
from starcheck.insight.places import Quota, Range
from starcheck.insight.reviewed import Reviewed
from starcheck.insight.units import Step
from starcheck.insight.wanted import Wanted
from starcheck.language import Lang, say
from starcheck.report.batch.request import Batch
from starcheck.report.validation.json import problem_as_plain
from starcheck.rules.schema.ruleset import RuleSet

MOST_NAMED = 10_000
"""How many of the branches are named that were left out of ledgers that are used."""
Plain = dict[str, Any]  # what JSON holds


def summary(batch: Batch, files: Mapping[str, Plain], lang: Lang) -> str:
    """Everything that says what the results rest on.

    Args:
        batch: what came of it.
        files: what there is to say of each file of results, by its name.
        lang: the language of titles and messages.
    """
    ruleset = batch.loaded.ruleset
    document = {
        "schema": SCHEMA,
        "state": State.PROVISIONAL.value,
        "engine": __version__,
        "ruleset": {"id": ruleset.ruleset, "edition": ruleset.edition, "digest": batch.loaded.digest},
        "period": {"start": batch.period.start.isoformat(), "end": batch.period.end.isoformat()},
        "as_of": batch.day.isoformat(),
        "data": {
            "ledgers": batch.ledgers,
            "branches": batch.overview.branches,
            "digest": batch.digest,
            "files": {} if batch.digest else dict(batch.sources),
        },
        "left_out": {
            "ledgers": len(batch.unused),
            "branches": batch.left_out,
            "sources": batch.unused,
            "named": batch.named[:MOST_NAMED],
            "problems": batch.problems,
            "listed": [problem_as_plain(problem, lang) for problem in batch.listed],
        },
        "review": None if batch.reviewed is None else _review(batch, batch.reviewed, lang),
        "levels": [_level(level, ruleset, lang) for level in batch.overview.levels],
        "after_quotas": batch.overview.after_quotas,
        "quotas": [_quota(quota, lang) for quota in batch.overview.quotas],
        "wanted": [_wanted(wanted, lang) for wanted in batch.overview.wanted],
        "scores": _scores(batch.overview),
        "criteria": [_loss(loss, lang) for loss in batch.losses],
        "units": [_step(step, lang) for step in batch.units.steps],
        "files": files,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def listed_in(text: str) -> Iterable[str] | None:
    """The names of the files that a summary lists; None if it is none of ours."""
    match _ours(text):
        case {"files": dict(files)}:
            return list(files)
    return None


def state_in(text: str) -> State | None:
    """The state of the results of a summary; None if it is none of ours."""
    match _ours(text):
        case {"state": str(state)} if state in list(State):
            return State(state)
    return None


def _ours(text: str) -> Plain:
    """A summary that this version writes; empty if it is another."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) and document.get("schema") == SCHEMA else {}


def _review(batch: Batch, found: Reviewed, lang: Lang) -> Plain:
    return {
        "digest": batch.adjustments,
        "adjustments": found.adjustments,
        "branches": found.branches,
        "higher": found.higher,
        "lower": found.lower,
        "levels": found.levels,
        "unused": [problem_as_plain(problem, lang) for problem in batch.idle],
    }


def _level(level: LevelCount, ruleset: RuleSet, lang: Lang) -> Plain:
    stated = next((each.publicity for each in ruleset.levels if str(each.id) == level.id), None)
    return {
        "level": level.id,
        "title": say(level.title, lang),
        "certain": level.certain,
        "possible": level.possible,
        "publicity": None if stated is None else {"days": stated.days, "of": stated.of},
    }


def _quota(quota: Quota, lang: Lang) -> Plain:
    return {
        "level": quota.level,
        "title": say(quota.title, lang),
        "kind": "at_least" if quota.makes_up else "at_most",
        "group": quota.group,
        "places": _range(quota.places),
        "share_of": None if quota.counted is None else _range(quota.counted),
        "held": quota.holders,
        "certain": quota.certain,
        "possible": quota.possible,
    }


def _range(number: Range) -> Plain:
    return {"least": number.least, "most": number.most}


def _wanted(wanted: Wanted, lang: Lang) -> Plain:
    return {
        "level": wanted.level,
        "title": say(wanted.title, lang),
        "group": wanted.group,
        "number": _range(wanted.number),
        "certain": wanted.certain,
        "possible": wanted.possible,
    }


def _scores(found: Overview) -> Plain:
    return {"branches": found.scored, "low": _spread(found.low), "high": _spread(found.high)}


def _spread(spread: Spread | None) -> Plain | None:
    """Points as texts, so that no decimal is lost."""
    if spread is None:
        return None
    first, median, third = map(_points, spread.quartiles)
    return {
        "mean": _points(spread.mean),
        "least": _points(spread.least),
        "first_quartile": first,
        "median": median,
        "third_quartile": third,
        "greatest": _points(spread.greatest),
    }


def _loss(loss: Loss, lang: Lang) -> Plain:
    return {
        "criterion": loss.criterion,
        "title": say(loss.title, lang),
        "section": loss.section,
        "outcomes": {outcome.value: counted.number for outcome, counted in loss.outcomes.items()},
        "losing": loss.losing,
        "lost": _points(loss.lost),
        "open": _points(loss.open),
    }


def _step(step: Step, lang: Lang) -> Plain:
    """A step of the hierarchy; its units with all their figures stand in a table of their own."""
    return {
        "field": step.field,
        "title": say(step.title, lang),
        "units": step.units,
        "branches_without": step.without,
        "without_is_known": step.is_known,
        "under_several": step.splits,
        "listed": [{"name": each.name, "above": [list(way) for way in each.above]} for each in step.split],
    }


def _points(value: Decimal) -> str:
    return format(value, "f")
