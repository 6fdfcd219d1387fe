"""Measures of one branch, for examples that can be computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from starcheck.calendar import Period
from starcheck.engine.clock import Clock, World
from starcheck.engine.frames import collect_many, collect_one
from starcheck.engine.outputs import Outputs
from starcheck.engine.readings import Readings
from starcheck.engine.sources import Sources
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.measures import parse_measure
from starcheck.rules.schema.ruleset import RuleSet
from tests.engine.plain import tables_of

Raw = Any  # what YAML holds
Found = tuple[Raw, Raw, Raw]
"""Least and greatest value as fractions, and whether it is defined."""
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


def rules(tables: Raw, **more: Raw) -> RuleSet:
    """A rule set with these tables and one criterion; fields are labelled by their names."""
    labelled = {
        name: {
            **table,
            "label": name,
            "fields": {key: {"label": key, **field} for key, field in table["fields"].items()},
        }
        for name, table in {"branch": {"fields": {}}, **tables}.items()
    }
    criterion = {"id": "A-01", "title": "甲", "points": 1, "score": {"gain": 1}}
    return RuleSet.model_validate(
        {
            "ruleset": "small",
            "edition": "1",
            "title": "小",
            "effective_from": date(2024, 1, 1),
            "points": 1,
            "tables": labelled,
            "sections": [{"id": "A", "title": "甲", "points": 1, "criteria": [criterion]}],
            "levels": [{"id": 1, "title": "一", "at_least": 1}],
        }
        | more
    )


def measured(
    ruleset: RuleSet, form: Raw, ledger: Raw, *, as_of: date | None = None, world: World = World.STANDING
) -> Found:
    """Least and greatest value of a measure, and whether it is defined."""
    ledger = {**ledger, "branch": {"id": "b", **ledger.get("branch", {})}}
    sources = Sources(ruleset, Clock.at(YEAR, as_of), tables_of(ruleset, ledger))
    value = Readings(sources, sources.stage).of(parse_measure(form), world).parts["value"]
    out = Outputs()
    low, high, defined = out.q(value.interval.lo), out.q(value.interval.hi), out.truth(value.defined)
    frame = sources.stage.laid_over(sources.joined()).select(KEY, *out.expressions)
    one, many = collect_one(frame).row(0, named=True), collect_many(frame).row(0, named=True)
    assert one == many
    return low(one), high(one), defined(one)
