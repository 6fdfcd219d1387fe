"""The five-star set as one Polars query written for it by hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path

import polars as pl
import polars.selectors as cs
from hand_counting import FIRST, KEY, LAST, Counted, Criterion, Ends, gained, half_up, this_year
from hand_sections import (
    activities,
    attendance,
    branches,
    issues,
    meetings,
    papers,
    people,
    roster,
)  # fmt: skip
from hand_work import production, work

LO, HI = "lo", "hi"
SECTIONS = {"A": 3000, "B": 2500, "C": 2500, "D": 2000}
BONUS, BONUS_MOST = "bonus", 1000
TOTAL = "total"
ENDS = LO, HI
LEVELS = {
    5: (9000, [("A", 2550), ("B", 2000), ("C", 2000), ("D", 1700)]),
    4: (8000, [("A", 2250), ("B", 1750), ("C", 1750), ("D", 1500)]),
    3: (7000, [("A", 1800), ("D", 1200)]),
    2: (6000, []),
    1: (5000, []),
}
"""The points of all together and of single sections that a level asks for."""
ATTENDANCE = {5: 90, 4: 85}
DATES = {
    "meetings": "held_on", "study": "counted_on", "contests": "held_on", "activities": "held_on", "issues": "found_on",
    "duty": "counted_on", "projects": "approved_on", "safety_reviews": "held_on", "trainings": "held_on",
    "output_records": "set_on", "badge_checks": "checked_on", "incidents": "happened_on",
}  # fmt: skip
"""The tables of which only the assessed year is asked."""
COMPANY, CITY, PROVINCE, COUNTRY = "公司级", "市级", "省级", "国家级"
HONOUR_POINTS = {COUNTRY: 400, PROVINCE: 250, CITY: 150, COMPANY: 50}
MEMBER_POINTS = {
    "劳动模范": {COUNTRY: 300, PROVINCE: 200, CITY: 150, COMPANY: 0},
    "技术能手": {COUNTRY: 250, PROVINCE: 150, CITY: 100, COMPANY: 0},
    "优秀党员": {COUNTRY: 250, PROVINCE: 150, CITY: 100, COMPANY: 0},
}
SPREAD_POINTS = {COUNTRY: 200, PROVINCE: 200, CITY: 100, COMPANY: 50}
VETOES = [
    ("责任安全事故", 1, 0), ("党员违法犯罪", 1, 0), ("弄虚作假", 1, 0),
    ("党员受党纪处分", 1, 3), ("重大负面舆情", 1, 3), ("组织生活通报批评", 2, 4),
]  # fmt: skip
"""How often what may happen, and the level that is the highest from then on."""


def results(tables: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Least and greatest points of every criterion, section and of all together, in hundredths, and the levels."""
    of = {name: Counted(name) for name in tables}
    criteria = {
        **meetings(of["meetings"]),
        **activities(of["activities"]),
        **branches(),
        **issues(of["issues"]),
        **roster(of["roster"]),
        **papers(of["documents"], of["letters"]),
        **people(of),
        **work(of),
        **production(of["production"]),
    }
    three_years = date(2022, 1, 1)
    # look back three years, and the ledgers cover only one: further honours may take them to their caps.
    awards = {
        "X-01": (_award(tables["honours"], "X-01", {"集体荣誉": HONOUR_POINTS}, three_years), 600, True),
        "X-02": (_award(tables["member_honours"], "X-02", MEMBER_POINTS, three_years), 400, True),
        "X-03": (_award(tables["honours"], "X-03", {"经验推广": SPREAD_POINTS}, FIRST), 200, False),
    }
    vetoes = [(of["incidents"].number(pl.col("kind") == kind) >= times, most) for kind, times, most in VETOES]
    attended = attendance(of["meetings"])
    frame = _joined(tables, of)
    for name, (award, most, more) in awards.items():
        frame = frame.join(award, on=KEY, how="left", maintain_order="left")
        lo, hi = (pl.col(f"{name}.{end}").fill_null(0).clip(upper_bound=most) for end in (LO, HI))
        criteria[name] = Criterion(most, (lo, pl.lit(most, dtype=pl.Int64) if more else hi))
    bonus = _each_end(lambda end: _sum(f"{name} {end}" for name in awards).clip(upper_bound=BONUS_MOST))
    total = _each_end(lambda end: _sum(f"{name} {end}" for name in (*SECTIONS, BONUS)))
    shown = [*criteria, *SECTIONS, BONUS, TOTAL]
    return (
        frame.with_columns(_applying(criteria))
        .with_columns(_named({name: _shown(name, each) for name, each in criteria.items()}))
        .with_columns(_named({name: _section(name, most, criteria) for name, most in SECTIONS.items()}))
        .with_columns(_named({BONUS: bonus}))
        .with_columns(_named({TOTAL: total}))
        .select(KEY, *(f"{name} {end}" for name in shown for end in ENDS), *_levels(attended, vetoes))
    )


