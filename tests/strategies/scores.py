"""Scoring trees in every spelling."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .branch_conditions import branch_condition
from .draft import CHOICE, CHOICES, NUMBER, PERCENT, Draft, Form, Raw
from .measures import THRESHOLDS, Measure, numeric_measure
from .numbers import AMOUNTS, Own, known_lookup, lookup, name_of, number
from .record_conditions import ORDERED, record_condition

NUMERIC = (NUMBER, PERCENT)
PARTIAL_STEPS = ("ignore", "full", "proportional")
STEPS: dict[str, tuple[Raw, ...]] = {NUMBER: (1, 2, Decimal("0.5"), 3), PERCENT: ("10%", "5%", "33%", "1%")}
RANGES = ((0, 2), (1, 3), (0, 5), (Decimal("0.5"), Decimal("1.5")))
CAPS = (1, 2, Decimal("1.5"), 3)


@dataclass
class Setting:
    """Where in a criterion the tree grows.

    Attributes:
        own: the parts that may be named.
        measure: the own measure.
        depth: how many more inner nodes may be nested.
        ids: the ids given so far in the criterion.
    """

    draft: Draft
    own: Own
    measure: Measure | None
    depth: int
    ids: list[str]

    def deeper(self) -> Setting:
        """The setting of a child."""
        return Setting(self.draft, self.own, self.measure, self.depth - 1, self.ids)


def own_parts(measure: Measure | None, *, target: bool) -> dict[str, str]:
    """The names that a measure gives to its criterion."""
    if measure is None:
        return {}
    parts = {"value": measure.kind} | dict.fromkeys(measure.parts, NUMBER)
    return parts | ({"shortfall": measure.kind} if target else {})


def score(setting: Setting) -> Form:
    """A tree or one of its spellings, as far as the own measure allows."""
    spellings = ["all_or_nothing", "deduct", "cases", "judged", "grades", "award", "tree", "tree"]
    if setting.measure and setting.measure.kind in NUMERIC:
        spellings += ["tiers", "tiers", "linear", "proportional"]
    return SPELLINGS[setting.draft.pick(spellings)](setting)


def _all_or_nothing(setting: Setting) -> Form:
    complete = setting.measure is not None and {"coverage", "checklist"} & setting.measure.form.keys()
    if complete and setting.draft.chance(60):
        return {"all_or_nothing": "complete"}
    return {"all_or_nothing": branch_condition(setting.draft, setting.own)}


def _deduct(setting: Setting) -> Form:
    draft = setting.draft
    parts = [
        _award(setting, "lose") if draft.chance(15) else _part(setting.deeper(), ["lose"])
        for _ in range(draft.pick([1, 2, 3]))
    ]
    node: Form = {"deduct": parts}
    if len(parts) > 1:
        node["combine"] = draft.pick(["sum", "worst", "first"])
    if draft.chance(40):
        node["up_to"] = draft.pick(CAPS)
    return node


def _tiers(setting: Setting) -> Form:
    draft = setting.draft
    assert setting.measure
    kind = setting.measure.kind
    tiers = [_tier(setting, kind) for _ in range(draft.pick([1, 2, 3]))]
    return {"tiers": [*tiers, {"else": draft.pick([0, 1, Decimal("0.5")])}]}


def _tier(setting: Setting, kind: str) -> Form:
    draft = setting.draft
    operators = {draft.pick(ORDERED): number(draft, kind, {})}
    if operators.keys() == {"at_least"} and draft.chance(25):
        operators["less_than"] = draft.pick(THRESHOLDS[kind])
    return {**operators, "points": _amount(setting)}


def _cases(setting: Setting) -> Form:
    draft = setting.draft
    cases: list[Form] = [
        {"when": branch_condition(draft, setting.own), "points": _amount(setting)} for _ in range(draft.pick([1, 2]))
    ]
    if draft.chance(70):
        cases.append({"else": draft.pick(AMOUNTS)})
    return {"cases": cases}


def _grades(setting: Setting) -> Form:
    by_choice = setting.measure is not None and setting.measure.kind == CHOICE
    return {"grades": {name: setting.draft.pick(AMOUNTS) for name in (CHOICES if by_choice else ("好", "中", "差"))}}


def _linear(setting: Setting) -> Form:
    draft = setting.draft
    assert setting.measure
    kind = setting.measure.kind
    return {
        "linear": {
            "base": number(draft, kind, {}),
            "points": draft.pick(AMOUNTS),
            "step": draft.pick(STEPS[kind]),
            "change": draft.pick(AMOUNTS),
            "partial_steps": draft.pick(PARTIAL_STEPS),
        },
    }


def _proportional(setting: Setting) -> Form:
    assert setting.measure
    targets = {NUMBER: (2, 4, Decimal("2.5")), PERCENT: ("100%", "80%")}[setting.measure.kind]
    return {"proportional": {"target": setting.draft.pick(targets)}}


def _award(setting: Setting, sign: str = "") -> Form:
    draft = setting.draft
    table = draft.table()
    award: Form = {"each": table, sign or draft.pick(["gain", "gain", "lose"]): (prize := _prize(draft, table))}
    if draft.chance(50):
        award["once_per"] = draft.field(table, "text", "choice")
        if draft.chance(30):
            award["once_per"] = draft.some([award["once_per"], draft.field(table, "text", "choice")])
            award["once_per"] = sorted(set(award["once_per"]))
        if draft.chance(30):
            award["others"] = list(draft.pick([("100%", "50%"), ("100%", "50%", "0%"), ("80%", "80%")]))
    if isinstance(prize, dict) and draft.chance(25):
        by = prize["by"] if isinstance(prize["by"], str) else draft.pick(prize["by"])
        award["downgrade"] = {"when": record_condition(draft, table), "by": by, "steps": draft.pick([1, 2])}
    if draft.chance(15):
        award["shared_by"] = draft.field(table, "integer", positive=True)
    if draft.chance(40):
        award["where"] = record_condition(draft, table)
    if "date" in draft.tables[table] and draft.chance(30):
        award["within"] = draft.pick(["2 years", "6 months"])
    if draft.chance(20):
        draft.evidence(table)
        award["evidence"] = "required"
    if draft.chance(40):
        award["up_to"] = draft.pick(CAPS)
    return {"award": award}


def _prize(draft: Draft, table: str) -> Raw:
    """What one record gives: a number, or by one or two of its choices."""
    shape = draft.pick(["number", "one", "two"])
    if shape == "number":
        return draft.pick(AMOUNTS)
    first = draft.field(table, "choice")
    second = draft.field(table, "choice")
    if shape == "one" or first == second:
        return {"by": first, "table": {choice: draft.pick(AMOUNTS) for choice in CHOICES}}
    rows = {choice: {other: draft.pick(AMOUNTS) for other in CHOICES} for choice in CHOICES}
    return {"by": [first, second], "table": rows}


def _judged(setting: Setting) -> Form:
    return {"judged": list(setting.draft.pick(RANGES))}


def tree(setting: Setting) -> Form:
    """A raw tree."""
    draft = setting.draft
    if setting.depth <= 0 or draft.chance(30):
        return _part(setting, ["gain", "lose"])
    kind = draft.pick(["sum", "best", "worst", "first"])
    children = [tree(setting.deeper()) for _ in range(draft.pick([2, 1, 3]))]
    if kind == "first":
        for child in children[:-1] if draft.chance(70) else children:
            child.setdefault("when", branch_condition(draft, {} if "measure" in child else setting.own))
    return _limited(setting, {kind: children})


def _part(setting: Setting, signs: list[str]) -> Form:
    draft = setting.draft
    node: Form = {}
    if draft.chance(12):
        made = numeric_measure(draft)
        node["measure"] = made.form
        target = draft.chance(25)
        if target:
            node["target"] = number(draft, made.kind, {})
        own = own_parts(made, target=target)
        setting = Setting(draft, own, made, setting.depth, setting.ids)
    if draft.chance(30):
        node["when"] = branch_condition(draft, setting.own)
    if draft.chance(45):
        node |= _per(setting)
    node[draft.pick(signs)] = _amount(setting)
    if draft.chance(8):
        node["applies_when"] = branch_condition(draft, setting.own, depth=0)
    return _limited(setting, node)


def _limited(setting: Setting, node: Form) -> Form:
    """The node, now and then with limits and an id."""
    draft = setting.draft
    if draft.chance(25):
        node["up_to"] = lookup(draft, CAPS) if draft.chance(25) else draft.pick(CAPS)
    if draft.chance(12):
        node["floor"] = draft.pick([0, -1, Decimal("-0.5")])
    if draft.chance(20):
        node["id"] = f"p{len(setting.ids) + 1}"
        setting.ids.append(node["id"])
    return node


def _per(setting: Setting) -> Form:
    draft = setting.draft
    kind = draft.pick(NUMERIC)
    own = [name for name, of_kind in setting.own.items() if of_kind == kind]
    node: Form = {"per": draft.pick(own) if own and draft.chance(70) else name_of(draft, kind, setting.own)}
    side = draft.pick(["", "above", "below"])
    if side:
        node[side] = number(draft, kind, setting.own)
    if kind == PERCENT or draft.chance(40):
        node["step"] = known_lookup(draft, STEPS[kind]) if draft.chance(15) else draft.pick(STEPS[kind])
        node["partial_steps"] = draft.pick(PARTIAL_STEPS)
    return node


def _amount(setting: Setting) -> Raw:
    draft = setting.draft
    shape = draft.pick(["number"] * 5 + ["all", "range", "lookup"])
    if shape == "all":
        return "all"
    if shape == "range":
        return list(draft.pick(RANGES))
    return lookup(draft, AMOUNTS) if shape == "lookup" else number(draft, NUMBER, {}, AMOUNTS)


SPELLINGS = {
    "all_or_nothing": _all_or_nothing,
    "deduct": _deduct,
    "tiers": _tiers,
    "cases": _cases,
    "judged": _judged,
    "grades": _grades,
    "linear": _linear,
    "proportional": _proportional,
    "award": _award,
    "tree": tree,
}
