"""The pages of the course: each a rule set, a ledger, and what is refused."""

from __future__ import annotations

from pathlib import Path

import yaml

from starcheck import Period, assess, load_ledger, load_ruleset, parse_period
from starcheck.ledger import Ledger
from starcheck.model import Assessment
from starcheck.rules.load import Loaded
from tests.docs.examples import judged_together
from tests.docs.pages import ROOT, Block, blocks

RULES, LEDGER, OTHERS, REFUSED, LINTED = "rules", "ledger", "others", "refused", "linted"
LEDGER_FILE = "ledger.yaml"
HEAD = {
    "ruleset": "ruleset: course",
    "edition": 'edition: "1"',
    "title": "title: 示例",
    "effective_from": "effective_from: 2024-01-01",
    "not_applicable": "not_applicable: {exclude: section}",
    "include": "include: [rules.yaml]",
    "levels": "levels: [{id: 1, title: 合格, at_least: 1}]",
}
"""What every rule set needs, by its key; a page may say it otherwise."""
BRANCH = "  branch: {label: 支部概况, fields: {}}"


def labelled(page: Path, label: str) -> list[Block]:
    """The blocks of a page with a label."""
    return [block for block in blocks(page, "yaml") if block.label == label]


PAGES = [page for page in sorted((ROOT / "docs" / "language").glob("*.md")) if labelled(page, RULES)]


def written(page: Path, folder: Path, refused: str = "") -> Path:
    """The rule set of a page; what is refused comes first, so that its lines stay where they are."""
    (rules,) = labelled(page, RULES)
    raw = yaml.safe_load(rules.text)
    stated = {*raw, *(yaml.safe_load(refused) or {})}
    head = {**HEAD, "points": f"points: {sum(section['points'] for section in raw['sections'])}"}
    lines = [refused.rstrip(), *(line for key, line in head.items() if key not in stated)]
    if "branch" not in raw.get("tables", {}):
        lines.insert(1, BRANCH if "tables" in (yaml.safe_load(refused) or {}) else f"tables:\n{BRANCH}")
    (folder / "rules.yaml").write_text(rules.text, encoding="utf-8")
    file = folder / "ruleset.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def judged_by(page: Path, folder: Path) -> tuple[Loaded, Ledger, Period]:
    """The rule set of a page, its ledger and its period."""
    (text,) = (block.text for block in labelled(page, LEDGER))
    loaded, file = load_ruleset(written(page, folder)), folder / LEDGER_FILE
    file.write_text(text, encoding="utf-8")
    period = parse_period(yaml.safe_load(text)["period"])
    assert period is not None
    return loaded, load_ledger(file, loaded.ruleset), period


def assessed_by(page: Path, folder: Path) -> Assessment:
    """The branch of a page, judged alone or together with the others that the page names."""
    loaded, ledger, period = judged_by(page, folder)
    for others in labelled(page, OTHERS):
        return judged_together(loaded, folder / LEDGER_FILE, others.text)
    return assess(loaded, ledger, period=period)
