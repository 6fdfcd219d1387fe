"""Loading and compiling rule sets, which every command does before it looks at a branch."""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

import polars as pl
from bench_check import YEAR, compiled
from tabulate import tabulate

from starcheck.engine.clock import Clock
from starcheck.engine.program import compile_program
from starcheck.ledger.tables import Tables, schema_of
from starcheck.rules.library import FILE_NAME, bundled_root, find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

MIDDLE = date(2024, 6, 30)
"""A day within the period."""
STEPS = ("load", "compile", "compile, all open")


def contestants() -> dict[str, tuple[Path, float]]:
    """The rule sets that are measured, each with its limit in seconds of the processor for load and compile."""
    largest = max(bundled_root().rglob(FILE_NAME), key=_size)
    return {"five-star": (find("five-star@2024"), 0.1), f"largest ({largest.parent.name})": (largest, 0.25)}


def _size(ruleset: Path) -> int:
    return sum(file.stat().st_size for file in ruleset.parent.glob("*.yaml"))


def provided(ruleset: RuleSet, *, gaps: bool) -> Tables:
    """Tables that are all provided; with gaps, every field has an empty cell somewhere."""
    frames = {name: pl.LazyFrame(schema=schema_of(name, table)) for name, table in ruleset.tables.items()}
    fields = [f"{name}.{field}" for name, table in ruleset.tables.items() for field in table.fields]
    return Tables(frames.pop(BRANCH), frames, nullable=frozenset(fields if gaps else ()))


def print_steps(path: Path) -> None:
    """Take the steps in this process and print the seconds of each."""
    gc.disable()  # as the command does
    start = time.process_time()
    ruleset = load_ruleset(path).ruleset
    loaded = time.process_time() - start
    print(loaded, *(compiling(ruleset, gaps, day) for gaps, day in ((False, YEAR.end), (True, MIDDLE))))


def compiling(ruleset: RuleSet, gaps: bool, day: date) -> float:
    """The seconds for compiling a rule set."""
    tables = provided(ruleset, gaps=gaps)
    start = time.process_time()
    compile_program(ruleset, tables, Clock.at(YEAR, day))
    return time.process_time() - start


def steps(path: Path, environment: Mapping[str, str]) -> list[float]:
    """The seconds of each step in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", str(path)], env=environment, check=True, capture_output=True, text=True
    )
    return [float(taken) for taken in done.stdout.split()]


def main() -> None:
    """Measure the rule sets in turn, and fail if one is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", type=Path, help="take the steps for this rule set once")
    arguments = parser.parse_args()
    if arguments.only:
        return print_steps(arguments.only)
    measured = contestants()
    with tempfile.TemporaryDirectory() as folder:
        runs = [
            {name: steps(path, compiled(folder)) for name, (path, _) in measured.items()}
            for _ in range(arguments.runs + 1)
        ]
    # The first run compiles the modules.
    taken = {name: [median(times) for times in zip(*(run[name] for run in runs[1:]), strict=True)] for name in measured}
    together = {name: load + compile_ for name, (load, compile_, _) in taken.items()}
    rows = [
        [name, *(f"{1000 * each:.0f} ms" for each in (*taken[name], together[name], limit))]
        for name, (_, limit) in measured.items()
    ]
    print(tabulate(rows, ["rule set", *STEPS, "load + compile", "limit"], colalign=("left", *["right"] * 5)))
    raise SystemExit(any(together[name] > limit for name, (_, limit) in measured.items()))


if __name__ == "__main__":
    main()
