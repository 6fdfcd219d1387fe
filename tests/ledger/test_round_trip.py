from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import polars as pl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.teletype import addTextToElement
from odf.text import P

from starcheck.language import LANGS, Lang
from starcheck.ledger import Heading, Tables, load_ledger
from starcheck.ledger.digest import digest_of, digests_of
from starcheck.ledger.formulas import all_unmistaken
from starcheck.ledger.layout import columns, layout
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.tables import united
from starcheck.ledger.tabular.reading import read_books
from starcheck.ledger.writing import FORMS, Contents, Kind, contents_of, write_ledger
from starcheck.ledger.writing.natural import is_free, text_frame
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.strategies.dictionaries import Kept, kept_ledgers

DOCUMENTS: list[Kind] = ["yaml", "json"]
TABLES: list[Kind] = [kind for kind in FORMS if kind not in DOCUMENTS]
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.yaml"))
Grid: TypeAlias = list[tuple[str | None, ...]]


def read_tables(target: Path, ruleset: RuleSet) -> tuple[Heading, Tables]:
    """What a reader makes of the tables of a file or folder."""
    books = open_ledgers([str(target)])
    assert all(isinstance(book, Book) for book in books)
    reading = read_books([book for book in books if isinstance(book, Book)], ruleset)
    assert [problem.say("en") for problem in reading.problems] == []
    return reading.heading, reading.tables


def target_of(folder: str, kind: Kind) -> Path:
    form = FORMS[kind]
    return Path(folder) / f"kept{form.suffixes[0] if form.suffixes else ''}"


@pytest.mark.parametrize("kind", DOCUMENTS)
@given(kept_ledgers())
def test_documents_read_back(kind: Kind, kept: Kept) -> None:
    ruleset, read = kept.ruleset, kept.read()
    with TemporaryDirectory() as folder:
        target = target_of(folder, kind)
        write_ledger(contents_of(read.tables, read.heading, ruleset), ruleset, target, "zh")
        again = load_ledger(target, ruleset)
    assert again.digest == read.digest
    assert again.heading == read.heading


@pytest.mark.parametrize("kind", TABLES)
@given(kept_ledgers(), st.sampled_from(LANGS))
def test_tables_read_back(kind: Kind, kept: Kept, lang: Lang) -> None:
    ruleset, read = kept.ruleset, kept.read()
    with TemporaryDirectory() as folder:
        target = target_of(folder, kind)
        write_ledger(contents_of(read.tables, read.heading, ruleset), ruleset, target, lang, kind=kind)
        heading, tables = read_tables(target, ruleset)
        assert digest_of(read.branch_id, tables) == read.digest
    assert (heading.period, heading.as_of) == (read.heading.period, read.heading.as_of)


def grids(contents: Contents, ruleset: RuleSet) -> Iterator[tuple[str, Grid]]:
    """The tables as somebody types them into an old spreadsheet."""
    tables = layout(ruleset)
    for name, frame in contents.tables.items():
        free = [column for column, field in columns(name, tables[name]).items() if is_free(field)]
        shown = text_frame(name, tables, frame, "zh").with_columns(all_unmistaken(pl.col(column)) for column in free)
        yield name, [tuple(shown.columns), *shown.rows()]


def write_xls(contents: Contents, ruleset: RuleSet, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for name, grid in grids(contents, ruleset):
        sheet = book.add_sheet(name)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
    book.save(str(path))


def write_ods(contents: Contents, ruleset: RuleSet, path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    for name, grid in grids(contents, ruleset):
        table = Table(name=name)
        for cells in grid:
            row = TableRow()
            for cell in cells:
                row.addElement(ods_cell(cell))
            table.addElement(row)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def ods_cell(text: str | None) -> TableCell:
    cell = TableCell() if text is None else TableCell(valuetype="string")
    for line in [] if text is None else text.split("\n"):
        paragraph = P()
        addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell


OLD: Mapping[str, Callable[[Contents, RuleSet, Path], None]] = {"xls": write_xls, "ods": write_ods}


@pytest.mark.parametrize("ending", OLD)
@given(kept_ledgers())
def test_other_spreadsheets_read_back(ending: str, kept: Kept) -> None:
    ruleset, read = kept.ruleset, kept.read()
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"kept.{ending}"
        OLD[ending](contents_of(read.tables, read.heading, ruleset), ruleset, target)
        _, tables = read_tables(target, ruleset)
        assert digest_of(read.branch_id, tables) == read.digest


@pytest.mark.parametrize("kind", TABLES)
def test_the_samples_read_back_together(kind: Kind, tmp_path: Path) -> None:
    ruleset = load_ruleset(find("five-star")).ruleset
    samples = {each.branch_id: each for each in (load_ledger(path, ruleset) for path in SAMPLES)}
    together = united([(branch, each.tables) for branch, each in samples.items()], ruleset.tables)
    target = target_of(str(tmp_path), kind)
    write_ledger(contents_of(together, Heading(None, None, None), ruleset), ruleset, target, "zh", kind=kind)
    _, tables = read_tables(target, ruleset)
    assert digests_of(tables) == {branch: each.digest for branch, each in samples.items()}