def _joined(tables: Mapping[str, pl.LazyFrame], of: Mapping[str, Counted]) -> pl.LazyFrame:
    """The branches with everything that was asked of their records."""
    hours = _in_year(tables, "study").group_by(KEY, "member").agg(pl.col("hours").sum())
    frame = tables["branch"]
    for name, counted in of.items():
        records = _in_year(tables, name)
        if name == "roster":
            records = records.join(hours, left_on=[KEY, "number"], right_on=[KEY, "member"], how="left")
        if counted.asked:
            sums = records.group_by(KEY).agg(counted.asked.values())
            frame = frame.join(sums, on=KEY, how="left").with_columns(pl.col(counted.asked.keys()).fill_null(0))
    return frame


def _in_year(tables: Mapping[str, pl.LazyFrame], name: str) -> pl.LazyFrame:
    return tables[name].filter(this_year(DATES[name])) if name in DATES else tables[name]


def _award(honours: pl.LazyFrame, criterion: str, gains: Mapping[str, Mapping[str, int]], first: date) -> pl.LazyFrame:
    """Each matter once, at its highest level; a certificate that nobody has judged yet may still count."""
    accepted, missing = (pl.col("certificate") == state for state in ("accepted", "missing"))
    gain = pl.lit(0, dtype=pl.Int64)
    for kind, by_level in gains.items():
        points = pl.col("level").replace_strict(list(by_level), list(by_level.values()), return_dtype=pl.Int64)
        gain = pl.when(pl.col("kind") == kind).then(points).otherwise(gain)
    return (
        honours.filter(pl.col("awarded_on").is_between(first, LAST), pl.col("kind").is_in(list(gains)))
        .group_by(KEY, "matter")
        .agg(
            lo=pl.when(accepted.fill_null(value=False)).then(gain).otherwise(0).max(),
            hi=pl.when(~missing.fill_null(value=False)).then(gain).otherwise(0).max(),
        )
        .group_by(KEY)
        .agg(pl.col(LO).sum().alias(f"{criterion}.{LO}"), pl.col(HI).sum().alias(f"{criterion}.{HI}"))
    )


def _each_end(points: Callable[[str], pl.Expr]) -> Ends:
    return points(LO), points(HI)


def _named(ends: Mapping[str, Ends]) -> list[pl.Expr]:
    return [each.alias(f"{name} {end}") for name, both in ends.items() for end, each in zip(ENDS, both, strict=True)]


def _sum(columns: Iterable[str]) -> pl.Expr:
    return reduce(add, [pl.col(column) for column in columns], pl.lit(0, dtype=pl.Int64))


def _applying(criteria: Mapping[str, Criterion]) -> list[pl.Expr]:
    """For what may not apply: whether it does, and its points if it does."""
    found = [(name, each.most, each.applies) for name, each in criteria.items() if each.applies is not None]
    columns = [applies.alias(f"{name} applies") for name, _, applies in found]
    return columns + [gained(applies, most).alias(f"{name} most") for name, most, applies in found]


