"""The points of the chosen criteria as one Polars query written for them by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import polars as pl

KEY = "branch"
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
LO, HI = "lo", "hi"
ATTENDED_KINDS = ["支部党员大会", "支部委员会", "党小组会", "党课"]
COMMITTEE = ["委员", "副书记", "书记"]
HONOUR_POINTS = {"国家级": 400, "省级": 250, "市级": 150, "公司级": 50}
SPREAD_POINTS = {"国家级": 200, "省级": 200, "市级": 100, "公司级": 50}
PLATFORM_MOST, PLATFORM_GOAL = 30_000, 6_000

Ends = tuple[pl.Expr, pl.Expr]
"""The least and the greatest points."""


@dataclass
class Counted:
    """What is summed over the records of one table in a single ``group_by``."""

    table: str
    sums: dict[str, pl.Expr] = field(default_factory=dict)

    def __call__(self, aggregate: pl.Expr) -> pl.Expr:
        """The aggregate as a column beside the branch; a branch without records has 0."""
        name = f"{self.table}.{len(self.sums)}"
        self.sums[name] = aggregate.alias(name)
        return pl.col(name)

    def number(self, condition: pl.Expr) -> pl.Expr:
        """How many records fulfil a condition."""
        return self(condition.sum().cast(pl.Int64))

    def total(self, value: pl.Expr, condition: pl.Expr | None = None) -> pl.Expr:
        """The sum of a value over the records that fulfil a condition."""
        chosen = value if condition is None else pl.when(condition).then(value).otherwise(0)
        return self(chosen.sum().cast(pl.Int64))

    def months(self, condition: pl.Expr, day: str, length: int) -> pl.Expr:
        """The periods of so many months with a record, one bit each."""
        bit = pl.lit(2, dtype=pl.UInt64).pow(((pl.col(day).dt.month() - 1) // length).cast(pl.UInt32)).cast(pl.UInt64)
        return self(pl.when(condition).then(bit).otherwise(pl.lit(0, dtype=pl.UInt64)).bitwise_or())


def points(tables: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Least and greatest points of every chosen criterion and of all together, in hundredths of a point."""
    counted = {name: Counted(name) for name in tables}
    criteria = {
        **_meetings(counted["meetings"]),
        **_activities(counted["activities"]),
        **_issues(counted["issues"]),
        **_roster(counted["roster"]),
        **_papers(counted["documents"], counted["letters"]),
        **_work(counted),
    }
    frame = tables["branch"]
    for one in counted.values():
        if one.sums:
            sums = _in_year(tables[one.table], one.table).group_by(KEY).agg(one.sums.values())
            frame = frame.join(sums, on=KEY, how="left").with_columns(pl.col(one.sums.keys()).fill_null(0))
    awards = {"X-01": ("集体荣誉", HONOUR_POINTS, 600), "X-03": ("经验推广", SPREAD_POINTS, 200)}
    for criterion, (kind, table, most) in awards.items():
        honours = _award(tables["honours"], criterion, kind, table)
        frame = frame.join(honours, on=KEY, how="left")
        lo, hi = (pl.col(f"{criterion}.{end}").fill_null(0).clip(upper_bound=most) for end in (LO, HI))
        # X-01 looks back three years, and the ledgers cover only one: further honours may take it to its cap.
        criteria[criterion] = (lo, pl.lit(most) if criterion == "X-01" else hi)
    named = {f"{name} {end}": ends[index] for name, ends in criteria.items() for index, end in enumerate((LO, HI))}
    base = [name for name in criteria if not name.startswith("X-")]
    totals = [
        (
            pl.sum_horizontal([f"{name} {end}" for name in base])
            + pl.sum_horizontal([f"{name} {end}" for name in awards]).clip(upper_bound=1000)
        ).alias(f"total {end}")
        for end in (LO, HI)
    ]
    return frame.select(KEY, **named).with_columns(totals)


def _in_year(frame: pl.LazyFrame, table: str) -> pl.LazyFrame:
    days = {
        "meetings": "held_on", "activities": "held_on", "issues": "found_on", "duty": "counted_on", "drills": "held_on",
        "safety_reviews": "held_on", "badge_checks": "checked_on", "output_records": "set_on",
    }  # fmt: skip
    day = days.get(table)
    return frame if day is None else frame.filter(pl.col(day).is_between(FIRST, LAST))


