"""Every overlay of docs/language/overlays.md loads, or is refused as the page says."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from starcheck.calendar import parse_period
from starcheck.errors import Problem, RuleSetError
from starcheck.rules.library import bundled_root
from starcheck.rules.load import load_ruleset
from starcheck.rules.load.verbs import VERBS
from tests.docs.examples import words
from tests.docs.pages import ROOT, Block, blocks

PAGE = ROOT / "docs" / "language" / "overlays.md"
HEAD = 'ruleset: five-star\nedition: "2025"\ntitle: 修订\neffective_from: 2025-01-01\nextends: five-star@2024\n'
EDITIONS = [block for block in blocks(PAGE, "yaml") if block.label == "edition"]
REFUSED = [
    (block, answer)
    for block, answer in pairwise(sorted([*blocks(PAGE, "yaml"), *blocks(PAGE, "text")], key=lambda each: each.line))
    if block.label == "refused"
]


def written(block: Block, folder: Path) -> Path:
    """The file of an overlay; one without a head gets one below, so that its lines stay where they are."""
    file = folder / "ruleset.yaml"
    head = "" if "extends:" in block.text else HEAD
    file.write_text(block.text + head, encoding="utf-8")
    return file


def told(problem: Problem, file: Path) -> str:
    """A problem as the page prints it: with line and column in the overlay, with the file elsewhere."""
    said = problem.say("en").replace(f"{file}:", "").replace(f"{bundled_root()}/", "")
    return re.sub(r"^(\S+\.yaml):\d+:\d+:", r"\1:…:", said)


@pytest.mark.parametrize("block", EDITIONS, ids=str)
def test_an_overlay_loads(block: Block, tmp_path: Path) -> None:
    loaded = load_ruleset(written(block, tmp_path))
    assert any(origin.steps for origin in loaded.origins())


@pytest.mark.parametrize(("block", "answer"), REFUSED, ids=str)
def test_an_overlay_is_refused_with_what_the_page_says(block: Block, answer: Block, tmp_path: Path) -> None:
    file = written(block, tmp_path)
    with pytest.raises(RuleSetError) as raised:
        load_ruleset(file)
    assert [told(problem, file) for problem in raised.value.problems] == answer.text.splitlines()


def test_every_verb_has_an_example() -> None:
    shown = {word for block in EDITIONS for word in words(yaml.safe_load(block.text))}
    assert set(VERBS) - shown == set()


def test_the_last_day_of_the_period_decides(tmp_path: Path) -> None:
    (block,) = (block for block in EDITIONS if "2025-07-01" in block.text)
    loaded = load_ruleset(written(block, tmp_path))
    for text, points in (("2025H1", 2), ("2025", 3)):
        period = parse_period(text)
        assert period is not None
        criterion = loaded.in_force(period.end).ruleset.sections[0].criteria[0]
        assert getattr(criterion.points, "value") == points  # noqa: B009 - a constant
