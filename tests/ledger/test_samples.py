from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from starcheck.documents import read_document
from starcheck.ledger import load_ledger, read_heading
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

FIVE_STAR = load_ruleset(find("five-star")).ruleset
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.yaml"))


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_without_problems(path: Path) -> None:
    ledger = load_ledger(path, FIVE_STAR)
    assert read_heading(read_document(path)) == ledger.heading
    assert ledger.heading.period is not None
    assert 60 <= sum(frame.collect().height for frame in ledger.tables.records.values()) <= 250


def test_the_half_year_sample_says_up_to_when_it_is_kept() -> None:
    (half_year,) = [path for path in SAMPLES if path.stem == "half-year"]
    assert read_heading(read_document(half_year)).as_of == date(2024, 6, 30)


def test_different_samples_have_different_digests() -> None:
    assert len({load_ledger(path, FIVE_STAR).digest for path in SAMPLES}) == len(SAMPLES)
