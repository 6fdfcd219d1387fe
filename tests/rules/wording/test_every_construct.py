"""Nothing can be added to the language that nobody can read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args, get_type_hints

import pytest

from starcheck.calendar import MONTHS
from starcheck.rules import formula
from starcheck.rules.schema.calendars import WEEKDAYS
from starcheck.rules.schema.conditions import Condition, Operator
from starcheck.rules.schema.dictionary import EVIDENCE_STATES, Derived, FieldType, Part
from starcheck.rules.schema.measures import FORMS, Aggregate, LongestGap, Max, Mean, Min, Rank, Then
from starcheck.rules.schema.numbers import STATISTICS, Number
from starcheck.rules.schema.ratings import Take
from starcheck.rules.schema.remarks import Visible
from starcheck.rules.schema.ruleset import Eligibility, Mode, NotApplicable
from starcheck.rules.schema.score import FORMS as SCORES
from starcheck.rules.schema.score import INNER, Amount, PartialSteps, Score
from starcheck.rules.schema.windows import Stretch, Window
from starcheck.rules.tree import Grades, Node
from starcheck.rules.wording import (
    aggregates,
    calendars,
    company,
    conditions,
    criteria,
    derivations,
    keyed,
    measures,
    numbers,
    parts,
    remarks,
    scope,
    scores,
    spans,
    states,
    totals,
)


def literals(annotation: object) -> set[object]:
    """The texts of a literal type, also of an optional one."""
    return {text for part in (annotation, *get_args(annotation)) for text in get_args(part) if isinstance(text, str)}


def annotation(model: type, name: str) -> object:
    return get_type_hints(model)[name]


CONSTRUCTS: dict[str, tuple[Collection[object], Collection[object]]] = {
    "numbers": (numbers.NUMBERS, get_args(Number)),
    "formulas": (numbers.EXPRESSIONS, get_args(formula.Expression)),
    "functions": (numbers.FUNCTIONS, get_args(formula.Function)),
    "operations": (numbers.OPERATIONS, literals(annotation(formula.Operation, "op"))),
    "conditions": (conditions.CONDITIONS, get_args(Condition)),
    "operators": (conditions.OPERATORS, get_args(Operator)),
    "windows": (spans.WINDOWS, get_args(Window)),
    "units of windows": (spans.STRETCHES, literals(annotation(Stretch, "unit"))),
    "spans": (spans.SPANS, MONTHS),
    "measures": (measures.MEASURES, FORMS.values()),
    "aggregates": (aggregates.AGGREGATES, {*get_args(Aggregate), Mean, Min, Max}),
    "aggregates of marks": (keyed.TAKEN, get_args(Take)),
    "numbers among branches": (company.TAKEN, STATISTICS),
    "orders of a rank": (company.ORDERS, literals(annotation(Rank, "order"))),
    "equal values of a rank": (company.TIES, literals(annotation(Rank, "ties"))),
    "aggregates over keys": (keyed.THEN, literals(annotation(Then, "aggregate"))),
    "parts of measures": (scope.PARTS, {"shortfall", *(part for form in FORMS.values() for part in form.parts)}),
    "units of gaps": (scope.GAP_UNITS, literals(annotation(LongestGap, "unit"))),
    "types of fields": (scope.KINDS, get_args(FieldType)),
    "states of evidence": (scope.EVIDENCE, EVIDENCE_STATES),
    "derived fields": (derivations.DERIVATIONS, Derived.model_fields),
    "parts of dates": (derivations.PARTS, get_args(Part)),
    "days of the week": (calendars.WEEKDAYS, WEEKDAYS),
    "scores": (scores.FORMS, SCORES),
    "inner nodes": (parts.COMBINED, INNER),
    "combined losses": (scores.LOSSES, literals(annotation(Score, "combine"))),
    "amounts": (parts.AMOUNTS, {*get_args(Amount), *get_args(Number), Grades} - {Number}),
    "partial steps": (parts.PARTIAL_STEPS, get_args(PartialSteps)),
    "sides of a base": (parts.SIDES, literals(get_args(get_args(annotation(Node, "base"))[0])[0])),
    "treatments of nothing to count": (criteria.IF_EMPTY, ("full", "zero", "not_applicable")),
    "treatments of what does not apply": (criteria.NOT_APPLICABLE, get_args(NotApplicable)),
    "rounding": (totals.MODES, get_args(Mode)),
    "parts of a source that were seen": (remarks.VISIBLE, get_args(Visible)),
    "states without a level": (states.STATES, {"none", *literals(annotation(Eligibility, "otherwise"))}),
}


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_every_construct_of_the_language_has_words(name: str) -> None:
    worded, declared = CONSTRUCTS[name]
    assert set(worded) == set(declared) != set()


def test_every_form_of_a_score_is_a_key_of_the_schema() -> None:
    assert set(scores.FORMS) <= set(Score.model_fields)


def test_the_literals_of_an_optional_type_are_found() -> None:
    assert literals(Literal["a", "b"] | None) == {"a", "b"}
