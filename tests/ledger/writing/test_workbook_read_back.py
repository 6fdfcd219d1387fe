from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from starcheck.language import LANGS, Lang
from starcheck.ledger import load_ledger
from starcheck.ledger.layout import STATUS, STATUS_WORD
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.tabular.reading import Reading, read_books
from starcheck.ledger.writing.contents import Contents, contents_of, empty_contents
from starcheck.ledger.writing.workbook import write_workbook
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.small import RULES
from tests.ledger.writing.small import contents, several

SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*.yaml"))
FIVE_STAR = load_ruleset(find("five-star@2024")).ruleset


def read_back(path: Path, ruleset: RuleSet) -> Reading:
    """What a workbook says."""
    books = open_ledgers([str(path)])
    return read_books([book for book in books if isinstance(book, Book)], ruleset)


def comparable(written: Contents) -> Mapping[str, pl.DataFrame]:
    """The tables, a list without files being an empty cell."""
    return {
        name: frame.with_columns(
            pl.when(pl.col(each).list.len() > 0).then(pl.col(each)).alias(each)
            for each, dtype in frame.schema.items()
            if dtype == pl.List
        )
        for name, frame in written.tables.items()
    }


def assert_comes_back(written: Contents, ruleset: RuleSet, path: Path, lang: Lang) -> None:
    """Assert that a workbook is read without a word, as what was written."""
    write_workbook(written, ruleset, path, lang)
    reading = read_back(path, ruleset)
    assert [problem.say(lang) for problem in (*reading.problems, *reading.warnings)] == []
    read = comparable(contents_of(reading.tables, reading.heading, ruleset))
    for name, frame in comparable(written).items():
        assert frame.equals(read[name]), name
    assert (reading.heading.period, reading.heading.as_of) == (written.heading.period, written.heading.as_of)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("written", [contents(), several()], ids=["one branch", "several branches"])
def test_every_type_of_field_comes_back(written: Contents, lang: Lang, tmp_path: Path) -> None:
    assert_comes_back(written, RULES, tmp_path / "ledger.xlsx", lang)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_comes_back(sample: Path, tmp_path: Path) -> None:
    ledger = load_ledger(sample, FIVE_STAR)
    written = contents_of(ledger.tables, ledger.heading, FIVE_STAR)
    assert_comes_back(written, FIVE_STAR, tmp_path / "ledger.xlsx", "zh")


def test_a_template_with_nothing_but_the_branch_provides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_workbook(empty_contents(FIVE_STAR), FIVE_STAR, path, "zh")
    book = load_workbook(path)
    book["支部概况"]["A2"] = "zb-07"
    book.save(path)
    reading = read_back(path, FIVE_STAR)
    assert (reading.problems, reading.warnings) == ((), ())
    status = contents_of(reading.tables, reading.heading, FIVE_STAR).tables[STATUS]
    assert status[STATUS_WORD].unique().to_list() == ["not_provided"]
    assert reading.tables.marks is None or reading.tables.marks.collect().height == 0
    assert (reading.heading.ruleset, reading.heading.edition) == ("five-star", "2024")
