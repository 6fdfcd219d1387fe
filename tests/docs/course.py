"""The pages of the course: each a rule set, a ledger, and what is refused."""

from __future__ import annotations

from pathlib import Path

import yaml

from starcheck import Period, load_ledger, load_ruleset, parse_period
from starcheck.ledger import Ledger
from starcheck.rules.load import Loaded
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


def judged_by(page: Path, folder: Path) -> tuple[Loaded, Ledger, Period]:
    """The rule set of a page, its ledger and its period."""
    (text,) = (block.text for block in labelled(page, LEDGER))
    loaded, file = load_ruleset(written(page, folder)), folder / "ledger.yaml"
    file.write_text(text, encoding="utf-8")
    period = parse_period(yaml.safe_load(text)["period"])
    assert period is not None
    return loaded, load_ledger(file, loaded.ruleset), period
