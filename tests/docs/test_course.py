"""Every page of the course is a rule set that loads, gives what it says, and is refused as it says."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest
from wcwidth import wcswidth

from starcheck import assess, load_ruleset
from starcheck.errors import RuleSetError
from starcheck.insight.explain import explain
from starcheck.language import LANGS, Lang
from starcheck.report import Style
from starcheck.report.explanation import render_explanation
from tests.docs.course import PAGES, REFUSED, RULES, judged_by, labelled, written
from tests.docs.examples import given, promises
from tests.docs.pages import blocks


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_rules_give_what_they_say(page: Path, tmp_path: Path) -> None:
    (rules,) = labelled(page, RULES)
    loaded, ledger, period = judged_by(page, tmp_path)
    assessment = assess(loaded, ledger, period=period)
    promised = {promise.id: promise.gives for promise in promises(rules)}
    assert promised
    assert {promise.id: given(assessment, promise) for promise in promises(rules)} == promised


@pytest.mark.parametrize(("page", "lang"), list(product(PAGES, LANGS)), ids=lambda each: getattr(each, "stem", each))
def test_every_criterion_is_explained_within_the_width_of_the_page(page: Path, lang: Lang, tmp_path: Path) -> None:
    loaded, ledger, period = judged_by(page, tmp_path)
    for criterion in (criterion for group in loaded.ruleset.groups for criterion in group.criteria):
        words = render_explanation(explain(loaded, ledger, criterion.id, period, period.end), Style(lang, 80))
        assert criterion.id in words
        assert [line for line in words.splitlines() if wcswidth(line) > 80] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_mistakes_are_answered_as_the_page_says(page: Path, tmp_path: Path) -> None:
    fenced = sorted([*blocks(page, "yaml"), *blocks(page, "text")], key=lambda block: block.line)
    answers = [(block, answer) for block, answer in pairwise(fenced) if block.label == REFUSED]
    assert answers
    for block, answer in answers:
        file = written(page, tmp_path, block.text)
        with pytest.raises(RuleSetError) as raised:
            load_ruleset(file)
        told = [problem.say("en").replace(f"{file}:", "") for problem in raised.value.problems]
        assert told == answer.text.splitlines()
