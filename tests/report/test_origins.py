from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import InputError
from starcheck.language import Lang
from starcheck.report.origins import render_origins
from starcheck.report.request import Style
from starcheck.report.scoring_table import render_ruleset
from starcheck.rules.load import load_ruleset
from tests.rules.load.small import BASE, load_over

CHANGES = """
measures:
  monthly: {coverage: meetings, every: month}
changes:
  - {reweight: A-01, points: 5}
  - {retitle: A-01, title: 到会}
  - add: {id: A-03, title: 新条, points: 1, score: {judged: [0, 1]}}
    after: A-01
  - {move: A-02, before: A-01}
"""


def lines(folder: Path, lang: Lang, section: str | None = None) -> list[str]:
    text = render_origins(load_over(folder, CHANGES), Style(lang), section=section)
    return text.replace(f"{folder}/", "").splitlines()


def test_every_part_stands_beside_its_place_and_history(tmp_path: Path) -> None:
    assert [line.split(maxsplit=2) for line in lines(tmp_path, "en", "A")] == [
        ["A", "base.yaml:59:5", "taken over"],
        ["A-02", "base.yaml:71:9", "moved, ruleset.yaml:14:5"],
        ["A-01", "base.yaml:63:9", "reweighted, ruleset.yaml:10:5, retitled, ruleset.yaml:11:5"],
        ["A-03", "ruleset.yaml:12:5", "added"],
    ]


def test_names_stand_with_their_way_and_in_order(tmp_path: Path) -> None:
    found = lines(tmp_path, "zh")
    assert [line.split()[0] for line in found[:3]] == ["points", "not_applicable", "constants.good"]
    (monthly,) = (line for line in found if line.startswith("measures.monthly "))
    assert monthly.split()[1:] == ["ruleset.yaml:8:3", "替换"]


def test_a_rule_set_that_stands_alone_has_places_only() -> None:
    text = render_origins(load_ruleset(BASE), Style("en"), section="B")
    assert [line.split() for line in text.splitlines()] == [
        ["B", f"{BASE}:79:5"],
        ["B-01", f"{BASE}:83:9"],
        ["B-02", f"{BASE}:90:9"],
    ]


def test_the_origins_of_an_unknown_section_are_refused() -> None:
    with pytest.raises(InputError, match=r"There is no section “bonnus”\. Did you mean “bonus”\?"):
        render_origins(load_ruleset(BASE), Style("en"), section="bonnus")


def test_the_scoring_table_ends_with_the_values_that_change(tmp_path: Path) -> None:
    text = "constants: {good: {dated: [{from: 2023-01-01, value: 90%}, {from: 2024-07-01, value: 95%}]}}\n"
    shown = render_ruleset(load_over(tmp_path, text), Style("zh"))
    assert "constants.good：自 2023-01-01 起为 90%、自 2024-07-01 起为 95%" in shown
    assert "至少 95%" in shown
    assert "分日期的值" not in render_ruleset(load_ruleset(BASE), Style("zh"))
