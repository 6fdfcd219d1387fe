from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from starcheck.insight.movement import Between
from starcheck.language import LANGS, Lang
from starcheck.report.difference import DIFFERENCE_RENDERERS, DifferenceReport
from starcheck.report.request import Style
from starcheck.report.wrap import columns
from starcheck.rules.diff import compare_at_all_times
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report() -> DifferenceReport:
    """Both editions of the five-star set on every sample."""
    before, after = (load_ruleset(find(f"five-star@{edition}")) for edition in ("2024", "2025"))
    between = Between(before, after, date(2026, 1, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        samples = sorted(Path("samples").glob("*.yaml"))
        branches = tuple(each for path in samples for each in between.movements(str(path)))
    return DifferenceReport(before, after, compare_at_all_times(before, after), branches)


@pytest.mark.parametrize("lang", LANGS)
def test_two_editions_are_told_apart_on_the_samples(
    golden: Callable[[str, str], None], report: DifferenceReport, lang: Lang
) -> None:
    golden(f"report/difference_{lang}.txt", DIFFERENCE_RENDERERS["terminal"](report, Style(lang, 100)))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_difference_fits_the_terminal(report: DifferenceReport, width: int) -> None:
    for lang in LANGS:
        text = DIFFERENCE_RENDERERS["terminal"](report, Style(lang, width))
        assert [line for line in text.splitlines() if columns(line) > width] == []
