"""The engine against a query written by hand for the same criteria, over many branches."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median

import polars as pl
from by_hand import HI, KEY, LO, points
from generate import Written, generate

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import OPTIMIZATIONS
from starcheck.engine.program import compile_program
from starcheck.ledger.tables import Tables
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

CRITERIA = [
    "A-01", "A-04", "A-05", "A-06", "A-09", "A-10", "A-11", "A-13", "A-14", "A-15", "A-16", "B-02",
    "B-03", "B-04", "B-05", "B-06", "B-07", "B-08", "C-02", "C-03", "C-04", "C-13", "D-01", "D-02",
    "D-04", "D-06", "D-07", "D-09", "D-11", "D-12", "X-01", "X-03",
]  # fmt: skip
PERIOD = Period(date(2024, 1, 1), date(2024, 12, 31))
LIMIT = 2.0


def chosen(ruleset: RuleSet) -> RuleSet:
    """The rule set with only the chosen criteria, its sections worth the sum of theirs."""

    def reduced(group: object) -> dict[str, object]:
        criteria = tuple(criterion for criterion in group.criteria if criterion.id in CRITERIA)  # type: ignore[attr-defined]
        return {"criteria": criteria}

    sections = tuple(section.model_copy(update=reduced(section)) for section in ruleset.sections)
    pools = tuple(pool.model_copy(update=reduced(pool)) for pool in ruleset.pools)
    levels = tuple(level.model_copy(update={"requires": ()}) for level in ruleset.levels)
    return ruleset.model_copy(
        update={"sections": sections, "pools": pools, "levels": levels, "vetoes": (), "eligibility": ()}
    )


def by_engine(ruleset: RuleSet, tables: Mapping[str, pl.LazyFrame], nullable: frozenset[str]) -> pl.LazyFrame:
    """Least and greatest points of every criterion and of all together, as the engine computes them."""
    records = {name: frame for name, frame in tables.items() if name != BRANCH}
    typed = Tables(tables[BRANCH], records, nullable=nullable)
    program = compile_program(ruleset, typed, Clock.at(PERIOD, None))
    ends = {judged.id: judged.points for judged in program.judged} | {"total": program.total.points}
    columns = {
        f"{name} {end}": number.num.expr
        for name, interval in ends.items()
        for end, number in ((LO, interval.lo), (HI, interval.hi))
    }
    return program.frame.select(KEY, **columns)


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
        "by hand": (lambda: points(tables), pl.QueryOptFlags()),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for run in range(runs + 1):  # the first run warms caches and is not counted
        results = {}
        for name, (query, optimizations) in contestants.items():
            taken, results[name] = measured(query, optimizations)
            if run:
                seconds[name].append(taken)
        if not same(results["engine"], results["by hand"]):
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
        ratio = compare(written, chosen(ruleset), arguments.runs)
    print(f"{arguments.branches:,} branches, {len(CRITERIA)} criteria, low and high: ratio {ratio:.2f} (limit {LIMIT})")
    raise SystemExit(ratio > LIMIT)


if __name__ == "__main__":
    main()
