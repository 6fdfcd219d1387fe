"""Conditions on the records of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .draft import CHOICES, TEXTS, Draft, Form, Raw

TYPES = ("integer", "choice", "boolean", "date", "text", "decimal", "percent")
ORDERED = ("at_least", "more_than", "at_most", "less_than")
WINDOWS = ("6 months", "90 days", "2 years", "3 months")
CONSTANTS: dict[str, tuple[Raw, ...]] = {
    "integer": (1, 0, 2, 5, -1),
    "decimal": (1, Decimal("0.25"), Decimal("2.5"), 0),
    "percent": ("50%", "0%", "100%", "33.3%"),
    "choice": CHOICES,
    "boolean": (True, False),
    "text": TEXTS,
    "date": (date(2024, 1, 1), date(2024, 2, 29), date(2024, 6, 30), date(2023, 12, 31), date(2025, 1, 1)),
}


def record_condition(draft: Draft, table: str, depth: int = 1) -> Form:
    """A condition whose names are fields of ``table``."""
    if depth and draft.chance(20):
        combine = draft.pick(["all", "any", "not"])
        if combine == "not":
            return {"not": record_condition(draft, table, depth - 1)}
        return {combine: [record_condition(draft, table, depth - 1) for _ in range(2)]}
    if draft.chance(12):
        return _against_field(draft, table)
    condition: Form = {}
    for _ in range(2 if draft.chance(15) else 1):
        name = draft.derived(table) if draft.chance(12) else draft.field(table, *TYPES)
        condition[name] = right_side(draft, draft.tables[table]["fields"][name]["type"])
    return condition


def _against_field(draft: Draft, table: str) -> Form:
    """One number or date of the record against another."""
    kind = draft.pick(["integer", "date", "decimal"])
    left, right = (draft.field(table, kind) for _ in range(2))
    other: Form = {"field": right}
    if kind != "date" and draft.chance(60):
        other = {"share": draft.pick(["2/3", "50%", "4/5", "110%"]), "of": right}
    return {left: {draft.pick([*ORDERED, "equals"]): other}}


def right_side(draft: Draft, kind: str) -> Raw:
    """What a field of this type is compared with."""
    constants = CONSTANTS[kind]
    if draft.chance(35):
        return draft.pick(constants)
    if kind != "boolean" and draft.chance(20):
        return draft.some(constants)
    operator = draft.pick(_operators(kind))
    return {operator: _operand(draft, operator, constants)} | _second(draft, kind, operator, constants)


def _operators(kind: str) -> tuple[str, ...]:
    plain = ("equals", "not", "one_of", "none_of", "exists")
    if kind in {"text", "boolean"}:
        return plain
    return (*ORDERED, "between", *(("within",) if kind == "date" else ()), *plain)


def _operand(draft: Draft, operator: str, constants: tuple[Raw, ...]) -> Raw:
    if operator == "exists":
        return not draft.chance(40)
    if operator == "within":
        return draft.pick([*WINDOWS, "previous period"])
    if operator == "between":
        return _in_order([draft.pick(constants), draft.pick(constants)])
    return draft.some(constants) if operator in {"one_of", "none_of"} else draft.pick(constants)


def _in_order(pair: list[Raw]) -> list[Raw]:
    if isinstance(pair[0], str) and pair[0] in CHOICES:
        return sorted(pair, key=CHOICES.index)
    return sorted(pair, key=lambda end: Decimal(end[:-1]) if isinstance(end, str) else end)


def _second(draft: Draft, kind: str, operator: str, constants: tuple[Raw, ...]) -> Form:
    """A second operator on the same field."""
    if operator == "at_least" and kind != "boolean" and draft.chance(30):
        return {"less_than": draft.pick(constants)}
    return {}
