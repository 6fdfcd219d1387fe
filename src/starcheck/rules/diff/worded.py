"""The words of a rule set for one part of it, or for one key of a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from starcheck.language import t
from starcheck.rules.diff.parts import Part
from starcheck.rules.diff.written import flow, written
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.ruleset import Criterion, DirectAward, Eligibility, Level, RuleSet, Section, Veto
from starcheck.rules.wording import (
    Line,
    Scope,
    condition_in_words,
    criterion_in_words,
    definition_in_words,
    derivation_in_words,
    effect_in_words,
    eligibility_in_words,
    group_in_words,
    hierarchy_in_words,
    if_empty_in_words,
    level_in_words,
    measure_in_words,
    not_applicable_in_words,
    number_in_words,
    points_of_criterion,
    ranking_in_words,
    repeat_in_words,
    requirement_in_words,
    rounding_in_words,
    scope_of,
    score_in_words,
    veto_in_words,
)

Say: TypeAlias = Callable[[Any, Any, RuleSet], list[Line]]
"""Words for a thing at its home in a rule set."""


def whole_in_words(part: Part, ruleset: RuleSet) -> tuple[Line, ...]:
    """All that a part says."""
    say = WHOLE.get(part.subject.kind, _as_written)
    return tuple(say(part.thing, part.home, ruleset))


def aspect_in_words(part: Part, aspect: str, value: object, ruleset: RuleSet) -> tuple[Line, ...]:
    """What a part says under one key; nothing where it says nothing."""
    if value is None or value == ():
        return ()
    say = ASPECTS.get((type(part.thing), aspect))
    return tuple(say(part.thing, part.home, ruleset)) if say is not None else (_line(flow(written(value))),)


def _line(words: object) -> Line:
    return Line(t("{words}", words=words))


def _as_written(thing: object, _home: object, _ruleset: RuleSet) -> list[Line]:
    return [_line(flow(written(thing)))]


def _criterion(criterion: Criterion, home: Any, ruleset: RuleSet) -> list[Line]:  # noqa: ANN401 - its group
    points = Line(t("Points: {points}.", points=points_of_criterion(criterion, home, ruleset)))
    return [points, *criterion_in_words(criterion, home, ruleset)]


WHOLE: Mapping[str, Say] = {
    "measure": lambda measure, _, ruleset: [_line(definition_in_words(measure, Scope(ruleset)))],
    "section": lambda group, _, _ruleset: [_line(group_in_words(group))],
    "pool": lambda group, _, _ruleset: [_line(group_in_words(group))],
    "criterion": _criterion,
    "veto": lambda veto, _, ruleset: veto_in_words(veto, ruleset)[1:],
    "eligibility": lambda rule, _, ruleset: eligibility_in_words(rule, ruleset)[1:],
    "level": lambda level, _, ruleset: level_in_words(level, ruleset),
    "table": lambda table, _, _ruleset: [_line(table.label)],
}
"""How a part reads as a whole; any other is shown as it is written."""


def _applies(criterion: Criterion, home: Any, ruleset: RuleSet) -> list[Line]:  # noqa: ANN401 - its group
    assert criterion.applies_when is not None
    return [Line(condition_in_words(criterion.applies_when, scope_of(criterion, home, ruleset)))]


def _measured(criterion: Criterion, _: object, ruleset: RuleSet) -> list[Line]:
    assert criterion.measure is not None
    return [_line(measure_in_words(criterion.measure, Scope(ruleset)))]


def _target(criterion: Criterion, home: Any, ruleset: RuleSet) -> list[Line]:  # noqa: ANN401 - its group
    assert criterion.target is not None
    scope = scope_of(criterion, home, ruleset)
    return [_line(number_in_words(criterion.target, scope, scope.quantity("value").unit))]


def _requires(level: Level, _: object, ruleset: RuleSet) -> list[Line]:
    return [Line(requirement_in_words(requirement, ruleset)) for requirement in level.requires]


def _derived(field: Field, home: Any, ruleset: RuleSet) -> list[Line]:  # noqa: ANN401 - its table
    table = next(name for name, table in ruleset.tables.items() if table is home)
    assert field.derived is not None
    return [_line(derivation_in_words(table, field.derived, ruleset))]


ASPECTS: Mapping[tuple[type, str], Say] = {
    (RuleSet, "rounding"): lambda whole, _, _ruleset: [Line(text) for text in rounding_in_words(whole)],
    (RuleSet, "hierarchy"): lambda whole, _, _ruleset: [Line(hierarchy_in_words(whole))],
    (RuleSet, "ranking"): lambda whole, _, _ruleset: [Line(text) for text in ranking_in_words(whole)],
    (RuleSet, "not_applicable"): lambda whole, _, _ruleset: [Line(not_applicable_in_words(whole.not_applicable))],
    (Criterion, "points"): lambda part, home, ruleset: [_line(points_of_criterion(part, home, ruleset))],
    (Criterion, "applies_when"): _applies,
    (Criterion, "not_applicable"): lambda part, _, _ruleset: [Line(not_applicable_in_words(part.not_applicable))],
    (Criterion, "measure"): _measured,
    (Criterion, "target"): _target,
    (Criterion, "if_empty"): lambda part, _, _ruleset: [Line(if_empty_in_words(part.if_empty))],
    (Criterion, "repeat"): lambda part, _, _ruleset: [Line(repeat_in_words(part.repeat))],
    (Criterion, "score"): score_in_words,
    (Section, "repeat"): lambda part, _, _ruleset: [Line(repeat_in_words(part.repeat))],
    (Veto, "when"): lambda veto, _, ruleset: [Line(condition_in_words(veto.when, Scope(ruleset)))],
    (Veto, "effect"): lambda veto, _, ruleset: [Line(effect_in_words(veto.effect, ruleset))],
    (DirectAward, "when"): lambda award, _, ruleset: [Line(condition_in_words(award.when, Scope(ruleset)))],
    (Eligibility, "when"): lambda rule, _, ruleset: [Line(condition_in_words(rule.when, Scope(ruleset)))],
    (Level, "requires"): _requires,
    (Field, "derived"): _derived,
}
"""How a key reads; any other is shown as it is written."""
