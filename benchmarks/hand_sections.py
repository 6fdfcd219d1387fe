"""The criteria of the five-star set about political life and people, each written by hand."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add

import polars as pl
from hand_counting import (
    LAST,
    Counted,
    Criterion,
    Ends,
    Section,
    Tables,
    both,
    gained,
    half_up,
    left,
    missing_periods,
    point,
    positive,
    share,
    steps_lost,
    tiers,
)

ATTENDED_KINDS = ["支部党员大会", "支部委员会", "党小组会", "党课"]
CULTURE = ["推选歌曲", "班前会活动", "口号征集"]
COMMITTEE = ["委员", "副书记", "书记"]
PLATFORM_MOST, PLATFORM_GOAL = 30_000, 6_000


def branches() -> Section:
    """What the branch states of itself, and what others judge."""
    elected = pl.col("last_election_on")
    in_time = elected.is_between(date(2022, 1, 1), LAST)
    postponed = elected.is_between(date(2021, 1, 1), LAST) & pl.col("extension_approved")
    rating = pl.col("life_rating").replace_strict(
        ["好", "较好", "一般", "差"], [150, 100, 50, 0], return_dtype=pl.Int64
    )
    return {
        "B-11": Criterion(250, (pl.lit(0, dtype=pl.Int64), pl.lit(250, dtype=pl.Int64))),
        "D-08": Criterion(200, point(gained(in_time | postponed, 200))),
        "D-13": Criterion(150, point(rating)),
    }


def meetings(of: Counted) -> Section:
    """What is counted over meetings."""
    kind, expected, attended = pl.col("kind"), pl.col("expected"), pl.col("attended")

    def covered(name: str, length: int) -> pl.Expr:
        return of.months(kind == name, "held_on", length)

    def committee(over_half: pl.Expr) -> pl.Expr:
        mask = of.months((kind == "支部委员会") & over_half, "held_on", 1)
        return left(200, 25 * missing_periods(mask, 12, since_founded=1))

    over_half = 2 * attended >= expected
    quarter = (pl.col("held_on").dt.month() - 1) // 3
    political = [of.number((kind == "政治理论学习") & (quarter == number)) for number in range(4)]
    wanting = reduce(add, [(2 - number).clip(lower_bound=0) for number in political])
    secretary = of.number((kind == "党课") & (pl.col("lecturer") == "书记"))
    lectures = left(150, 50 * missing_periods(covered("党课", 3), 4)) + gained(secretary >= 1, 100)
    party_groups = left(150, 25 * missing_periods(covered("党小组会", 1), 12, since_founded=1))
    theme_steps = [(95, 150), (85, 100), (75, 50)]
    whole, least, most = attendance(of)
    theme_whole = of.total(expected, kind == "主题党日")
    theme = [of.total(value, kind == "主题党日") for value in (attended.fill_null(0), attended.fill_null(expected))]
    return {
        "A-01": Criterion(200, point(left(200, 100 * missing_periods(covered("支部党员大会", 3), 4, since_founded=3)))),
        "A-02": Criterion(
            200,
            (committee(over_half.fill_null(value=False)), committee(over_half.fill_null(value=True))),
            applies=pl.col("members") >= 7,
        ),
        "A-03": Criterion(150, point(party_groups), applies=pl.col("has_groups")),
        "A-04": Criterion(250, point(lectures)),
        "A-05": Criterion(200, both((least, most), lambda part: tiers(part, whole, [(95, 200), (90, 150), (80, 75)]))),
        "A-06": Criterion(150, point(left(150, 25 * wanting))),
        "A-09": Criterion(200, point(left(200, 25 * missing_periods(covered("主题党日", 1), 12, since_founded=1)))),
        "A-10": Criterion(150, both((theme[0], theme[1]), lambda part: tiers(part, theme_whole, theme_steps))),
        "D-01": Criterion(100, point(gained(of.months(kind == "组织生活会", "held_on", 12) > 0, 100))),
    }


def attendance(of: Counted) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """How many were expected at meetings and lectures, and how many came, at least and at most."""
    held, expected, attended = pl.col("kind").is_in(ATTENDED_KINDS), pl.col("expected"), pl.col("attended")
    return of.total(expected, held), of.total(attended.fill_null(0), held), of.total(attended.fill_null(expected), held)


def activities(of: Counted) -> Section:
    """What is counted over activities."""
    kind, teams = pl.col("kind"), pl.col("teams")

    def deducted(name: str, length: int, most: int, loss: int) -> Criterion:
        mask = of.months(kind == name, "held_on", length)
        return Criterion(most, point(left(most, loss * missing_periods(mask, 12 // length))))

    culture = kind.is_in(CULTURE)
    times = of.number(culture).clip(upper_bound=4)
    counted, reached = of.number(culture & teams.is_not_null()), of.total(teams, culture)
    wide = (counted > 0) & (10 * reached >= 8 * teams * counted)
    return {
        "A-13": deducted("正面宣传", 3, 100, 25),
        "A-14": deducted("舆情风险排查", 3, 150, 50),
        "A-17": Criterion(200, point(25 * times + gained(wide, 100)), applies=teams >= 1),
        "D-06": deducted("党务公开", 3, 200, 50),
        "D-07": deducted("征求党员意见", 6, 100, 50),
    }


def issues(of: Counted) -> Section:
    """What is counted over issues."""
    source = pl.col("source")
    in_time = pl.col("closed_on").fill_null(LAST) <= pl.col("due_on")

    def part(name: str, matching: pl.Expr, most: int, empty: int) -> Criterion:
        whole, matched = of.number(source == name), of.number((source == name) & matching)
        return Criterion(most, point(pl.when(whole > 0).then(share(most, matched, whole)).otherwise(empty)))

    reported = pl.col("reported_on").fill_null(LAST)
    slow = of.number((source == "舆情") & ((reported - pl.col("found_on")).dt.total_days() > 1))
    return {
        "A-15": part("舆情", in_time, 100, 100),
        "A-16": Criterion(50, point(left(50, 25 * slow))),
        "B-05": part("班组", pl.col("closed_on").is_not_null(), 150, 75),
        "D-04": part("上级检查", in_time, 200, 200),
        "D-12": part("八小时之外", in_time, 150, 150),
    }


def roster(of: Counted) -> Section:
    """What is counted over the roster, with the hours of study beside each member."""
    members = of.all()
    some = positive(members)
    committee, hours = pl.col("role").is_in(COMMITTEE), pl.col("hours").fill_null(0)
    done, due = of.total(pl.col("courses_done")), positive(of.total(pl.col("courses_due")))
    platform = pl.col("platform_points")

    def rated(answer: str) -> Ends:
        given = pl.col(answer)
        return of.number(given.fill_null(value=False)), of.number(given.fill_null(value=True))

    def study(points: pl.Expr) -> pl.Expr:
        goal = PLATFORM_GOAL * some
        whole = half_up(150 * done * goal + 100 * pl.min_horizontal(points, goal) * due, due * goal)
        return gained(members > 0, 1) * whole

    def stepwise(number: pl.Expr, loss: int) -> pl.Expr:
        return gained(members > 0, 1) * left(200, loss * steps_lost(members - number, some, 5))

    leading = of.number(committee)
    secretaries = of.number(pl.col("role") == "书记")
    large = pl.col("members") >= 7
    least, most = pl.when(large).then(3).otherwise(1), pl.when(large).then(7).otherwise(2)
    short, beyond = (least - leading).clip(lower_bound=0), (leading - most).clip(lower_bound=0)
    needing = of.number(pl.col("needs_talk"))
    talked = of.number(pl.col("needs_talk") & pl.col("talked_on").is_not_null())
    trained = of.number(committee & (hours >= 560))
    frontline = of.number(committee & pl.col("frontline"))
    with_area = of.number(pl.col("area").is_not_null())
    platform_points = of.total(platform.fill_null(0)), of.total(platform.fill_null(PLATFORM_MOST))
    return {
        "A-07": Criterion(200, point(stepwise(of.number(hours >= 320), 25))),
        "A-08": Criterion(200, point(tiers(trained, leading, [(100, 200), (80, 100)]))),
        "A-11": Criterion(250, both(platform_points, study)),
        "B-01": Criterion(200, point(left(200, 100 * (short + beyond + gained(secretaries != 1, 1))))),
        "B-02": Criterion(150, point(tiers(frontline, leading, [(100, 150), (80, 100), (60, 50)]))),
        "B-06": Criterion(150, both(rated("star_rated"), lambda number: share(150, number, some))),
        "B-08": Criterion(150, point(tiers(with_area, members, [(90, 150), (70, 100), (50, 50)]))),
        "D-02": Criterion(200, both(rated("appraised"), lambda number: stepwise(number, 50))),
        "D-10": Criterion(150, point(pl.when(needing > 0).then(share(150, talked, needing)).otherwise(150))),
        "D-11": Criterion(150, point(share(150, of.number(pl.col("buddy").is_not_null()), some))),
    }


def papers(documents: Counted, letters: Counted) -> Section:
    """What is counted over documents and letters."""
    duty = ["带班值班制度", "责任区划分图"]
    rules = ["党员积分量化考核办法", "积分与绩效挂钩办法", "积分与评优挂钩办法"]
    safety = ["党政同责分工", "部门安全责任清单", "班组安全责任清单", "职工安全责任清单"]
    appraisal = ["参加组织生活情况统计表", "民主评议结果登记表"]
    due, signed = letters.total(pl.col("due")), letters.total(pl.col("signed"))
    lost = 20 * steps_lost(due - signed, due, 1) + 50 * letters.missing("layer", ["部门", "班组", "职工"])
    brand = [documents.missing("name", [name]) for name in ("支部品牌方案", "劳模创新工作室方案")]
    return {
        "B-04": Criterion(100, point(100 - 50 * documents.missing("name", duty))),
        "B-07": Criterion(150, point(150 - 50 * documents.missing("name", rules))),
        "B-09": Criterion(150, point(150 - 75 * reduce(add, brand))),
        "C-01": Criterion(200, point(200 - 50 * documents.missing("name", safety))),
        "C-02": Criterion(200, point(pl.when(due > 0).then(left(200, lost)).otherwise(0))),
        "D-03": Criterion(100, point(gained(documents.missing("name", appraisal) == 0, 100))),
    }


def people(of: Tables) -> Section:
    """What is counted over applicants, pairs, contests, projects and incidents."""
    applicants, contests, projects = of["applicants"], of["contests"], of["projects"]
    talk_days = (pl.col("talked_on").fill_null(LAST) - pl.col("applied_on")).dt.total_days()
    proper = (talk_days <= 31) & ((pl.col("stage") == "入党申请人") | pl.col("contacts").is_between(1, 2))
    all_applicants, members = applicants.all(), pl.col("members")
    activists = applicants.number(pl.col("stage").is_in(["入党积极分子", "发展对象"]))
    beyond = 2 * (10 * activists - members)
    steps = beyond.clip(lower_bound=0) // members - (-beyond).clip(lower_bound=0) // members
    expected, took_part = contests.total(pl.col("expected")), contests.total(pl.col("took_part"))
    excellent = tiers(contests.total(pl.col("excellent")), took_part, [(50, 100)])
    begun, finished = projects.all(), projects.number(pl.col("finished_on").is_not_null())
    ratio = half_up(75 * begun.clip(upper_bound=2) * positive(begun) + 150 * finished, positive(begun))
    criticised = of["incidents"].number(pl.col("kind") == "组织生活通报批评")
    return {
        "A-12": Criterion(
            250, point(tiers(took_part, expected, [(100, 150), (90, 75)]) + excellent), applies=expected > 0
        ),
        "B-10": Criterion(300, point(ratio)),
        "B-12": Criterion(
            200, point(share(200, applicants.number(proper), all_applicants)), applies=all_applicants > 0
        ),
        "B-13": Criterion(150, point((100 + 50 * steps).clip(0, 150))),
        "D-05": Criterion(150, point(left(150, 75 * criticised))),
        **pairs(of["pairs"]),
    }


def pairs(of: Counted) -> Section:
    """What is counted over pairs."""
    kind, partner, done = pl.col("kind"), pl.col("partner").is_not_null(), pl.col("done")

    def three(name: str) -> list[pl.Expr]:
        return [of.number(kind == name), of.number((kind == name) & partner), of.number((kind == name) & done)]

    trained, trained_paired, trained_done = three("双向培养")
    taught, _, taught_done = three("师带徒")
    helped, helped_paired, _ = three("帮扶")
    apprentices = of.different("person", (kind == "师带徒") & partner)
    wanted = ((pl.col("teams") + 1) // 2).clip(lower_bound=1)
    layers = left(100, 50 * of.missing("partner", ["队长", "班长", "骨干"], kind == "帮扶"))
    return {
        "B-14": Criterion(200, point(tiers(trained_paired, trained, [(100, 100)]) + share(100, trained_done, trained))),
        "C-07": Criterion(250, point(gained(apprentices >= wanted, 100) + share(150, taught_done, taught))),
        "C-09": Criterion(200, point(share(100, helped_paired, helped) + layers), applies=helped > 0),
    }
