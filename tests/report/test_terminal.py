from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from wcwidth import wcswidth

from starcheck.language import LANGS, Lang, Title
from starcheck.model import LevelId, PartFinding, Standing
from starcheck.report import RENDERERS, Report, Style
from starcheck.report.levels import levels_ahead

from . import stories
from .builder import finding, level, points
from .stories import STORIES

WIDTHS = (60, 80, 120)
ANSI = re.compile(r"\x1b\[\d+m")

everywhere = pytest.mark.parametrize(
    ("name", "style"),
    [
        (name, Style(lang, width, color, verbose))
        for name, lang, width, color, verbose in product(STORIES, LANGS, WIDTHS, (False, True), (False, True))
    ],
)


def rendered(report: Report, style: Style | None = None) -> str:
    return RENDERERS["terminal"](report, style or Style("en"))


@pytest.mark.parametrize(("lang", "width", "verbose"), list(product(LANGS, WIDTHS, (False, True))))
def test_a_branch_between_two_stars_reads_as_recorded(
    golden: Callable[[str, str], None], lang: Lang, width: int, *, verbose: bool
) -> None:
    detail = "verbose" if verbose else "default"
    report = rendered(stories.between(), Style(lang, width, verbose=verbose))
    golden(f"report/between_{detail}_{width}_{lang}.txt", report)


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in STORIES for lang in LANGS if name != "between"])
def test_every_other_story_reads_as_recorded(golden: Callable[[str, str], None], name: str, lang: Lang) -> None:
    golden(f"report/{name}_{lang}.txt", rendered(STORIES[name](), Style(lang)))


@everywhere
def test_no_line_is_wider_than_the_page(name: str, style: Style) -> None:
    lines = ANSI.sub("", rendered(STORIES[name](), style)).splitlines()
    assert [line for line in lines if wcswidth(line) > style.width] == []


@everywhere
def test_no_line_ends_in_spaces(name: str, style: Style) -> None:
    lines = ANSI.sub("", rendered(STORIES[name](), style)).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


@everywhere
def test_what_is_not_there_is_never_printed_by_its_python_name(name: str, style: Style) -> None:
    assert not re.search(r"\b(None|NaN|nan|inf|True|False)\b|[{}]", rendered(STORIES[name](), style))


@everywhere
def test_the_rows_of_the_sum_add_up_to_the_score(name: str, style: Style) -> None:
    report = STORIES[name]()
    score = report.assessment.score
    assert score is not None
    _, rows, total = re.split(r"^-[- ]+\n", ANSI.sub("", rendered(report, style)), maxsplit=2, flags=re.MULTILINE)
    ends = 1 if _is_certain(rows) else 2
    sums = [sum(column) for column in zip(*(_numbers(row, ends) for row in rows.splitlines()), strict=True)]
    assert sums == _numbers(total.splitlines()[0], ends) == [score.low, score.high][:ends]


def _is_certain(rows: str) -> bool:
    return all(len(re.findall(r"  +[-+]?[\d.]+", row)) <= 2 for row in rows.splitlines())


def _numbers(row: str, ends: int) -> list[Decimal]:
    return [Decimal(word) for word in row.split()[-ends:]]


@everywhere
def test_the_count_of_outcomes_covers_every_criterion(name: str, style: Style) -> None:
    report = STORIES[name]()
    text = " ".join(ANSI.sub("", rendered(report, style)).split())
    found = re.search(r"(?:Criteria: |条款共 )(\d+)(?: 条：|, namely )(.*?)[.。]", text)
    assert found
    assert int(found[1]) == sum(map(int, re.findall(r"\d+", found[2]))) == len(report.assessment.findings)


def test_the_full_report_shows_every_criterion_once() -> None:
    report = stories.between()
    table = rendered(report, Style("en", verbose=True)).partition("Conditions of eligibility")[2]
    shown = re.findall(r"^([A-Z]-\d\d) ", table, flags=re.MULTILINE)
    assert shown == [finding.criterion for finding in report.assessment.findings]


@pytest.mark.parametrize("lang", LANGS)
def test_colour_is_off_unless_it_is_wanted(lang: Lang) -> None:
    assert "\x1b" not in rendered(stories.between(), Style(lang, verbose=True))


@pytest.mark.parametrize("lang", LANGS)
def test_colour_says_nothing_that_the_words_do_not_say(lang: Lang) -> None:
    coloured = rendered(stories.between(), Style(lang, color=True, verbose=True))
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == rendered(stories.between(), Style(lang, verbose=True))


