from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from starcheck.documents import read_document
from starcheck.ledger import load_ledger, read_heading
from starcheck.ledger.layout import GUIDE
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

FIVE_STAR = load_ruleset(find("five-star")).ruleset
THEN = load_ruleset(find("five-star@2024")).ruleset
"""What is in force in the period of the samples."""
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


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_the_same_as_workbook_and_as_text(path: Path) -> None:
    workbook = load_ledger(path.with_suffix(".xlsx"), THEN)
    text = load_ledger(path, THEN)
    assert (workbook.digest, workbook.warnings) == (text.digest, ())
    assert (workbook.heading.period, workbook.heading.as_of) == (text.heading.period, text.heading.as_of)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_workbook_of_a_sample_is_what_is_written_now(path: Path, tmp_path: Path) -> None:
    ledger = load_ledger(path, THEN)
    write_ledger(contents_of(ledger.tables, ledger.heading, THEN), THEN, tmp_path / "now.xlsx", "zh")
    assert cells_of(path.with_suffix(".xlsx")) == cells_of(tmp_path / "now.xlsx"), "run: make samples"


def cells_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the sheets, apart from the instructions."""
    book = load_workbook(path)
    sheets = (sheet for sheet in book.worksheets if sheet.title != GUIDE.zh)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}