def _meetings(meetings: Counted) -> dict[str, Ends]:
    kind = pl.col("kind")
    expected, attended = pl.col("expected"), pl.col("attended")

    def covered(name: str, length: int) -> pl.Expr:
        return meetings.months(kind == name, "held_on", length)

    def attendance(condition: pl.Expr, tiers: list[tuple[int, int]]) -> Ends:
        whole = meetings.total(expected, condition)
        least = meetings.total(attended.fill_null(0), condition)
        most = meetings.total(attended.fill_null(expected), condition)
        return _tiers(least, whole, tiers), _tiers(most, whole, tiers)

    quarter = (pl.col("held_on").dt.month() - 1) // 3
    political = [meetings.number((kind == "政治理论学习") & (quarter == number)) for number in range(4)]
    wanting = reduce(lambda a, b: a + b, [(2 - number).clip(lower_bound=0) for number in political])
    secretary = meetings.number((kind == "党课") & (pl.col("lecturer") == "书记"))
    lectures = (150 - 50 * _missing(covered("党课", 3), 4)).clip(lower_bound=0)
    return {
        "A-01": _point((200 - 100 * _missing(covered("支部党员大会", 3), 4, since_founded=3)).clip(lower_bound=0)),
        "A-04": _point(lectures + pl.when(secretary >= 1).then(100).otherwise(0)),
        "A-05": attendance(kind.is_in(ATTENDED_KINDS), [(95, 200), (90, 150), (80, 75)]),
        "A-06": _point((150 - 25 * wanting).clip(lower_bound=0)),
        "A-09": _point((200 - 25 * _missing(covered("主题党日", 1), 12, since_founded=1)).clip(lower_bound=0)),
        "A-10": attendance(kind == "主题党日", [(95, 150), (85, 100), (75, 50)]),
        "D-01": _point(pl.when(meetings.months(kind == "组织生活会", "held_on", 12) > 0).then(100).otherwise(0)),
    }


