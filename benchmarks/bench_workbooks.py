"""Reading and validating many workbooks against the reader of spreadsheets alone."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import fastexcel
import polars as pl

from starcheck.ledger import load_ledger
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.tables import KEY
from starcheck.ledger.tabular.reading import read_books
from starcheck.ledger.writing.contents import Contents, contents_of
from starcheck.ledger.writing.workbook import write_workbook
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet

SAMPLE = Path(__file__).parents[1] / "samples" / "five-star.yaml"
LIMIT = 1.5


def write(ruleset: RuleSet, count: int, folder: Path) -> list[Path]:
    """The sample, about 200 records, as so many workbooks of branches with ids of their own."""
    ledger = load_ledger(SAMPLE, ruleset)
    contents = contents_of(ledger.tables, ledger.heading, ruleset)
    files = [folder / f"b{number:05}.xlsx" for number in range(count)]
    for file in files:
        tables = {
            name: frame.with_columns(pl.lit(file.stem).alias(KEY)) if KEY in frame.columns else frame
            for name, frame in contents.tables.items()
        }
        write_workbook(Contents(contents.heading, tables), ruleset, file, "zh")
    return files


def by_hand(files: Sequence[Path]) -> int:
    """Every sheet as a frame of texts, and nothing more."""
    rows = 0
    for file in files:
        reader = fastexcel.read_excel(file)
        for number in range(len(reader.sheet_names)):
            rows += reader.load_sheet(number, header_row=None, dtypes="string").to_polars().height
    return rows


def validated(ruleset: RuleSet, files: Sequence[Path]) -> int:
    """Every record read and checked."""
    books = [book for book in open_ledgers([str(file) for file in files]) if isinstance(book, Book)]
    reading = read_books(books, ruleset)
    if reading.problems:
        raise SystemExit("\n".join(problem.say("en") for problem in reading.problems))
    return sum(reading.counts.values())


def seconds(work: Callable[[], int]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Run both in turn, print the ratio, and fail if it is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workbooks", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    with tempfile.TemporaryDirectory() as folder:
        files = write(ruleset, arguments.workbooks, Path(folder))
        contestants = {"validated": lambda: validated(ruleset, files), "calamine": lambda: by_hand(files)}
        runs = [{name: seconds(work) for name, work in contestants.items()} for _ in range(arguments.runs + 1)][1:]
        records = validated(ruleset, files)
    for name in contestants:
        each = [run[name] for run in runs]
        print(f"{name:9}  median {median(each):.2f} s  ({', '.join(f'{taken:.2f}' for taken in each)})")
    ratio = median(run["validated"] for run in runs) / median(run["calamine"] for run in runs)
    print(f"{len(files)} workbooks, {records / len(files):.0f} records each: ratio {ratio:.2f} (limit {LIMIT})")
    raise SystemExit(ratio > LIMIT)


if __name__ == "__main__":
    main()
