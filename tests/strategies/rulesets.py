"""Whole rule sets, small but over the whole language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from .branch_conditions import branch_condition
from .draft import CHOICES, NUMBER, Draft, Form, Raw
from .measures import Measure, choice_field, measure, named_measure
from .numbers import Own, known_lookup, number
from .scores import NUMERIC, Setting, own_parts, score

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

ROUNDING = ("half_up", "half_even", "down", "floor", "ceil")
GRIDS = (Decimal("0.01"), Decimal("0.1"), Decimal("0.5"), 1)
POINTS = (4, 2, 3, 1, 5)
REVIEWED = frozenset({"judged", "grades", "among", "rank"})
PAPERS = ("会议记录", "签到表", "照片")


def rulesets() -> SearchStrategy[Form]:
    """Valid rule sets of one to five criteria."""
    return _rulesets()


@st.composite
def _rulesets(draw: DrawFn) -> Form:
    draft = Draft(draw)
    ruleset: Form = {"ruleset": "small", "edition": "1", "title": "标准", "effective_from": date(2020, 1, 1)}
    nested = draft.chance(25)
    if nested:
        draft.modes = tuple(mode for mode in draft.modes if mode != {"exclude": "total"})
    ruleset |= _settings(draft)
    for _ in range(draft.pick([0, 1, 2])):
        named_measure(draft)
    ids = [f"K{index + 1}" for index in range(draft.pick([1, 2, 3, 4, 5]))]
    sections = _sections(draft, ruleset, ids)
    pools = (
        [_pool(draft, ruleset, pool) for pool in draft.some(["bonus", "minus"], least=0)] if draft.chance(35) else []
    )
    leaves = sections
    if nested:
        sections = _nested(draft, sections)
    ruleset["points"] = 100 if "weight" in sections[0] else sum(section["points"] for section in sections)
    judged = _judged(draft, ruleset["points"], leaves)
    if draft.chance(12):
        ruleset["lenient"] = _lenient(draft)
    if draft.chance(15):
        by = {"by": [draft.numeric("branch")]}
        judged["ranking"] = {"ties": draft.pick(["first", "last", "dense", by])}
    if "weight" not in sections[0] and draft.chance(12):
        judged = _as_sheets(draft, ruleset, sections, judged)
    parts = {
        "constants": draft.constants,
        "calendars": draft.calendars,
        "tables": draft.tables,
        "measures": draft.measures,
    }
    return (
        ruleset
        | {name: value for name, value in parts.items() if value}
        | {
            "sections": sections,
            **({"pools": pools} if pools else {}),
            **judged,
        }
    )


def _settings(draft: Draft) -> Form:
    grid = draft.pick(range(len(GRIDS)))
    settings: Form = {"unit": GRIDS[grid], "not_applicable": draft.pick(draft.modes)}
    rounding: Form = {"mode": draft.pick(ROUNDING)}
    for further in ("section", "total"):
        if draft.chance(20):
            grid = draft.pick(range(grid, len(GRIDS)))
            rounding[further] = GRIDS[grid]
    return settings | {"rounding": rounding}


def _nested(draft: Draft, sections: list[Form]) -> list[Form]:
    """The sections weighted, or in another one, or both."""
    shape = draft.pick(["weighted", "inside", "weighted inside", "weighted twice"])
    if shape != "inside":
        weights = {1: ("100%",), 2: draft.pick([("60%", "40%"), ("12.5%", "87.5%")])}[len(sections)]
        sections = [{**section, "weight": weight} for section, weight in zip(sections, weights, strict=True)]
    if shape == "weighted":
        return sections
    outer: Form = {"id": "P", "title": "总项", "sections": sections}
    outer["points"] = 10 if "weight" in sections[0] else sum(section["points"] for section in sections)
    if draft.chance(20):
        outer["up_to"] = outer["points"] - 1
    return [{**outer, "weight": "100%"}] if shape == "weighted twice" else [outer]


def _as_sheets(draft: Draft, ruleset: Form, sections: list[Form], judged: Form) -> Form:
    """The sections side by side, without a total; levels ask for those that are passed."""
    ruleset["points"] = "none"
    for section in sections:
        section["pass"] = draft.pick([1, "50%", 2, "80%"])
    ids = [section["id"] for section in sections]
    passed: list[Form] = [{"passed": ids}, {"passed": ids, "at_least": 1}, {"passed": ids[0]}]
    levels = [
        {"id": number, "title": f"{number}星", "requires": [draft.pick(passed)]}
        for number in (5, 4)[: draft.pick([1, 2])]
    ]
    kept: Form = {"levels": levels}
    if "vetoes" in judged:
        kept["vetoes"] = [{**rule, "effect": {"no_level": True}} for rule in judged["vetoes"]]
    return kept


def _lenient(draft: Draft) -> Form:
    return {"when": branch_condition(draft, {}), "factor": draft.pick(["50%", "0%", "80%"])}


def _sections(draft: Draft, ruleset: Form, ids: list[str]) -> list[Form]:
    cut = draft.pick(range(1, len(ids) + 1))
    sections = []
    for name, members in (("A", ids[:cut]), ("B", ids[cut:])):
        starts_full = draft.chance(12)
        points = [None if starts_full else draft.pick(POINTS) for _ in members]
        criteria = [_criterion(draft, ruleset, *each) for each in zip(members, points, strict=True)]
        section: Form = {"id": name, "title": f"{name}项", "criteria": criteria}
        section["points"] = sum(criterion.get("points", 2) for criterion in criteria)
        section |= {"starts": "full"} if starts_full else {}
        if draft.chance(20):
            section["up_to"] = max(1, section["points"] - 1)
        if draft.chance(15):
            section["floor"] = draft.pick([0, -1])
        sections += [section] if criteria else []
    return sections


def _pool(draft: Draft, ruleset: Form, name: str) -> Form:
    limit: Form = {"up_to": draft.pick([3, 1])} if name == "bonus" else {"floor": draft.pick([-3, -1])}
    points: Raw = None
    if name == "minus":
        points = 0
    elif draft.chance(40):
        points = known_lookup(draft, (2, 1)) if draft.chance(40) else 2
    if name == "bonus" and draft.chance(25):
        limit = {"up_to": "none"}
    if draft.chance(15):
        limit["counts_toward_level"] = False
    criteria = [_criterion(draft, ruleset, f"{name}-{index}", points) for index in range(draft.pick([1, 2]))]
    return {"id": name, "title": name, **limit, "criteria": criteria}


def _criterion(draft: Draft, ruleset: Form, name: str, points: Raw) -> Form:
    criterion: Form = {"id": name, "title": name}
    if points is not None:
        criterion["points"] = points
    made = _own_measure(draft)
    target = made is not None and made.kind in NUMERIC and draft.chance(25)
    if made:
        criterion["measure"] = made.form if made.form not in draft.measures.values() else _name(draft, made)
    if made and target:
        criterion["target"] = number(draft, made.kind, {})
    own = own_parts(made, target=target)
    if made and made.undefinable:
        criterion["if_empty"] = draft.pick(["zero", "full", "not_applicable", {"points": 1}])
    if draft.chance(30):
        criterion["applies_when"] = branch_condition(draft, own)
    if draft.chance(25) and criterion.keys() & {"applies_when", "if_empty"}:
        criterion["not_applicable"] = draft.pick(draft.modes)
    if draft.chance(12) and not _may_be_shared_out(criterion, ruleset):
        criterion["floor"] = draft.pick([-2, -1])
    if draft.chance(8):
        criterion["lenient"] = _lenient(draft) if draft.chance(60) else "none"
    criterion |= _scored(draft, made, own, may_take=criterion.get("floor") == -2)
    may_repeat = not _asks_others(criterion) and not any("rank" in form for form in draft.measures.values())
    if draft.chance(12) and may_repeat:
        every = draft.pick(["month", "month", "quarter", "half_year"])
        criterion["repeat"] = {"every": every, "take": draft.pick(["mean", "sum", "worst", "best", "last"])}
    return criterion


def _asks_others(form: Raw) -> bool:
    """Whether anything in it waits for a reviewer, or rests on other branches."""
    if isinstance(form, dict):
        is_range = any(isinstance(form.get(key), list) for key in ("gain", "lose", "points", "up_to"))
        return is_range or bool(REVIEWED & form.keys()) or any(map(_asks_others, form.values()))
    return isinstance(form, list) and any(map(_asks_others, form))


def _scored(draft: Draft, made: Measure | None, own: Own, *, may_take: bool) -> Form:
    """The score of a criterion, now and then with papers; one that a reviewer may take away from."""
    papers: Form = {"papers": draft.some(PAPERS)} if draft.chance(10) else {}
    if papers:
        own = {**own, "papers": NUMBER, "missing_papers": NUMBER}
    written = score(Setting(draft, own, made, depth=2, ids=[]))
    return {**papers, "score": {"judged": [-2, 3]} if may_take and draft.chance(30) else written}


def _may_be_shared_out(criterion: Form, ruleset: Form) -> bool:
    """Whether its points are scaled out to its section: then its floor is 0."""
    mode = criterion.get("not_applicable", ruleset["not_applicable"])
    may_not_apply = "applies_when" in criterion or criterion.get("if_empty") == "not_applicable"
    return may_not_apply and mode == {"exclude": "section"}


def _own_measure(draft: Draft) -> Measure | None:
    shape = draft.pick(["none", "own", "own", "own", "named", "choice"])
    if shape == "none":
        return None
    if shape == "choice":
        return choice_field(draft)
    return named_measure(draft) if shape == "named" else measure(draft)


def _name(draft: Draft, made: Measure) -> str:
    return next(name for name, form in draft.measures.items() if form == made.form)


def _judged(draft: Draft, full: int, sections: list[Form]) -> Form:
    """Vetoes, eligibility, levels."""
    levels = _levels(draft, full, sections)
    judged: Form = {"levels": levels}
    if draft.chance(35):
        judged["vetoes"] = [_veto(draft, index, levels, sections) for index in range(draft.pick([1, 2]))]
    if draft.chance(25):
        judged["eligibility"] = [
            {
                "id": f"E{index + 1}",
                "title": "资格",
                "when": _requirement(draft, sections, worded=False)
                if draft.chance(40)
                else branch_condition(draft, {}),
                "otherwise": draft.pick(["not_rated", "not_eligible", "scored_only"]),
            }
            for index in range(draft.pick([1, 2]))
        ]
    ids = [level["id"] for level in levels]
    if draft.chance(20):
        judged["ladder"] = _ladder(draft, ids)
    if draft.chance(20):
        judged["direct"] = [
            {"id": f"D{index + 1}", "title": "直接定级", "when": branch_condition(draft, {}), "level": draft.pick(ids)}
            for index in range(draft.pick([1, 2]))
        ]
    if draft.chance(25):
        judged["consequences"] = [
            _consequence(draft, f"Q{index + 1}", ids, sections) for index in range(draft.pick([1, 2]))
        ]
    return judged


def _consequence(draft: Draft, name: str, ids: list[Raw], sections: list[Form]) -> Form:
    on_level: list[Form] = [
        {"at_least": draft.pick(ids)},
        {"equals": draft.pick(ids)},
        {"one_of": [draft.pick(ids), "none", "not_rated"]},
    ]
    when: list[Form] = [
        {"level": draft.pick(on_level)},
        {"not": {"level": draft.pick(on_level)}},
        {"score": {draft.pick(["at_most", "less_than"]): 2}},
        _requirement(draft, sections, worded=False),
        branch_condition(draft, {}),
    ]
    rule: Form = {"id": name, "title": "后果", "when": draft.pick(when)}
    if draft.chance(50):
        formulas: list[Raw] = [{"formula": "score * 2"}, {"formula": "max(score - 1, 0)"}, number(draft, NUMBER, {})]
        rule["amount"] = draft.pick(formulas)
    return rule


def _ladder(draft: Draft, ids: list[Raw]) -> Form:
    places = [draft.pick(["none", *ids]) for _ in CHOICES]
    ladder: Form = {"from": draft.field("branch", "choice"), "table": dict(zip(CHOICES, places, strict=True))}
    if draft.chance(60):
        ladder["steps"] = draft.pick([1, 2])
    return ladder | ({"unless": branch_condition(draft, {})} if draft.chance(40) else {})


def _veto(draft: Draft, index: int, levels: list[Form], sections: list[Form]) -> Form:
    criteria = [criterion["id"] for section in sections for criterion in section["criteria"]]
    effects: list[Form] = [
        {"no_level": True},
        {"at_most": draft.pick([level["id"] for level in levels])},
        {"zero": draft.pick([*criteria, *(section["id"] for section in sections), "total"])},
    ]
    effect = draft.pick(effects)
    return {"id": f"V{index + 1}", "title": "否决", "when": branch_condition(draft, {}), "effect": effect}


def _levels(draft: Draft, full: int, sections: list[Form]) -> list[Form]:
    shares = sorted(draft.some([90, 80, 60, 40, 20]), reverse=True)
    levels: list[Form] = []
    above: Decimal | None = None
    for index, share in enumerate(shares):
        least = Decimal(full * share) / 100
        level: Form = {"id": 5 - index, "title": f"{5 - index}星", "at_least": least}
        if above is not None and draft.chance(40):
            level |= _upper_end(draft, least, above)
        if draft.chance(40):
            level["requires"] = [_requirement(draft, sections) for _ in range(draft.pick([1, 2]))]
        if index < len(shares) - 1 and draft.chance(8):
            del level["at_least"]
            level = {key: value for key, value in level.items() if key not in {"at_most", "less_than"}}
            level |= {"at_least": "none", "quota": {"at_most": 1}}
        levels.append(level)
        above = least
    return levels


def _upper_end(draft: Draft, least: Decimal, above: Decimal) -> Form:
    """An upper end that meets the next level, or leaves a hole."""
    if draft.chance(40):
        return {"less_than": above}
    return {draft.pick(["at_most", "less_than"]): least + (above - least) / 2}


def _several(draft: Draft, ids: list[str]) -> Form:
    return {"criteria": ids, "outcome": "met", "at_least": draft.pick([1, len(ids)])}


def _requirement(draft: Draft, sections: list[Form], *, worded: bool = True) -> Form:
    section = draft.pick(sections)["id"]
    ids = [criterion["id"] for section in sections for criterion in section["criteria"]]
    shapes: dict[str, Callable[[], Form]] = {
        "points": lambda: {
            "section": section,
            draft.pick(["at_least", "more_than"]): draft.pick([1, 2, Decimal("2.5")]),
        },
        "share": lambda: {"section": section, "at_least": draft.pick(["80%", "50%", "100%"])},
        "criterion": lambda: {"criterion": draft.pick(ids), "outcome": "met"},
        "criteria": lambda: _several(draft, draft.some(ids)),
        "plain": lambda: branch_condition(draft, {}),
        "score": lambda: {"score": {draft.pick(["at_least", "more_than"]): draft.pick([1, 2, "50%", Decimal("2.5")])}},
        "worded": lambda: {"when": branch_condition(draft, {}), "title": "条件"},
    }
    return shapes[draft.pick([shape for shape in shapes if worded or shape != "worded"])]()