def _shown(name: str, criterion: Criterion) -> Ends:
    """The points of a criterion, none where it does not apply."""
    if criterion.applies is None:
        return criterion.points
    lo, hi = (pl.when(pl.col(f"{name} applies")).then(end).otherwise(0) for end in criterion.points)
    return lo, hi


def _section(section: str, most: int, criteria: Mapping[str, Criterion]) -> Ends:
    """The points of a section; those of what does not apply are shared among the rest."""
    own = {name: each for name, each in criteria.items() if name.startswith(f"{section}-")}
    low, high = (_sum(f"{name} {end}" for name in own) for end in ENDS)
    leaving = {name: each for name, each in own.items() if each.applies is not None}
    if not leaving:
        return low, high
    always = most - sum(each.most for each in leaving.values())
    whole = always + _sum(f"{name} most" for name in leaving)
    unsure = [name for name, each in leaving.items() if each.unsure]
    if not unsure:
        return half_up(most * low, whole), half_up(most * high, whole)
    # Nothing is certain of what only perhaps applies: at the lower end it takes a share and gives nothing.
    reached = always + _sum(f"{name} most" for name in leaving if name not in unsure)
    return half_up(most * low, whole), half_up(most * high, reached + _sum(f"{name} {HI}" for name in unsure))


def _levels(attended: tuple[pl.Expr, pl.Expr, pl.Expr], vetoes: Iterable[tuple[pl.Expr, int]]) -> list[pl.Expr]:
    """The level at either end, or the state in its place."""
    expected, *present = attended
    cap = pl.min_horizontal(*(pl.when(holds).then(most).otherwise(5) for holds, most in vetoes))
    founded = pl.col("founded_on").is_between(FIRST, LAST)
    levels = []
    for end, came in zip(ENDS, present, strict=True):
        reached = pl.lit(0, dtype=pl.Int32)
        for level, (score, least) in sorted(LEVELS.items()):
            holds = pl.all_horizontal(pl.col(f"{name} {end}") >= points for name, points in [(TOTAL, score), *least])
            if level in ATTENDANCE:
                holds &= (100 * came >= ATTENDANCE[level] * expected) & (expected > 0)
            if level == 5:
                holds &= (pl.col(f"A-01 {end}") >= 200) & _better(end)
            reached = pl.when(holds).then(level).otherwise(reached)
        name = pl.lit(pl.Series(["none", *map(str, range(1, 6))])).gather(pl.min_horizontal(reached, cap))
        eligible = pl.when(pl.col("members") < 3).then(pl.lit("not_eligible")).otherwise(name)
        levels.append(pl.when(founded).then(pl.lit("not_rated")).otherwise(eligible).alias(f"level {end}"))
    return levels


def _better(end: str) -> pl.Expr:
    """Whether production got better in some way; what only perhaps applies is met at most perhaps."""
    points = {"C-10": 200, "C-11": 150, "C-12": 250}
    unsure = () if end == HI else ("C-10", "C-11")
    return pl.any_horizontal(pl.col(f"{name} {end}") >= most for name, most in points.items() if name not in unsure)


def main() -> None:
    """Write the totals and levels of the branches in a folder of tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    tables = {path.stem: in_units(pl.scan_parquet(path)) for path in sorted(arguments.folder.glob("*.parquet"))}
    totals = [f"{name} {end}" for name in (*SECTIONS, BONUS, TOTAL, "level") for end in ENDS]
    results(tables).select(KEY, *totals).sort(KEY).collect(engine="streaming").write_parquet(arguments.output)


def in_units(table: pl.LazyFrame) -> pl.LazyFrame:
    """Decimals as integers in tenths, of which all decimals of these tables are made."""
    return table.with_columns(pl.Expr.cast(cs.decimal() * 10, pl.Int64))


if __name__ == "__main__":
    main()
