"""Sections within sections, sheets, and pools beside the score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from starcheck.language import LANGS, Lang, Title
from starcheck.model import Finding, Line, SectionScore, Sheet, Standing
from starcheck.report import RENDERERS, Report, Style
from starcheck.report.blocks.sums import summands

from . import stories
from .builder import assessment, finding, level, points, said, section

YEAR, BASE, WORK = (
    Title("年度考核", "Yearly assessment"),
    Title("基础工作", "Basic work"),
    Title("中心工作", "Main tasks"),
)
VOTE = Title("民主测评", "Appraisal")


def line(zh: str, en: str, low: str, of: str) -> Line:
    return Line("weight", said(zh, en), Decimal(low), Decimal(low), of)


def inner(name: str, title: Title, findings: tuple[Finding, ...], weight: str) -> SectionScore:
    return replace(section(name, title, findings, most="100.00"), within="Y", weight=Decimal(weight))


def weighted() -> Report:
    """80 of 100 points at 60 %, 50 of 100 at 40 %; both at 80 % beside an appraisal."""
    findings = (
        finding("B-01", stories.STUDY, points("80.00", most="100.00")),
        finding("W-01", stories.PLAN, points("50.00", most="100.00")),
        finding("V-01", stories.MEETINGS, points("9.00", most="10.00")),
    )
    lines = (
        line("基础工作按权重 60% 计入", "Basic work counted by its weight, 60%", "-32.00", "B"),
        line("中心工作按权重 40% 计入", "Main tasks counted by its weight, 40%", "-30.00", "W"),
    )
    year = SectionScore("Y", YEAR, "section", points("68.00", most="100.00"), lines, weight=Decimal("0.8"))
    vote = replace(section("V", VOTE, findings, most="10.00"), weight=Decimal("0.2"))
    total = (
        line("年度考核按权重 80% 计入", "Yearly assessment counted by its weight, 80%", "-13.60", "Y"),
        line("民主测评按权重 20% 计入", "Appraisal counted by its weight, 20%", "9.00", "V"),
    )
    parts = inner("B", BASE, findings, "0.6"), inner("W", WORK, findings, "0.4")
    report = assessment(findings, (year, *parts, vote), level(3), lines=total)
    return Report(replace(report, score=points("72.40", most="100.00")))


def sheets() -> Report:
    """One sheet that is passed, one that is open, no total."""
    findings = (
        finding("B-01", stories.STUDY, points("85.00", most="100.00")),
        finding("W-01", stories.PLAN, points("40.00", "90.00", most="100.00")),
    )
    parts = (
        replace(section("B", BASE, findings, most="100.00"), sheet=Sheet("80", Standing.CLEAR)),
        replace(section("W", WORK, findings, most="100.00"), sheet=Sheet("80%", Standing.OPEN)),
    )
    levels = tuple(replace(info, at_least=None) for info in stories.settled().assessment.levels)
    return Report(replace(assessment(findings, parts, level(3, 4)), score=None, levels=levels))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("story", [weighted, sheets], ids=lambda story: story.__name__)
def test_a_tree_of_sections_reads_as_recorded(
    golden: Callable[[str, str], None], story: Callable[[], Report], lang: Lang
) -> None:
    text = RENDERERS["terminal"](story(), Style(lang, verbose=True))
    golden(f"report/{story.__name__}_{lang}.txt", text)


def test_the_rows_of_a_tree_add_up_to_the_score() -> None:
    shown = [part for part in summands(weighted().assessment) if part.show(part.earned.low)]
    assert sum(part.earned.low for part in shown) == Decimal("72.40")


def test_a_pool_beside_the_score_is_told_apart_from_it() -> None:
    story = stories.settled().assessment
    aside = replace(story.sections[-1], id="aside", kind="pool", counts=False)
    report = Report(replace(story, sections=(*story.sections, aside)))
    assert list(summands(report.assessment)) == list(summands(story))
    assert "Beside the score: " in RENDERERS["terminal"](report, Style("en"))
