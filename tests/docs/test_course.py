"""Every page of the course is a rule set that loads, gives what it says, and is refused as it says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from starcheck import assess, load_ledger, load_ruleset, parse_period
from starcheck.errors import RuleSetError
from tests.docs.examples import given, promises
from tests.docs.pages import ROOT, Block, blocks

RULES, LEDGER, REFUSED = "rules", "ledger", "refused"
HEAD = """
ruleset: course
edition: "1"
title: 示例
effective_from: 2024-01-01
not_applicable: {exclude: section}
include: [rules.yaml]
levels: [{id: 1, title: 合格, at_least: 1}]
"""
BRANCH = "tables: {branch: {label: 支部概况, fields: {}}}\n"


def labelled(page: Path, label: str) -> list[Block]:
    """The blocks of a page with a label."""
    return [block for block in blocks(page, "yaml") if block.label == label]


PAGES = [page for page in sorted((ROOT / "docs" / "language").glob("*.md")) if labelled(page, RULES)]


def written(page: Path, folder: Path, refused: str = "") -> Path:
    """The rule set of a page; what is refused comes first, so that its lines stay where they are."""
    (rules,) = labelled(page, RULES)
    raw = yaml.safe_load(rules.text)
    head = HEAD + f"points: {sum(section['points'] for section in raw['sections'])}\n"
    (folder / "rules.yaml").write_text(rules.text, encoding="utf-8")
    if "branch" not in raw["tables"] and "tables:" not in refused:
        head += BRANCH
    elif "branch" not in raw["tables"]:
        refused = refused.rstrip() + "\n  branch: {label: 支部概况, fields: {}}\n"
    file = folder / "ruleset.yaml"
    file.write_text(refused + head, encoding="utf-8")
    return file


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_rules_give_what_they_say(page: Path, tmp_path: Path) -> None:
    (rules,), (ledger,) = labelled(page, RULES), labelled(page, LEDGER)
    loaded, file = load_ruleset(written(page, tmp_path)), tmp_path / "ledger.yaml"
    file.write_text(ledger.text, encoding="utf-8")
    period = parse_period(yaml.safe_load(ledger.text)["period"])
    assert period is not None
    assessment = assess(loaded, load_ledger(file, loaded.ruleset), period=period)
    promised = {promise.id: promise.gives for promise in promises(rules)}
    assert promised
    assert {promise.id: given(assessment, promise) for promise in promises(rules)} == promised


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
