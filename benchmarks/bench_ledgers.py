"""Validating tables of many branches against Polars scanning and typing them, with the memory that both take."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import polars as pl
from generate import generate

from starcheck.ledger.layout import columns, layout
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.tables import dtype_of
from starcheck.ledger.tabular.reading import read_books
from starcheck.ledger.writing.natural import natural_frame, text_frame
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import NUMERIC, Field
from starcheck.rules.schema.ruleset import RuleSet

FORMS = ("csv", "parquet")
LIMIT = 2.0
TRUTHS = {"是": True, "否": False}


def write(ruleset: RuleSet, branches: int, folder: Path) -> None:
    """Invent the tables of a number of branches, as CSV and as Parquet, in a folder each."""
    written, declared = generate(ruleset, branches, folder / "stored"), layout(ruleset)
    for form in FORMS:
        (folder / form).mkdir()
    for file in sorted(written.folder.glob("*.parquet")):
        frame = pl.read_parquet(file)
        natural_frame(file.stem, declared[file.stem], frame).write_parquet(folder / "parquet" / file.name)
        text_frame(file.stem, declared, frame, "zh").write_csv(folder / "csv" / f"{file.stem}.csv")


def scan(ruleset: RuleSet, folder: Path) -> int:
    """Read every column of every table as the type that it is stored in, and hold one table at a time."""
    rows = 0
    for name, table in ruleset.tables.items():
        fields = columns(name, table)
        if folder.name == "csv":
            frame = pl.scan_csv(
                folder / f"{name}.csv", schema={field: _read_as(each) for field, each in fields.items()}
            )
        else:
            frame = pl.scan_parquet(folder / f"{name}.parquet")
        types = frame.collect_schema()
        frame = frame.with_columns(_stored(field, types[field], each) for field, each in fields.items())
        rows += frame.collect(engine="streaming").height
    return rows


def _read_as(field: Field) -> pl.DataType:
    """What the CSV reader of Polars can read by itself."""
    return dtype_of(field) if field.type in {"integer", "date"} else pl.String()


def _stored(name: str, dtype: pl.DataType, field: Field) -> pl.Expr:
    raw = pl.col(name)
    if field.type in NUMERIC and dtype != dtype_of(field):
        return pl.Expr.cast(raw.cast(pl.Decimal(38, field.places)) * 10**field.places, pl.Int64)
    if field.type == "boolean" and dtype == pl.String:
        return raw.replace_strict(TRUTHS, return_dtype=pl.Boolean)
    return raw.cast(dtype_of(field), strict=False) if field.type in {"choice", "evidence"} else raw


def validate(ruleset: RuleSet, folder: Path) -> int:
    """Read and check every table."""
    reading = read_books([book for book in open_ledgers([str(folder)]) if isinstance(book, Book)], ruleset)
    if reading.problems:
        raise SystemExit("\n".join(problem.say("en") for problem in reading.problems))
    return sum(reading.counts.values())


CONTESTANTS = {"validate": validate, "scan": scan}


def once(contestant: str, folder: Path) -> None:
    """Do it in this process and print the records, the seconds, and the greatest memory in MiB."""
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    start = time.perf_counter()
    rows = CONTESTANTS[contestant](ruleset, folder)
    seconds = time.perf_counter() - start
    print(json.dumps([rows, seconds, peak() / 1024]))


def peak() -> int:
    """The most memory this process has held, in KiB; elsewhere than on Linux its parent's may count too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measured(contestant: str, folder: Path) -> tuple[int, float, float]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--once", contestant, "--tables", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    rows, seconds, mebibytes = json.loads(done.stdout)
    return rows, seconds, mebibytes


def compare(form: str, folder: Path, quarter: Path, runs: int) -> float:
    """Run both in turn, print what they took, and how much memory a quarter of the branches takes."""
    pairs = [(measured("validate", folder / form), measured("scan", folder / form)) for _ in range(runs)]
    (rows, _, _), (other_rows, _, _) = pairs[0]
    if rows != other_rows:
        raise SystemExit("The two do not find the same number of records.")
    for index, name in enumerate(CONTESTANTS):
        seconds, memory = ([pair[index][value] for pair in pairs] for value in (1, 2))
        each = ", ".join(f"{taken:.2f}" for taken in seconds)
        print(f"{form:8} {name:9} median {median(seconds):.2f} s  ({each}), at most {max(memory):,.0f} MiB")
    _, _, less = measured("validate", quarter / form)
    ratio = median(pair[0][1] for pair in pairs) / median(pair[1][1] for pair in pairs)
    print(f"{form:8} {rows:,} records: ratio {ratio:.2f} (limit {LIMIT}); a quarter of them: {less:,.0f} MiB")
    return ratio


def main() -> None:
    """Compare both forms, and fail if one is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("--tables", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        once(arguments.once, arguments.tables)
        return
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    with tempfile.TemporaryDirectory() as name:
        whole, quarter = Path(name) / "whole", Path(name) / "quarter"
        write(ruleset, arguments.branches, whole)
        write(ruleset, arguments.branches // 4, quarter)
        ratios = [compare(form, whole, quarter, arguments.runs) for form in FORMS]
    raise SystemExit(max(ratios) > LIMIT)


if __name__ == "__main__":
    main()
