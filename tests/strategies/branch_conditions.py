"""Conditions of the branch, of parts, of vetoes and levels."""

from __future__ import annotations

from .draft import BOOLEAN, CHOICE, DATE, KIND_OF_TYPE, NUMBER, PERCENT, TEXT, Draft, Form, Raw
from .measures import THRESHOLDS, numeric_measure
from .numbers import Own, name_of, number
from .record_conditions import ORDERED, right_side

NUMERIC = (NUMBER, PERCENT)
TYPE_OF_KIND = {CHOICE: "choice", BOOLEAN: "boolean", DATE: "date", TEXT: "text"}


def branch_condition(draft: Draft, own: Own, depth: int = 1) -> Form:
    """A condition on measures, fields of the branch, parts of the own measure."""
    shape = draft.pick(["field", "own", "own", "name", "in_place", "combined"])
    if shape == "combined" and depth:
        return _combined(draft, own, depth)
    if shape == "in_place":
        made = numeric_measure(draft)
        return {**made.form, **threshold(draft, made.kind, {})}
    if shape == "own" and own:
        return _on_own_part(draft, own)
    if shape == "name":
        kind = draft.pick(NUMERIC)
        return {name_of(draft, kind, own): compared(draft, kind, own)}
    return _on_field(draft, own)


def _combined(draft: Draft, own: Own, depth: int) -> Form:
    combine = draft.pick(["all", "any", "not"])
    if combine == "not":
        return {"not": branch_condition(draft, own, depth - 1)}
    return {combine: [branch_condition(draft, own, depth - 1) for _ in range(2)]}


def _on_own_part(draft: Draft, own: Own) -> Form:
    """On a part of the own measure; bare operators speak of its value."""
    name = draft.pick(sorted(own))
    operators = compared(draft, own[name], own)
    may_be_bare = name == "value" and isinstance(operators, dict) and operators.keys() <= {*ORDERED, "between"}
    return operators if may_be_bare and draft.chance(30) else {name: operators}


def _on_field(draft: Draft, own: Own) -> Form:
    name = draft.field("branch", "boolean", "choice", "integer", "date", "text", "percent")
    kind = KIND_OF_TYPE[draft.tables["branch"]["fields"][name]["type"]]
    if kind in NUMERIC and draft.chance(15):
        return {name: {"exists": not draft.chance(40)}}
    return {f"branch.{name}" if draft.chance(30) else name: compared(draft, kind, own)}


def compared(draft: Draft, kind: str, own: Own) -> Raw:
    """What something of this kind is compared with."""
    if kind in TYPE_OF_KIND:
        return right_side(draft, TYPE_OF_KIND[kind])
    if draft.chance(15):
        return draft.pick(THRESHOLDS[kind])
    if draft.chance(10):
        return draft.some(THRESHOLDS[kind])
    return threshold(draft, kind, own)


def threshold(draft: Draft, kind: str, own: Own) -> Form:
    """Operators with numbers."""
    operator = draft.pick([*ORDERED, "equals", "not", "one_of", "none_of", "between"])
    if operator in {"one_of", "none_of"}:
        return {operator: draft.some(THRESHOLDS[kind])}
    if operator == "between":
        low, high = sorted(draft.pick([(0, 1), (1, 3), (0, 4), (2, 2)]))
        ends = [low, high] if kind == NUMBER else [f"{low * 25}%", f"{high * 25}%"]
        return {operator: ends}
    operators = {operator: number(draft, kind, own)}
    if operator == "at_least" and draft.chance(20):
        operators["less_than"] = number(draft, kind, own)
    return operators
