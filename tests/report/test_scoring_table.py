from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from wcwidth import wcswidth

from starcheck.errors import InputError
from starcheck.language import LANGS, Lang
from starcheck.report import Style
from starcheck.report.scoring_table import render_ruleset
from starcheck.rules.library import BundledRuleSet, bundled, find
from starcheck.rules.load import Loaded, load_ruleset

WIDTHS = (60, 80, 100, 120)
ANSI = re.compile(r"\x1b\[\d+m")

everywhere = pytest.mark.parametrize(("lang", "width"), list(product(LANGS, WIDTHS)))


@pytest.fixture(scope="module")
def five_star() -> Loaded:
    return load_ruleset(find("five-star@2024"))


@pytest.mark.parametrize(("lang", "width"), [("zh", 80), ("en", 100)])
def test_the_five_star_standard_reads_as_recorded(
    golden: Callable[[str, str], None], five_star: Loaded, lang: Lang, width: int
) -> None:
    golden(f"report/scoring_table_{lang}_{width}.txt", render_ruleset(five_star, Style(lang, width)))


@everywhere
def test_no_line_is_wider_than_the_page(five_star: Loaded, lang: Lang, width: int) -> None:
    lines = render_ruleset(five_star, Style(lang, width)).splitlines()
    assert [line for line in lines if wcswidth(line) > width] == []


@everywhere
def test_no_line_ends_in_spaces(five_star: Loaded, lang: Lang, width: int) -> None:
    lines = render_ruleset(five_star, Style(lang, width)).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


@everywhere
def test_every_criterion_stands_once_with_its_points(five_star: Loaded, lang: Lang, width: int) -> None:
    text = render_ruleset(five_star, Style(lang, width)).partition("V-01")[0]
    shown = re.findall(r"^([A-Z]-\d\d) .* (\d+(?:\.\d+)?)$", text, flags=re.MULTILINE)
    criteria = [criterion for group in five_star.ruleset.groups for criterion in group.criteria]
    assert [name for name, _ in shown] == [criterion.id for criterion in criteria]
    assert sum(float(points) for name, points in shown if not name.startswith("X")) == 100


def test_colour_says_nothing_that_the_words_do_not_say(five_star: Loaded) -> None:
    coloured = render_ruleset(five_star, Style("zh", color=True))
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == render_ruleset(five_star, Style("zh"))


def test_one_section_is_shown_alone(five_star: Loaded) -> None:
    text = render_ruleset(five_star, Style("en"), section="bonus")
    assert re.findall(r"^([A-Z]-\d\d) ", text, flags=re.MULTILINE) == ["X-01", "X-02", "X-03"]
    assert "Vetoes" not in text
    assert "digest " + five_star.digest[:12] in text


def test_a_section_that_is_not_there_is_a_problem_with_the_nearest_name(five_star: Loaded) -> None:
    with pytest.raises(InputError) as raised:
        render_ruleset(five_star, Style("en"), section="bonus1")
    (problem,) = raised.value.problems
    assert problem.say("en").endswith("There is no section “bonus1”. Did you mean “bonus”?")


def test_derived_fields_are_explained(five_star: Loaded) -> None:
    terms = render_ruleset(five_star, Style("zh", 120)).partition("\n名词\n")[2]
    derived = [
        field.label.zh
        for table in five_star.ruleset.tables.values()
        for field in table.fields.values()
        if field.derived is not None
    ]
    assert derived
    assert [label for label in derived if f"的{label}：" not in terms] == []


@pytest.mark.parametrize("bundle", bundled(), ids=lambda bundle: bundle.reference)
@pytest.mark.parametrize("lang", LANGS)
def test_every_bundled_standard_reads_back_whole_and_fits(lang: Lang, bundle: BundledRuleSet) -> None:
    loaded = load_ruleset(bundle.path)
    lines = render_ruleset(loaded, Style(lang, 80)).splitlines()
    criteria = [criterion.id for group in loaded.ruleset.groups for criterion in group.criteria]
    assert [criterion for criterion in criteria if not any(line.startswith(f"{criterion} ") for line in lines)] == []
    assert [line for line in lines if wcswidth(line) > 80] == []