def test_a_name_cannot_steer_the_terminal() -> None:
    report = stories.top()
    source = replace(report.assessment.provenance, branch_name="甲\x1b[2J\n乙\u202e丙")
    text = rendered(Report(replace(report.assessment, provenance=source)))
    assert text.startswith("甲\ufffd[2J 乙\ufffd丙: five stars, for certain.\n")


def test_a_branch_without_a_name_is_called_by_its_id() -> None:
    report = stories.top()
    source = replace(report.assessment.provenance, branch_name="")
    assert rendered(Report(replace(report.assessment, provenance=source))).startswith("B-017: five stars")


def test_gaps_come_in_the_order_of_the_points_at_stake_and_those_past_help_last() -> None:
    text = rendered(stories.between()).partition("Gaps that can still be closed")[2].partition("Open criteria")[0]
    closable, _, lost = text.partition("Gaps that stay in this period")
    order = [re.findall(r"^([A-Z]-\d\d) ", part, flags=re.MULTILINE) for part in (closable, lost)]
    assert order == [["A-02", "B-04", "B-02", "P-01", "A-01"], ["B-03"]]


def test_a_report_fits_an_empty_assessment() -> None:
    report = stories.top()
    empty = replace(report.assessment, findings=(), sections=())
    assert "Criteria: 0, namely 0 met" in rendered(Report(empty), Style("en", verbose=True))


def test_an_open_finding_that_gives_no_reason_counts_as_not_provided() -> None:
    study = finding("A-01", stories.STUDY, points("50", "51", most="60"))
    meetings = finding("B-01", stories.MEETINGS, points("40", most="40"))
    report = stories.two_sections(study, meetings, reached=level(5))
    assert "Open criteria: 1, worth 1: 1 not provided." in rendered(report)


@pytest.mark.parametrize(
    ("low", "high", "score", "ahead"),
    [
        (5, 5, "100", []),
        (4, 4, "85", [5]),
        (4, 5, "85", [5]),
        (3, 5, "75", [4, 5]),
        ("none", "none", "60", [3]),
        ("none", 4, "60", [3, 4]),
        ("none", "none", "95", [5]),
        ("not_eligible", 4, "85", [4]),
        ("not_eligible", "not_eligible", "95", []),
        ("not_rated", "not_rated", "95", []),
    ],
)
def test_the_levels_ahead_are_the_next_one_or_all_that_are_possible(
    low: LevelId, high: LevelId, score: str, ahead: list[LevelId]
) -> None:
    judged = replace(stories.top().assessment, level=level(low, high), score=points(score, most="100"))
    assert [info.id for info in levels_ahead(judged)] == ahead


def test_a_bar_to_every_level_is_told_at_the_top_even_without_a_level_ahead() -> None:
    answer, bar, *_ = rendered(stories.ineligible()).split("\n\n")
    assert answer.startswith("运维一支部: not eligible, for certain.")
    assert bar == "Eligibility: The branch is a year old (not met)."


def test_requirements_that_are_all_met_are_said_to_be() -> None:
    report = stories.vetoed()
    met = tuple(replace(check, outcome=Standing.CLEAR) for check in report.assessment.requires)
    assert "Requirements: all met." in rendered(Report(replace(report.assessment, requires=met)))


def test_a_requirement_brings_its_remedy() -> None:
    report = stories.vetoed()
    advised = tuple(replace(check, remedy=Title("补开", "Hold it")) for check in report.assessment.requires)
    assert "Remedy: Hold it" in rendered(Report(replace(report.assessment, requires=advised)))


def test_a_level_without_a_threshold_asks_for_no_points() -> None:
    report = stories.settled()
    levels = tuple(replace(info, at_least=None) for info in report.assessment.levels)
    block = rendered(Report(replace(report.assessment, levels=levels))).split("\n\n")[1]
    assert block == "To five stars:"


def test_a_part_that_is_open_shows_both_ends_even_where_its_criterion_is_settled() -> None:
    part = PartFinding("A-01/hours", Title("学时", "Hours"), points("1", "3", most="4"))
    study = finding("A-01", stories.STUDY, points("60", most="60"), parts=(part,))
    meetings = finding("B-01", stories.MEETINGS, points("40", most="40"))
    text = rendered(stories.two_sections(study, meetings, reached=level(5)), Style("en", verbose=True))
    assert re.search(r"^  Hours +4 +1 +3$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_very_narrow_terminal_still_gets_a_report(width: int) -> None:
    assert "100" in rendered(stories.top(), Style("zh", width, verbose=True))


def test_points_without_a_limit_are_told_without_one() -> None:
    report = stories.settled()
    assert report.assessment.score is not None
    unlimited = replace(report.assessment.score, max=None)
    text = rendered(Report(replace(report.assessment, score=unlimited)))
    assert "Points: 83.25 now, 84.75 possible.\n" in text
