from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from wcwidth import wcswidth

from starcheck import Period, load_ledger, load_ruleset
from starcheck.insight.explain import Explanation, describe, explain
from starcheck.language import LANGS, Lang
from starcheck.report import Style
from starcheck.report.explanation import render_explanation
from tests.docs.course import PAGES, judged_by

SMALL = Path(__file__).parents[1] / "insight"
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
AUTUMN = date(2024, 9, 30)
CRITERIA = ("A-01", "A-02", "A-03", "A-04", "A-05", "A-06")
ANSI = re.compile(r"\x1b\[\d+m")


def explained(criterion: str, as_of: date = AUTUMN) -> Explanation:
    loaded = load_ruleset(SMALL / "small.yaml")
    return explain(loaded, load_ledger(SMALL / "small_ledger.yaml", loaded.ruleset), criterion, YEAR, as_of)


@pytest.fixture(scope="module", params=CRITERIA)
def explanation(request: pytest.FixtureRequest) -> Explanation:
    return explained(request.param)


@pytest.mark.parametrize(("criterion", "lang"), [(criterion, lang) for criterion in CRITERIA for lang in LANGS])
def test_an_explanation_reads_as_recorded(golden: Callable[[str, str], None], criterion: str, lang: Lang) -> None:
    golden(f"explanation/{criterion}_{lang}.txt", render_explanation(explained(criterion), Style(lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_marks_that_people_gave_are_shown_as_they_were_combined(
    golden: Callable[[str, str], None], lang: Lang, tmp_path: Path
) -> None:
    page = next(page for page in PAGES if page.stem == "ratings")
    loaded, ledger, period = judged_by(page, tmp_path)
    golden(f"explanation/ratings_{lang}.txt", render_explanation(explain(loaded, ledger, "A-01", period), Style(lang)))


@pytest.mark.parametrize(("lang", "width", "verbose"), list(product(LANGS, (60, 80, 120), (False, True))))
def test_no_line_is_wider_than_the_page_or_ends_in_spaces(
    explanation: Explanation, lang: Lang, width: int, *, verbose: bool
) -> None:
    lines = render_explanation(explanation, Style(lang, width, verbose=verbose)).splitlines()
    assert [line for line in lines if wcswidth(line) > width or line != line.rstrip()] == []


def test_the_arithmetic_ends_in_the_points_of_the_finding(explanation: Explanation) -> None:
    assert explanation.result is not None
    points = explanation.result.finding.points
    (total,) = re.findall(
        r"^Points of the criterion +(.*)$", render_explanation(explanation, Style("en")), re.MULTILINE
    )
    ends = dict.fromkeys((points.low, points.high))
    assert [float(each) for each in total.split()] == [float(end) for end in ends]


@pytest.mark.parametrize("lang", LANGS)
def test_colour_says_nothing_that_the_words_do_not_say(explanation: Explanation, lang: Lang) -> None:
    coloured = render_explanation(explanation, Style(lang, color=True))
    assert ANSI.sub("", coloured) == render_explanation(explanation, Style(lang))


def test_without_a_ledger_only_the_rule_is_told() -> None:
    text = render_explanation(describe(load_ruleset(SMALL / "small.yaml"), "A-02"), Style("en"))
    assert text.startswith("A-02 Every month\n大项, points: 6.\n\n  Measured: every month")
    assert "Arithmetic" not in text
    assert "Ledger" not in text


def test_records_of_other_kinds_are_counted_and_shown_on_demand() -> None:
    short = render_explanation(explained("A-01"), Style("en"))
    assert "Records of other kinds, not shown: 2." in short
    assert "2024-05-01" not in short
    full = render_explanation(explained("A-01"), Style("en", verbose=True))
    assert "not shown" not in full
    assert "2024-05-01" in full


def test_fields_that_do_not_fit_beside_one_another_stand_beneath_the_date() -> None:
    text = render_explanation(explained("A-01"), Style("en", 40))
    assert "2024-02-05            counted\n  sort lecture,\n    attended 9,\n    proof accepted\n" in text


def test_what_does_not_apply_shows_no_tables() -> None:
    text = render_explanation(explained("A-05"), Style("en"))
    assert "Branch: has groups no." in text
    assert "Looked at" not in text
    assert "Figures" not in text
