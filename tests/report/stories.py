"""Branches whose reports the tests read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from starcheck.language import Text, Title
from starcheck.model import (
    Check,
    Consequence,
    Finding,
    Gap,
    LevelRange,
    Line,
    NotSeen,
    Outcome,
    PartFinding,
    Publicity,
    Quantity,
    Reason,
    Standing,
)
from starcheck.report import Report

from .builder import (
    LEVELS,
    OWN,
    PERIOD,
    REGULATION,
    assessment,
    certain,
    finding,
    gap,
    level,
    points,
    said,
    section,
    share,
)

POLITICS = Title("思想政治", "Political work")
LIFE = Title("组织生活", "Organisational life")
SERVICE = Title("围绕中心、服务生产", "Service to production")
BONUS = Title("加分项", "Bonus")
MINUS = Title("扣分项", "Deductions")

STUDY = Title("党员年度集中学习不少于 32 学时", "At least 32 hours of study a year for every member")
PLAN = Title("年度工作计划质量", "Quality of the yearly plan")
MEETINGS = Title("支部党员大会每季度召开一次", "A general meeting every quarter")
THEME_DAYS = Title(
    "每月开展一次主题党日，固定时间、主题明确、记录完整",
    "A theme day every month, on a fixed day, with a clear subject and full records",
)
ATTENDANCE = Title("组织生活参加率", "Attendance at organisational life")
DUES = Title(
    "党费按月足额收缴、专账管理、按时公示",
    "Dues collected in full each month, kept in an account of their own, published on time",
)
GROUPS = Title("党小组会每月召开", "Group meetings every month")
TALKS = Title("谈心谈话覆盖全体党员", "Talks with every member")
HONOURS = Title("获上级表彰", "Commended by a higher body")
NOTICES = Title("受到通报批评", "Criticised in a circular")

NO_STAR = said("不予评定星级", "no star")
ACCIDENT = Title("发生责任安全事故", "An accident for which the branch answers")
ONE_YEAR_OLD = Title("支部成立满一年", "The branch is a year old")
ON_TIME = Title("支部党员大会按期召开", "General meetings held on time")


def between() -> Report:
    """Four or five stars, on 31 October: every block has something to say."""
    findings = (
        finding(
            "A-01",
            STUDY,
            points("9.50", most="12.00"),
            quantities=(
                Quantity(
                    "value", Fraction(83, 3), Fraction(83, 3), "number", "学时", detail=(Fraction(664), Fraction(24))
                ),
            ),
            target=32,
            basis=REGULATION,
            evidence=("学习记录", "签到表"),
        ),
        finding(
            "A-02",
            PLAN,
            points("20.00", "22.00", most="24.00"),
            reason=Reason.AWAITING_REVIEWER,
            basis=None,
            parts=(
                PartFinding("A-02/clarity", Title("目标清楚", "Clear aims"), points("10.00", most="12.00")),
                PartFinding("A-02/measures", None, points("10.00", "12.00", most="12.00")),
            ),
        ),
        finding(
            "B-01",
            MEETINGS,
            points("4.00", most="4.00"),
            quantities=(certain("covered", 4), certain("missing_periods", 0)),
            basis=REGULATION,
        ),
        finding(
            "B-02",
            THEME_DAYS,
            points("2.00", "3.00", most="5.00"),
            reason=Reason.NOT_YET_DUE,
            quantities=(Quantity("missing_periods", Fraction(2), Fraction(4), "number"),),
            basis=REGULATION,
        ),
        finding(
            "B-03",
            ATTENDANCE,
            points("11.00", most="12.00"),
            quantities=(share(18999, 20000),),
            target=Fraction(95, 100),
        ),
        finding(
            "B-04",
            DUES,
            points("0.00", "4.00", most="4.00"),
            reason=Reason.UNKNOWN,
            quantities=(Quantity("value", None, None, "percent", defined=None),),
            target=1,
        ),
        finding("B-05", GROUPS, points("0.00", most="0.00"), outcome=Outcome.NOT_APPLICABLE, basis=REGULATION),
        finding("C-01", TALKS, points("36.00", most="36.00"), quantities=(share(24, 24),), target=1),
        finding(
            "P-01",
            HONOURS,
            points("3.00", "6.00"),
            reason=Reason.UNKNOWN,
            quantities=(Quantity("value", Fraction(1), None, "number", "项"),),
        ),
        finding("M-01", NOTICES, points("-0.50", most="0.00"), outcome=Outcome.PARTLY_MET),
    )
    sections = (
        section("A", POLITICS, findings, line("cap", said("封顶 31 分", "Cap at 31"), "0.00", "-0.50"), most="36.00"),
        section(
            "B",
            LIFE,
            findings,
            line("scaling", said("按 25 分折算为 28 分", "Scaled from 25 to 28"), "2.04", "2.64"),
            most="28.00",
        ),
        section("C", SERVICE, findings, most="36.00"),
        section(
            "P", BONUS, findings, line("cap", said("封顶 5 分", "Cap at 5"), "0.00", "-1.00"), most="5.00", kind="pool"
        ),
        section("M", MINUS, findings, most="0.00", kind="pool"),
    )
    judged = assessment(
        findings,
        sections,
        level(4, 5),
        lines=(line("rounding", said("取到 0.1 分", "Rounded to 0.1"), "-0.04", "-0.04"),),
        vetoes=(
            Check("V-01", ACCIDENT, Standing.CLEAR, NO_STAR),
            Check(
                "V-02",
                Title("党员受到党纪政务处分", "A member under Party discipline"),
                Standing.OPEN,
                said("最高评三星级", "three stars at most"),
                OWN,
            ),
        ),
        eligibility=(Check("E-01", ONE_YEAR_OLD, Standing.CLEAR, NO_STAR),),
        requires=(
            Check(
                "R-01",
                Title("组织生活得分率不低于 80%", "Organisational life at 80% or more"),
                Standing.OPEN,
                NO_STAR,
                level=5,
            ),
            Check("R-02", ON_TIME, Standing.CLEAR, NO_STAR, level=5),
        ),
        not_seen=NotSeen(after_as_of=3, outside_period=12),
        as_of=date(2024, 10, 31),
    )
    return Report(judged, _gaps(findings))


def _gaps(findings: tuple[Finding, ...]) -> tuple[Gap, ...]:
    of = {each.criterion: each for each in findings}
    return (
        gap(
            of["A-01"],
            lost="2.50",
            shortfall=(said("人均还差 4.33… 学时", "4.33… hours each"),),
            due_by=PERIOD[1],
            remedy=Title(
                "安排一次集中学习，并为请假党员补课、登记学时。",
                "Hold one more study day; let those who were away catch up.",
            ),
        ),
        gap(of["A-02"], lost="2.00", open_="2.00", shortfall=(said("评审打分", "a reviewer's mark"),)),
        gap(
            of["B-02"],
            lost="2.00",
            open_="1.00",
            shortfall=("2024-03", "2024-07"),
            due_by=PERIOD[1],
            remedy=Title(
                "十一月、十二月按期开展主题党日；已过去的月份不能补。",
                "Hold the theme days of November and December on time; a month that is over cannot be made up for.",
            ),
        ),
        gap(
            of["B-03"],
            lost="1.00",
            recoverable=False,
            remedy=Title("今后提前三天通知会议。", "Announce meetings three days ahead."),
        ),
        gap(
            of["B-04"],
            open_="4.00",
            shortfall=(said("分表“党费收缴”", "the table “dues”"),),
            remedy=Title("在台账中补上全年党费收缴记录。", "Add this year's dues to the ledger."),
        ),
        gap(
            of["P-01"],
            open_="3.00",
            shortfall=(said("第二项表彰的证书", "the certificate of the second commendation"),),
        ),
    )


def top() -> Report:
    """Five stars for certain, nothing open."""
    hours = certain("value", 36, unit="学时")
    return two_sections(
        finding("A-01", STUDY, points("60", most="60"), quantities=(hours,), target=32, basis=REGULATION),
        finding("B-01", MEETINGS, points("40", most="40"), basis=REGULATION),
        reached=level(5),
    )


def settled() -> Report:
    """Four stars for certain, although a few points are open."""
    return two_sections(
        finding("A-01", STUDY, points("50", "51.5", most="60"), reason=Reason.UNKNOWN),
        finding("B-01", MEETINGS, points("33.25", most="40")),
        reached=level(4),
    )


def vetoed() -> Report:
    """Points for five stars, yet none: a veto bars the way, as does a requirement."""
    return two_sections(
        finding("A-01", STUDY, points("58.5", most="60"), basis=REGULATION),
        finding("B-01", MEETINGS, points("36", "37", most="40"), reason=Reason.NOT_YET_DUE),
        reached=level("none"),
        vetoes=(
            Check(
                "V-01",
                ACCIDENT,
                Standing.TRIGGERED,
                NO_STAR,
                REGULATION,
                Title("查清原因，落实整改，下一期重新申报。", "Find the cause, put it right, apply again next period."),
            ),
        ),
        requires=(Check("R-01", ON_TIME, Standing.TRIGGERED, NO_STAR, level=5),),
    )


def ineligible() -> Report:
    """Too young to be rated."""
    return two_sections(
        finding("A-01", STUDY, points("12", most="60")),
        finding("B-01", MEETINGS, points("0", most="40")),
        reached=level("not_eligible"),
        eligibility=(
            Check("E-01", ONE_YEAR_OLD, Standing.TRIGGERED, said("本期不参评", "it does not take part"), OWN),
        ),
    )


def hole() -> Report:
    """A score between two levels, of which the standard says nothing."""
    return two_sections(
        finding("A-01", STUDY, points("49.5", most="60")),
        finding("B-01", MEETINGS, points("40", most="40")),
        reached=level(4, 5),
    )


def climbing() -> Report:
    """Commended by a higher body, held back by its last level: what a level says, and what follows."""
    report = two_sections(
        finding("A-01", STUDY, points("50", most="60")),
        finding("B-01", MEETINGS, points("40", most="40")),
        reached=level(3, 4),
    )
    four = replace(
        LEVELS[1],
        label=Title("先进支部", "advanced branch"),
        approved_by=Title("上级党委", "the higher committee"),
        publicity=Publicity(5, "working_days"),
        valid_until=date(2026, 12, 31),
        quota=said("不超过参评支部的 30%", "at most 30% of the branches that are rated"),
    )
    commended = said("不论得分，直接评为四星级", "four stars directly, whatever the points")
    limit = said("最高评三星级，也可能是四星级", "three stars at most, perhaps four stars")
    funds = Quantity("amount", Fraction(110), Fraction(220), "number", "元")
    return Report(
        replace(
            report.assessment,
            levels=(replace(LEVELS[0], at_least=None, by_rank=True), four, LEVELS[2]),
            direct=(
                Check("D-01", HONOURS, Standing.TRIGGERED, commended, OWN),
                Check("D-02", ON_TIME, Standing.CLEAR, commended, OWN),
            ),
            ladder=Check("ladder", Title("逐级晋升", "Rising step by step"), Standing.OPEN, limit, OWN),
            consequences=(
                Consequence("Q-01", Title("党建经费按 110% 兑现", "Funds at 110 %"), Standing.OPEN, funds, OWN),
                Consequence("Q-02", Title("约谈书记", "A talk with the secretary"), Standing.CLEAR, None),
            ),
        )
    )


def ranked() -> Report:
    """Four stars by points; five are given by rank."""
    report = hole()
    by_rank = replace(LEVELS[0], at_least=None, by_rank=True, quota=said("10 个支部", "10 branches"))
    return Report(replace(report.assessment, levels=(by_rank, *LEVELS[1:])))


def two_sections(
    first: Finding,
    second: Finding,
    *,
    reached: LevelRange,
    vetoes: tuple[Check, ...] = (),
    eligibility: tuple[Check, ...] = (),
    requires: tuple[Check, ...] = (),
) -> Report:
    findings = (first, second)
    sections = (section("A", POLITICS, findings, most="60"), section("B", LIFE, findings, most="40"))
    return Report(assessment(findings, sections, reached, vetoes=vetoes, eligibility=eligibility, requires=requires))


def line(kind: Literal["scaling", "cap", "floor", "rounding"], words: Text, low: str, high: str) -> Line:
    return Line(kind, words, Decimal(low), Decimal(high))


STORIES: dict[str, Callable[[], Report]] = {
    story.__name__: story for story in (between, top, settled, vetoed, ineligible, hole, climbing, ranked)
}
