"""The small rule set, and one construct of it at a time in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starcheck.documents import read_document
from starcheck.language import Lang, say
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.conditions import parse_condition
from starcheck.rules.schema.consequences import Consequence, Target
from starcheck.rules.schema.measures import parse_measure
from starcheck.rules.schema.numbers import parse_number
from starcheck.rules.schema.ruleset import (
    Criterion,
    DirectAward,
    Eligibility,
    Ladder,
    Level,
    Pool,
    RuleSet,
    Section,
    Veto,
)
from starcheck.rules.wording import (
    Line,
    Scope,
    calendar_in_words,
    condition_in_words,
    consequence_in_words,
    criterion_in_words,
    derivation_in_words,
    direct_in_words,
    eligibility_in_words,
    group_in_words,
    ladder_in_words,
    level_in_words,
    level_order_in_words,
    measure_in_words,
    number_in_words,
    remarks_in_words,
    source_in_words,
    target_in_words,
    veto_in_words,
)

HERE = Path(__file__).parent
WHOLE: Any = read_document(HERE / "ruleset.yaml").data
RULES = RuleSet.model_validate(WHOLE)
FOLLOWED = RuleSet.model_validate(WHOLE | {"consequences": [{"id": "Q", "title": "奖励", "when": {"level": 5}}]})
CRITERION = {"id": "A-09", "title": "条款", "points": 4}
LOSS = {"id": "X-09", "title": "条款", "score": {"lose": 1}}

Raw = Any  # what YAML holds


def _condition(raw: Raw) -> list[Line]:
    return [Line(condition_in_words(parse_condition(raw), Scope(RULES)))]


def _record_condition(raw: Raw) -> list[Line]:
    return [Line(condition_in_words(parse_condition(raw), Scope(RULES).on_records("meetings")))]


def _number(raw: Raw) -> list[Line]:
    return [Line(number_in_words(parse_number(raw), Scope(RULES)))]  # type: ignore[arg-type]  # digits need no message


def _measure(raw: Raw) -> list[Line]:
    measure = raw if isinstance(raw, str) else parse_measure(raw)
    return [Line(measure_in_words(measure, Scope(RULES)))]  # type: ignore[arg-type]  # a label needs no message


def _derived(raw: Raw) -> list[Line]:
    derived = RULES.tables["meetings"].fields[raw].derived
    assert derived is not None
    return [Line(derivation_in_words("meetings", derived, RULES))]  # type: ignore[arg-type]


def _ruleset(raw: Raw) -> list[Line]:
    whole = RuleSet.model_validate(WHOLE | raw)
    source = [] if whole.source is None else source_in_words(whole.source)
    return list(map(Line, (*source, *remarks_in_words(whole))))


def _criterion(raw: Raw) -> list[Line]:
    return criterion_in_words(Criterion.model_validate(CRITERION | raw), RULES.sections[0], RULES)


CONSTRUCTS: Mapping[str, Callable[[Raw], list[Line]]] = {
    "condition": _condition,
    "record": _record_condition,
    "number": _number,
    "measure": _measure,
    "derived": _derived,
    "calendar": lambda raw: [Line(calendar_in_words(WorkCalendar.model_validate({"label": "历"} | raw)))],
    "criterion": _criterion,
    "score": lambda raw: _criterion({"score": raw}),
    "ruleset": _ruleset,
    "section": lambda raw: [
        Line(group_in_words(Section.model_validate({"id": "B", "points": 50} | raw), RULES.sections[0]))
    ],
    "pool": lambda raw: [Line(group_in_words(Pool.model_validate({"id": "X", "criteria": [LOSS]} | raw)))],
    "veto": lambda raw: veto_in_words(Veto.model_validate(raw), RULES),
    "direct": lambda raw: direct_in_words(DirectAward.model_validate(raw), RULES),
    "ladder": lambda raw: ladder_in_words(Ladder.model_validate(raw), RULES),
    "consequence": lambda raw: consequence_in_words(Consequence.model_validate(raw), FOLLOWED),
    "target": lambda raw: target_in_words(Target.model_validate(raw), RULES),
    "eligibility": lambda raw: eligibility_in_words(Eligibility.model_validate(raw), RULES),
    "order": lambda raw: list(map(Line, level_order_in_words(RuleSet.model_validate(WHOLE | raw)))),
    "level": lambda raw: level_in_words(Level.model_validate(raw), RULES),
}
"""How each kind of construct is read and put into words."""


def sentences(construct: str, raw: Raw, lang: Lang) -> list[str]:
    """The words of a construct, deeper lines indented."""
    return ["  " * line.depth + say(line.words, lang) for line in CONSTRUCTS[construct](raw)]
