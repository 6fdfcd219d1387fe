"""Vetoes that look the other way."""

from __future__ import annotations

from collections.abc import Iterator

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.check.kinds import may_be_undefined
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.conditions import Condition, Every, MeasureTest, Negation, Test
from starcheck.rules.schema.measures import form_of
from starcheck.rules.schema.ruleset import RuleSet


def undefined_veto(ruleset: RuleSet) -> Smells:
    """A veto on a measure that has no value over nothing: then it is silent."""
    for index, veto in enumerate(ruleset.vetoes):
        for part in _alone(veto.when):
            name = _undefined(ruleset, part)
            if name is not None:
                message = t("{id} is silent where “{name}” has nothing to measure.", id=veto.id, name=name)
                hint = t("If that calls for a veto too, add it: {{any: [this, {{count: meetings, equals: 0}}]}}.")
                yield Flaw(("vetoes", index, "when", *part.at), message, hint)


def _alone(condition: Condition) -> Iterator[Test | MeasureTest]:
    """The tests that have no alternative."""
    match condition:
        case Every(parts):
            for part in parts:
                yield from _alone(part)
        case Negation(part):
            yield from _alone(part)
        case Test() | MeasureTest():
            yield condition
        case _:
            return


def _undefined(ruleset: RuleSet, part: Test | MeasureTest) -> str | None:
    """The name of the measure of a test, if it may have no value."""
    measure = part.measure if isinstance(part, MeasureTest) else ruleset.measures.get(part.name)
    if measure is None or not may_be_undefined(ruleset.tables, measure, ruleset.measures):
        return None
    return form_of(measure) if isinstance(part, MeasureTest) else part.name
