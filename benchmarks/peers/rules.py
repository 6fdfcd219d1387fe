"""Sixteen criteria of the five-star set, in a notation that is translated for every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeAlias

Node: TypeAlias = "int | str | tuple[Node, ...]"
"""A number, a name, or an operator with what it is applied to."""

ALWAYS: Node = ("always",)
COMMITTEE = ("委员", "副书记", "书记")
LESSONS = ("支部党员大会", "支部委员会", "党小组会", "党课")
LESSON_TIERS = ((95, 200), (90, 150), (80, 75))
THEME_DAY = ("主题党日",)
THEME_TIERS = ((95, 150), (85, 100), (75, 50))
RATED = {"lo": "stars_sure", "hi": "stars_open"}


def _one_of(field: str, texts: Sequence[str]) -> Node:
    return ("one_of", field, *texts)


def _spans(table: str, condition: Node, months: int) -> Node:
    """In how many spans of so many months a table has a record that fulfils a condition."""
    found = [
        ("some", table, ("both", condition, ("between", "month", first, first + months - 1)))
        for first in range(1, 13, months)
    ]
    return _added(found)


def _kinds(table: str, field: str, texts: Sequence[str]) -> Node:
    """Of how many kinds a table has a record."""
    return _added([("some", table, _one_of(field, [text])) for text in texts])


def _added(found: Sequence[Node]) -> Node:
    counted: list[Node] = [("if", each, 1, 0) for each in found]
    return reduce(lambda one, other: ("plus", one, other), counted)


def _sum(table: str, field: str, condition: Node = ALWAYS) -> Node:
    return ("sum", table, ("field", field), condition)


def _attended(kinds: Sequence[str], prefix: str) -> dict[str, Node]:
    """Who should have come, and who came: at least, and at most where nobody counted."""
    condition = _one_of("kind", kinds)
    return {
        f"{prefix}_expected": _sum("meetings", "expected", condition),
        f"{prefix}_lo": ("sum", "meetings", ("or_else", "attended", 0), condition),
        f"{prefix}_hi": ("sum", "meetings", ("or_else", "attended", ("field", "expected")), condition),
    }


QUANTITIES: Mapping[str, Node] = {
    **_attended(LESSONS, "lessons"),
    **_attended(THEME_DAY, "theme"),
    "life": _spans("meetings", _one_of("kind", ["组织生活会"]), 12),
    "publicity": _spans("activities", _one_of("kind", ["正面宣传"]), 3),
    "opinion": _spans("activities", _one_of("kind", ["舆情风险排查"]), 3),
    "openness": _spans("activities", _one_of("kind", ["党务公开"]), 3),
    "views": _spans("activities", _one_of("kind", ["征求党员意见"]), 6),
    "applied": _spans("safety_reviews", ("true_or", "applied", 0), 3),
    "members": ("count", "roster", ALWAYS),
    "committee": ("count", "roster", _one_of("role", COMMITTEE)),
    "frontline": ("count", "roster", ("both", _one_of("role", COMMITTEE), ("true_or", "frontline", 0))),
    RATED["lo"]: ("count", "roster", ("true_or", "star_rated", 0)),
    RATED["hi"]: ("count", "roster", ("true_or", "star_rated", 1)),
    "with_area": ("count", "roster", ("known", "area")),
    "with_buddy": ("count", "roster", ("known", "buddy")),
    "shifts_done": _sum("duty", "done"),
    "shifts_planned": _sum("duty", "planned"),
    "wearing": _sum("badge_checks", "wearing"),
    "checked": _sum("badge_checks", "checked"),
    "duty_papers": _kinds("documents", "name", ["带班值班制度", "责任区划分图"]),
    "star_papers": _kinds("documents", "name", ["党员积分量化考核办法", "积分与绩效挂钩办法", "积分与评优挂钩办法"]),
}
"""What is counted and summed over the records of a branch, each once."""


def _tiers(part: str, whole: str, steps: Sequence[tuple[int, int]]) -> Node:
    """The points of the first share, in percent, that is reached; none where there is nothing to share."""
    found: Node = 0
    for percent, points in reversed(steps):
        reached = ("at_least", ("times", 100, ("quantity", part)), ("times", percent, ("quantity", whole)))
        found = ("if", reached, points, found)
    return ("if", _some(whole), found, 0)


def _shared(part: str, whole: str, most: int) -> Node:
    """As much of the points as the part is of the whole, half a hundredth rounded up."""
    twice = ("times", 2, ("quantity", whole))
    counted = ("plus", ("times", 2 * most, ("quantity", part)), ("quantity", whole))
    return ("if", _some(whole), ("whole_part", counted, twice), 0)


def _lost(found: str, owed: int, most: int, loss: int) -> Node:
    """The points that are left when each missing one costs some."""
    return ("plus", most - loss * owed, ("times", loss, ("quantity", found)))


def _some(quantity: str) -> Node:
    return ("at_least", ("quantity", quantity), 1)


POINTS: Mapping[str, Node] = {
    **{f"A-05 {end}": _tiers(f"lessons_{end}", "lessons_expected", LESSON_TIERS) for end in RATED},
    **{f"A-10 {end}": _tiers(f"theme_{end}", "theme_expected", THEME_TIERS) for end in RATED},
    "A-13": _lost("publicity", 4, 100, 25),
    "A-14": ("greatest", 0, _lost("opinion", 4, 150, 50)),
    "B-02": _tiers("frontline", "committee", ((100, 150), (80, 100), (60, 50))),
    "B-03": _tiers("shifts_done", "shifts_planned", ((98, 200), (95, 150), (90, 100))),
    "B-04": _lost("duty_papers", 2, 100, 50),
    **{f"B-06 {end}": _shared(quantity, "members", 150) for end, quantity in RATED.items()},
    "B-07": _lost("star_papers", 3, 150, 50),
    "B-08": _tiers("with_area", "members", ((90, 150), (70, 100), (50, 50))),
    "C-03": _lost("applied", 4, 200, 50),
    "D-01": _lost("life", 1, 100, 100),
    "D-06": _lost("openness", 4, 200, 50),
    "D-07": _lost("views", 2, 100, 50),
    "D-09": _tiers("wearing", "checked", ((95, 150), (85, 75))),
    "D-11": _shared("with_buddy", "members", 150),
}
"""Points in hundredths, by criterion; by criterion and end where empty cells leave them open."""
CRITERIA = tuple(dict.fromkeys(name.split()[0] for name in POINTS))
