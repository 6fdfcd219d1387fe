"""The same criteria as a loop of plain Python over the records of a branch."""

from __future__ import annotations

from typing import Any

from peers.rules import COMMITTEE, LESSON_TIERS, LESSONS, THEME_DAY, THEME_TIERS

DUTY_PAPERS = {"带班值班制度", "责任区划分图"}
STAR_PAPERS = {"党员积分量化考核办法", "积分与绩效挂钩办法", "积分与评优挂钩办法"}


def loop(branch: dict[str, list[dict[str, Any]]]) -> list[int]:
    """Points in hundredths, in the order of ``POINTS``."""
    lessons, lessons_lo, lessons_hi, theme, theme_lo, theme_hi, life = _meetings(branch["meetings"])
    publicity, opinion, openness, views = _activities(branch["activities"])
    members, committee, frontline, sure, possible, areas, buddies = _roster(branch["roster"])
    reviewed = {(record["month"] - 1) // 3 for record in branch["safety_reviews"] if record["applied"]}
    papers = {record["name"] for record in branch["documents"]}
    done, planned = _sums(branch["duty"], "done", "planned")
    wearing, checked = _sums(branch["badge_checks"], "wearing", "checked")
    return [
        _tiers(lessons_lo, lessons, LESSON_TIERS),
        _tiers(lessons_hi, lessons, LESSON_TIERS),
        _tiers(theme_lo, theme, THEME_TIERS),
        _tiers(theme_hi, theme, THEME_TIERS),
        100 - 25 * (4 - publicity),
        max(0, 150 - 50 * (4 - opinion)),
        _tiers(frontline, committee, ((100, 150), (80, 100), (60, 50))),
        _tiers(done, planned, ((98, 200), (95, 150), (90, 100))),
        100 - 50 * len(DUTY_PAPERS - papers),
        _shared(sure, members),
        _shared(possible, members),
        150 - 50 * len(STAR_PAPERS - papers),
        _tiers(areas, members, ((90, 150), (70, 100), (50, 50))),
        200 - 50 * (4 - len(reviewed)),
        100 if life else 0,
        200 - 50 * (4 - openness),
        100 - 50 * (2 - views),
        _tiers(wearing, checked, ((95, 150), (85, 75))),
        _shared(buddies, members),
    ]


def _meetings(records: list[dict[str, Any]]) -> tuple[int, int, int, int, int, int, bool]:
    lessons = lessons_lo = lessons_hi = theme = theme_lo = theme_hi = 0
    life = False
    for record in records:
        kind, expected, attended = record["kind"], record["expected"], record["attended"]
        if kind in LESSONS:
            lessons += expected
            lessons_lo += 0 if attended is None else attended
            lessons_hi += expected if attended is None else attended
        elif kind in THEME_DAY:
            theme += expected
            theme_lo += 0 if attended is None else attended
            theme_hi += expected if attended is None else attended
        elif kind == "组织生活会":
            life = True
    return lessons, lessons_lo, lessons_hi, theme, theme_lo, theme_hi, life


def _activities(records: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    spans: dict[str, set[int]] = {"正面宣传": set(), "舆情风险排查": set(), "党务公开": set(), "征求党员意见": set()}
    for record in records:
        kind = record["kind"]
        if kind in spans:
            spans[kind].add((record["month"] - 1) // (6 if kind == "征求党员意见" else 3))
    publicity, opinion, openness, views = (len(found) for found in spans.values())
    return publicity, opinion, openness, views


def _roster(records: list[dict[str, Any]]) -> tuple[int, int, int, int, int, int, int]:
    committee = frontline = sure = possible = areas = buddies = 0
    for record in records:
        if record["role"] in COMMITTEE:
            committee += 1
            frontline += bool(record["frontline"])
        rated = record["star_rated"]
        sure += rated is True
        possible += rated is not False
        areas += record["area"] is not None
        buddies += record["buddy"] is not None
    return len(records), committee, frontline, sure, possible, areas, buddies


def _sums(records: list[dict[str, Any]], part: str, whole: str) -> tuple[int, int]:
    return sum(record[part] for record in records), sum(record[whole] for record in records)


def _tiers(part: int, whole: int, steps: tuple[tuple[int, int], ...]) -> int:
    if whole:
        for percent, points in steps:
            if 100 * part >= percent * whole:
                return points
    return 0


def _shared(part: int, whole: int) -> int:
    return (300 * part + whole) // (2 * whole) if whole else 0
