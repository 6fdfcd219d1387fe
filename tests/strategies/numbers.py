"""Branch-level numbers in every spelling."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .draft import CHOICES, NUMBER, PERCENT, Draft, Form, Raw
from .measures import THRESHOLDS, among, compared_measure

Own = Mapping[str, str]
"""The parts of the own measure that may be named here, with what they are."""
AMOUNTS = (1, 2, Decimal("0.5"), Decimal("0.25"), 3, 0, Decimal("1.3"))


def number(draft: Draft, kind: str, own: Own, constants: tuple[Raw, ...] = ()) -> Raw:
    """A number or percentage, mostly a constant."""
    constants = constants or THRESHOLDS[kind]
    spelling = draft.pick(["constant"] * 16 + ["name", "choice", "bands", "formula"] * 2 + ["name", "name", "company"])
    if spelling == "name":
        return name_of(draft, kind, own)
    if spelling == "company":
        return among_branches(draft, kind) or draft.pick(constants)
    if spelling == "formula":
        return {"formula": formula(draft, kind, own)}
    return lookup(draft, constants) if spelling in {"choice", "bands"} else draft.pick(constants)


def among_branches(draft: Draft, kind: str) -> Form | None:
    """The best of all branches and the like, if there is a measure of that kind."""
    statistic = draft.pick(["best", "worst", "mean", "median", "sum", "count"])
    name = compared_measure(draft, NUMBER if kind == NUMBER else None)
    of_kind = NUMBER if statistic == "count" else draft.kinds[name]
    return {statistic: name, "among": among(draft)} if of_kind == kind else None


def lookup(draft: Draft, constants: tuple[Raw, ...]) -> Form:
    """By a choice or by the size of the branch."""
    if draft.chance(50):
        bands = [{"at_least": least, "value": draft.pick(constants)} for least in draft.pick([(5,), (7, 3)])]
        return {"by": draft.field("branch", "integer"), "bands": [*bands, {"else": draft.pick(constants)}]}
    field = draft.field("branch", "choice")
    may_be_none = "blank" in draft.tables["branch"]["fields"][field]
    table = {choice: draft.pick(constants) for choice in CHOICES}
    if may_be_none or draft.chance(40):
        table.pop(draft.pick(CHOICES))
        return {"by": field, "table": table, "else": draft.pick(constants)}
    return {"by": field, "table": table}


def known_lookup(draft: Draft, constants: tuple[Raw, ...]) -> Form:
    """By a choice that is always known."""
    return {"by": draft.known_choice(), "table": {choice: draft.pick(constants) for choice in CHOICES}}


def name_of(draft: Draft, kind: str, own: Own) -> str:
    """A constant, a field of the branch, a measure, a part of one."""
    names = [name for name, of_kind in own.items() if of_kind == kind]
    names += [name for name, of_kind in draft.kinds.items() if of_kind == kind]
    if kind == NUMBER:
        names += [f"{name}.{part}" for name, parts in draft.parts.items() for part in parts]
    if names and draft.chance(60):
        return draft.pick(names)
    if draft.chance(30):
        name = f"constant_{kind}"
        draft.constants.setdefault(name, draft.pick(THRESHOLDS[kind]))
        return name
    field = draft.numeric("branch", kinds=[kind])
    return f"branch.{field}" if draft.chance(30) else field


def formula(draft: Draft, kind: str, own: Own) -> str:
    """A small formula; it divides only by what is never 0."""
    if kind == PERCENT:
        return draft.pick(["{a} - 10%", "min({a}, 90%)", "({a} + 50%)"]).format(a=name_of(draft, PERCENT, own))
    a, b = (name_of(draft, NUMBER, own) for _ in range(2))
    size = draft.field("branch", "integer", positive=True)
    templates = (
        "ceil({size} / 3) + 1",
        "{a} - {b}",
        "{a} / {size}",
        "max({a}, 0) * 0.5",
        "30% * {size}",
        "abs(-{a}) / 2",
        "floor({size} / 2)",
        "round({a} * 1.5 - {b})",
        "min({a}, {b}, 2)",
    )
    return draft.pick(templates).format(a=a, b=b, size=size)
