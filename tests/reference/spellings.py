"""The familiar forms as spellings of the scoring tree (§6 of the rule language)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from .comparisons import OPERATORS
from .literals import Raw
from .measures import kind_of
from .world import Form

MISSING = {"coverage": "missing_periods", "checklist": "missing_items"}


class Setting(NamedTuple):
    """What a spelling may refer to without naming it."""

    points: Fraction
    measure: Form


def lower(node: Form, setting: Setting) -> Form:
    """The node with its spelling replaced by what it stands for."""
    for name, spelled in SPELLINGS.items():
        if name in node:
            rest = {key: value for key, value in node.items() if key not in {name, "combine"}}
            return spelled(rest, node[name], node.get("combine", "sum"), setting)
    return node


def _all_or_nothing(rest: Form, condition: Raw, _combine: str, setting: Setting) -> Form:
    if condition == "complete":
        condition = {MISSING[kind_of(setting.measure) or ""]: 0}
    return {**rest, "sum": [{"when": condition, "gain": "all"}]}


def _deduct(rest: Form, parts: Raw, combine: str, _setting: Setting) -> Form:
    cap = {key: value for key, value in rest.items() if key == "up_to"}
    outer = {key: value for key, value in rest.items() if key != "up_to"}
    return {**outer, "sum": [{"gain": "all"}, {combine: parts, **cap}]}


def _tiers(rest: Form, tiers: Raw, _combine: str, _setting: Setting) -> Form:
    def tier(written: Form) -> Form:
        if "else" in written:
            return {"gain": written["else"]}
        operators = {key: written[key] for key in written.keys() & OPERATORS}
        return {"when": {"value": operators}, "gain": written["points"]}

    return {**rest, "first": [tier(written) for written in tiers]}


def _cases(rest: Form, cases: Raw, _combine: str, _setting: Setting) -> Form:
    def case(written: Form) -> Form:
        if "else" in written:
            return {"gain": written["else"]}
        return {"when": written["when"], "gain": written["points"]}

    return {**rest, "first": [case(written) for written in cases]}


def _linear(rest: Form, linear: Raw, _combine: str, _setting: Setting) -> Form:
    steps = {key: linear[key] for key in ("step", "partial_steps") if key in linear}
    return {
        **rest,
        "sum": [
            {"gain": linear["points"]},
            {"per": "value", "above": linear["base"], "gain": linear["change"], **steps},
            {"per": "value", "below": linear["base"], "lose": linear["change"], **steps},
        ],
    }


def _proportional(rest: Form, proportional: Raw, _combine: str, setting: Setting) -> Form:
    part = {"per": "value", "step": proportional["target"], "partial_steps": "proportional", "gain": "all"}
    return {"up_to": setting.points, **rest, **part}


def _by_rank(rest: Form, by_rank: Raw, _combine: str, _setting: Setting) -> Form:
    part, rows = ("from_bottom", by_rank["points"]) if isinstance(by_rank, dict) else ("value", by_rank)
    places = [
        {"gain": row["else"]} if isinstance(row, dict) else {"when": {part: {"at_most": place}}, "gain": row}
        for place, row in enumerate(rows, start=1)
    ]
    return {**rest, "first": places}


def _judged(rest: Form, judged: Raw, _combine: str, _setting: Setting) -> Form:
    return {**rest, "gain": judged}


SPELLINGS: dict[str, Callable[[Form, Raw, str, Setting], Form]] = {
    "all_or_nothing": _all_or_nothing,
    "deduct": _deduct,
    "tiers": _tiers,
    "cases": _cases,
    "linear": _linear,
    "proportional": _proportional,
    "by_rank": _by_rank,
    "judged": _judged,
}
