"""Every page of the course is a rule set that loads, gives what it says, and is refused as it says."""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from wcwidth import wcswidth

from starcheck import load_ruleset
from starcheck.errors import RuleSetError
from starcheck.insight.explain import explain
from starcheck.language import LANGS, Lang
from starcheck.report import Style
from starcheck.report.explanation import render_explanation
from starcheck.rules.lint import lint
from tests.docs.course import LINTED, PAGES, REFUSED, RULES, assessed_by, judged_by, labelled, written
from tests.docs.examples import given, promises
from tests.docs.pages import Block, blocks

MISSING = re.compile(r": missing-(basis|remedy):")
"""What an example does not say for the sake of brevity."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_rules_give_what_they_say(page: Path, tmp_path: Path) -> None:
    (rules,) = labelled(page, RULES)
    assessment = assessed_by(page, tmp_path)
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


def answers(page: Path, label: str) -> list[tuple[Block, list[str]]]:
    """The examples of a page with a label, each with the lines that answer it."""
    fenced = sorted([*blocks(page, "yaml"), *blocks(page, "text")], key=lambda block: block.line)
    return [(block, answer.text.splitlines()) for block, answer in pairwise(fenced) if block.label == label]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_mistakes_are_answered_as_the_page_says(page: Path, tmp_path: Path) -> None:
    assert answers(page, REFUSED) + answers(page, LINTED)
    for block, answer in answers(page, REFUSED):
        file = written(page, tmp_path, block.text)
        with pytest.raises(RuleSetError) as raised:
            load_ruleset(file)
        told = [problem.say("en").replace(f"{file}:", "") for problem in raised.value.problems]
        assert [line.replace(f"{file.parent}/", "") for line in told] == answer


@pytest.mark.parametrize("page", [page for page in PAGES if labelled(page, LINTED)], ids=lambda page: page.stem)
def test_lint_says_what_the_page_says(page: Path, tmp_path: Path) -> None:
    for block, answer in answers(page, LINTED):
        file = written(page, tmp_path, block.text)
        loaded = load_ruleset(file)
        found = [
            finding.say("en").replace(f"{file}:", "")
            for finding in lint(loaded.ruleset, loaded.place, key_place=loaded.key_place)
            if finding.place.source == str(file) and (finding.place.line or 0) <= block.text.count("\n")
        ]
        assert [line for line in found if not MISSING.search(line)] == answer