def _activities(activities: Counted) -> dict[str, Ends]:
    def deducted(kind: str, length: int, most: int, loss: int) -> Ends:
        mask = activities.months(pl.col("kind") == kind, "held_on", length)
        return _point((most - loss * _missing(mask, 12 // length)).clip(lower_bound=0))

    return {
        "A-13": deducted("正面宣传", 3, 100, 25),
        "A-14": deducted("舆情风险排查", 3, 150, 50),
        "D-06": deducted("党务公开", 3, 200, 50),
        "D-07": deducted("征求党员意见", 6, 100, 50),
    }


def _issues(issues: Counted) -> dict[str, Ends]:
    source = pl.col("source")
    in_time = pl.col("closed_on").fill_null(LAST) <= pl.col("due_on")

    def part(of: str, matching: pl.Expr, most: int, empty: int) -> Ends:
        whole, matched = issues.number(source == of), issues.number((source == of) & matching)
        return _point(pl.when(whole > 0).then(_half_up(most * matched, _positive(whole))).otherwise(empty))

    reported = pl.col("reported_on").fill_null(LAST)
    slow = issues.number((source == "舆情") & ((reported - pl.col("found_on")).dt.total_days() > 1))
    return {
        "A-15": part("舆情", in_time, 100, 100),
        "A-16": _point((50 - 25 * slow).clip(lower_bound=0)),
        "B-05": part("班组", pl.col("closed_on").is_not_null(), 150, 75),
        "D-04": part("上级检查", in_time, 200, 200),
        "D-12": part("八小时之外", in_time, 150, 150),
    }


def _roster(roster: Counted) -> dict[str, Ends]:
    members = roster(pl.len().cast(pl.Int64))
    some = _positive(members)
    committee = pl.col("role").is_in(COMMITTEE)
    courses = roster.total(pl.col("courses_done")), _positive(roster.total(pl.col("courses_due")))
    platform = pl.col("platform_points")

    def rated(answer: str) -> Ends:
        sure = roster.number(pl.col(answer).fill_null(value=False))
        return sure, roster.number(pl.col(answer).fill_null(value=True))

    def study(points: pl.Expr) -> pl.Expr:
        goal = PLATFORM_GOAL * some
        done, due = courses
        reached = pl.min_horizontal(points, goal)
        whole = _half_up(150 * done * goal + 100 * reached * due, due * goal)
        return pl.when(members > 0).then(whole).otherwise(0)

    def appraised(number: pl.Expr) -> pl.Expr:
        lost = _ceil(20 * (members - number), some)
        return pl.when(members > 0).then((200 - 50 * lost).clip(lower_bound=0)).otherwise(0)

    with_area = roster.number(pl.col("area").is_not_null())
    return {
        "A-11": (study(roster.total(platform.fill_null(0))), study(roster.total(platform.fill_null(PLATFORM_MOST)))),
        "B-02": _point(
            _tiers(
                roster.number(committee & pl.col("frontline")),
                roster.number(committee),
                [(100, 150), (80, 100), (60, 50)],
            )
        ),
        "B-06": _both(rated("star_rated"), lambda number: _half_up(150 * number, some)),
        "B-08": _point(_tiers(with_area, members, [(90, 150), (70, 100), (50, 50)])),
        "D-02": _both(rated("appraised"), appraised),
        "D-11": _point(_half_up(150 * roster.number(pl.col("buddy").is_not_null()), some)),
    }


def _papers(documents: Counted, letters: Counted) -> dict[str, Ends]:
    def missing(counted: Counted, column: str, items: list[str]) -> pl.Expr:
        there = [(counted.number(pl.col(column) == item) > 0).cast(pl.Int64) for item in items]
        return len(items) - reduce(lambda a, b: a + b, there)

    duty = ["带班值班制度", "责任区划分图"]
    rules = ["党员积分量化考核办法", "积分与绩效挂钩办法", "积分与评优挂钩办法"]
    due, signed = letters.total(pl.col("due")), letters.total(pl.col("signed"))
    lost = 20 * _ceil(100 * (due - signed), _positive(due)) + 50 * missing(letters, "layer", ["部门", "班组", "职工"])
    return {
        "B-04": _point(100 - 50 * missing(documents, "name", duty)),
        "B-07": _point(150 - 50 * missing(documents, "name", rules)),
        "C-02": _point(pl.when(due > 0).then((200 - lost).clip(lower_bound=0)).otherwise(0)),
    }


def _work(counted: Mapping[str, Counted]) -> dict[str, Ends]:
    duty, reviews, drills = counted["duty"], counted["safety_reviews"], counted["drills"]
    checks, records = counted["badge_checks"], counted["output_records"]
    done, planned = duty.total(pl.col("done")), duty.total(pl.col("planned"))
    wearing, checked = checks.total(pl.col("wearing")), checks.total(pl.col("checked"))
    reviewed = reviews.months(pl.col("applied"), "held_on", 3)
    drilled = drills(pl.len().cast(pl.Int64))
    spans = {"班": 30, "昼夜": 30, "月": 40}
    broken = [
        pl.when(records.number(pl.col("span") == span) > 0).then(gain).otherwise(0) for span, gain in spans.items()
    ]
    return {
        "B-03": _point(_tiers(done, planned, [(98, 200), (95, 150), (90, 100)])),
        "C-03": _point((200 - 50 * _missing(reviewed, 4)).clip(lower_bound=0)),
        "C-04": _point((150 - 50 * (4 - drilled).clip(lower_bound=0)).clip(lower_bound=0)),
        "C-13": _point(reduce(lambda a, b: a + b, broken)),
        "D-09": _point(_tiers(wearing, checked, [(95, 150), (85, 75)])),
    }


def _award(honours: pl.LazyFrame, criterion: str, kind: str, table: Mapping[str, int]) -> pl.LazyFrame:
    """Each matter once, at its highest level; a certificate that nobody has judged yet may still count."""
    first = date(2022, 1, 1) if criterion == "X-01" else FIRST
    accepted, missing = (pl.col("certificate") == state for state in ("accepted", "missing"))
    gain = pl.col("level").replace_strict(list(table), list(table.values()), return_dtype=pl.Int64)
    return (
        honours.filter(pl.col("awarded_on").is_between(first, LAST), pl.col("kind") == kind)
        .group_by(KEY, "matter")
        .agg(
            lo=pl.when(accepted.fill_null(value=False)).then(gain).otherwise(0).max(),
            hi=pl.when(~missing.fill_null(value=False)).then(gain).otherwise(0).max(),
        )
        .group_by(KEY)
        .agg(pl.col(LO).sum().alias(f"{criterion}.{LO}"), pl.col(HI).sum().alias(f"{criterion}.{HI}"))
    )


def _missing(mask: pl.Expr, number: int, since_founded: int | None = None) -> pl.Expr:
    """How many periods lack a record; those that began before the branch existed are not owed."""
    owed = pl.lit((1 << number) - 1, dtype=pl.UInt64)
    if since_founded is not None:
        starts = [date(2024, 1 + index * since_founded, 1) for index in range(number)]
        bits = [
            pl.when(pl.col("founded_on") <= start)
            .then(pl.lit(1 << index, dtype=pl.UInt64))
            .otherwise(pl.lit(0, dtype=pl.UInt64))
            for index, start in enumerate(starts)
        ]
        owed = reduce(lambda a, b: a | b, bits)
    return (owed & ~mask).bitwise_count_ones().cast(pl.Int64)


def _tiers(part: pl.Expr, whole: pl.Expr, tiers: list[tuple[int, int]]) -> pl.Expr:
    """The points of the first tier, in percent, that a share reaches; none without anything to share."""
    found: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for percent, gain in reversed(tiers):
        found = pl.when((100 * part >= percent * whole) & (whole > 0)).then(gain).otherwise(found)
    return found


def _half_up(number: pl.Expr, by: pl.Expr) -> pl.Expr:
    return (2 * number + by) // (2 * by)


def _ceil(number: pl.Expr, by: pl.Expr) -> pl.Expr:
    return (number + by - 1) // by


def _positive(number: pl.Expr) -> pl.Expr:
    return number.clip(lower_bound=1)


def _point(value: pl.Expr) -> Ends:
    return value, value


def _both(ends: Ends, points: Callable[[pl.Expr], pl.Expr]) -> Ends:
    return points(ends[0]), points(ends[1])
