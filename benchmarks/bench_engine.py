"""The engine against a query written by hand for the same rule set, over many branches."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median

import polars as pl
from by_hand import HI, LO, results
from generate import Written, generate

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import OPTIMIZATIONS
from starcheck.engine.program import compile_program
from starcheck.engine.results import HIGH, LEVEL, LOW, Results
from starcheck.ledger.tables import KEY, Tables
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

PERIOD = Period(date(2024, 1, 1), date(2024, 12, 31))
LIMIT = 1.5


def by_engine(ruleset: RuleSet, tables: Mapping[str, pl.LazyFrame], nullable: frozenset[str]) -> pl.LazyFrame:
    """Least and greatest points of every criterion, section and of all together, and levels, by the engine."""
    records = {name: frame for name, frame in tables.items() if name != BRANCH}
    typed = Tables(tables[BRANCH], records, nullable=nullable)
    program = compile_program(ruleset, typed, Clock.at(PERIOD, None))
    ends = {judged.id: judged.points for judged in program.judged}
    ends |= {total.group.id: total.points for total in program.groups} | {"total": program.total.points}
    columns = {
        f"{name} {end}": number.num.expr
        for name, interval in ends.items()
        for end, number in ((LO, interval.lo), (HI, interval.hi))
    }
    levels = {f"{LEVEL}_{LOW}": f"{LEVEL} {LO}", f"{LEVEL}_{HIGH}": f"{LEVEL} {HI}"}
    named = {column.meta.output_name(): column for column in Results(program).columns()}
    return program.frame.select(KEY, **columns, **{name: named[found] for found, name in levels.items()})


def measured(query: Callable[[], pl.LazyFrame], optimizations: pl.QueryOptFlags) -> tuple[float, pl.DataFrame]:
    """Seconds to build and run a query, and what it gives."""
    start = time.perf_counter()
    found = query().collect(engine="streaming", optimizations=optimizations)
    return time.perf_counter() - start, found


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether two results agree on every point of every branch."""
    return one.sort(KEY).equals(other.select(one.columns).cast(one.schema).sort(KEY))


def compare(written: Written, ruleset: RuleSet, runs: int) -> float:
    """Run both in turn, check that they agree, and print what they took."""
    tables = {name: pl.scan_parquet(written.folder / f"{name}.parquet") for name in ruleset.tables}
    contestants: dict[str, tuple[Callable[[], pl.LazyFrame], pl.QueryOptFlags]] = {
        "engine": (lambda: by_engine(ruleset, tables, written.nullable), OPTIMIZATIONS),
        "by hand": (lambda: results(tables), pl.QueryOptFlags()),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for run in range(runs + 1):  # the first run warms caches and is not counted
        found = {}
        for name, (query, optimizations) in contestants.items():
            taken, found[name] = measured(query, optimizations)
            if run:
                seconds[name].append(taken)
        if not same(found["engine"], found["by hand"]):
            raise SystemExit("The two do not give the same points.")
    for name, taken_each in seconds.items():
        print(f"{name:8}  median {median(taken_each):.2f} s  ({', '.join(f'{taken:.2f}' for taken in taken_each)})")
    return median(seconds["engine"]) / median(seconds["by hand"])


def main() -> None:
    """Compare, print the ratio, and fail if it is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tables", type=Path, help="keep the tables in this folder, by default a temporary one")
    arguments = parser.parse_args()
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    with tempfile.TemporaryDirectory() as folder:
        written = generate(ruleset, arguments.branches, arguments.tables or Path(folder))
        ratio = compare(written, ruleset, arguments.runs)
    print(f"{arguments.branches:,} branches, low and high: ratio {ratio:.2f} (limit {LIMIT})")
    raise SystemExit(ratio > LIMIT)


if __name__ == "__main__":
    main()
