"""The scoring table as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from starcheck.report.markdown import MarkdownPage
from starcheck.report.request import Style
from starcheck.report.scoring_table import render_ruleset
from starcheck.rules.library import BundledRuleSet, bundled, find
from starcheck.rules.load import load_ruleset

if TYPE_CHECKING:
    from starcheck.language import Lang

ENDLESS = 100_000
MARKUP = re.compile(r"<br>|&emsp;|\*\*|\\|^\s*- |^#+ |---:|\||-{2,}", flags=re.MULTILINE)


def characters(text: str) -> Counter[str]:
    """What is said, without how and where it is laid out."""
    return Counter(re.sub(r"\s", "", MARKUP.sub("", text)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("bundle", bundled(), ids=lambda bundle: bundle.reference)
def test_markdown_says_what_the_terminal_says(bundle: BundledRuleSet, lang: Lang) -> None:
    loaded, style = load_ruleset(bundle.path), Style(lang, width=ENDLESS)
    assert characters(render_ruleset(loaded, style, kind=MarkdownPage)) == characters(render_ruleset(loaded, style))


def test_a_criterion_is_a_row_and_a_section_a_heading() -> None:
    text = render_ruleset(load_ruleset(find("farm-bank")), Style("zh"), kind=MarkdownPage)
    assert text.startswith("# 农商行党支部评星定级\n\n")
    assert "\n## review 民主测评（100 分、权重 20%）\n\n| 条款 | 满分 |\n| --- | ---: |\n| **B-01 " in text
    assert "\n\n\n" not in text


def test_what_markdown_would_take_for_its_own_is_escaped() -> None:
    assert MarkdownPage(Style("en")).paragraph("a|b *c* <d> [e]_f") == [r"a\|b \*c\* \<d\> \[e\]\_f", ""]
