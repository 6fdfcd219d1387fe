"""Judging branches by starcheck, by other rule engines, by a plain loop: the same criteria, the same records."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from platform import python_version
from statistics import median
from typing import Any

import polars as pl
from bench_engine import PERIOD
from generate import Written, generate
from peers import CRITERIA, ENGINES, POINTS, Branch, branches, loop
from tabulate import tabulate

from starcheck._version import __version__
from starcheck.engine.clock import Clock
from starcheck.engine.frames import collect_many
from starcheck.engine.program import compile_program
from starcheck.ledger.tables import KEY, Tables
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

READING = "the same, reading Parquet"
LIMITS = {"zen-engine": 100.0, READING: 5.0}
"""How many times as fast as these starcheck has to be."""
FEWEST = 4
"""So many branches are judged in a run, however long it takes."""

Points = Mapping[str, Sequence[float]]
"""By branch, in the order of ``POINTS``."""


@dataclass(frozen=True)
class Taken:
    """What a branch took in one run, in microseconds: by the clock, and of all processors together."""

    branches: int
    clock: float
    work: float


@dataclass(frozen=True)
class Contestant:
    """One way to judge branches."""

    name: str
    version: str
    judge: Callable[[], Points | pl.DataFrame]

    def run(self, expected: Points) -> Taken:
        """Judge some branches, and stop if their points are not those that are expected."""
        clock, work = time.perf_counter(), time.process_time()
        found = self.judge()
        seconds = time.perf_counter() - clock, time.process_time() - work
        points = found if isinstance(found, Mapping) else by_branch(found, expected)
        for key, each in points.items():
            if [*each] != expected[key]:
                raise SystemExit(f"{self.name} gives {key} other points: {[*each]}, not {expected[key]}.")
        clock, work = (1e6 * each / len(found) for each in seconds)
        return Taken(len(found), clock, work)


def reduced(ruleset: RuleSet) -> RuleSet:
    """The rule set with only the criteria that all can judge."""
    sections = tuple(
        section.model_copy(update={"criteria": tuple(each for each in section.criteria if each.id in CRITERIA)})
        for section in ruleset.sections
    )
    levels = tuple(level.model_copy(update={"requires": ()}) for level in ruleset.levels)
    return ruleset.model_copy(
        update={"sections": sections, "pools": (), "levels": levels, "vetoes": (), "eligibility": ()}
    )


def by_starcheck(ruleset: RuleSet, written: Written) -> pl.DataFrame:
    """The points of all branches, from Parquet files to columns."""
    tables = {name: pl.scan_parquet(written.folder / f"{name}.parquet") for name in ruleset.tables}
    records = {name: frame for name, frame in tables.items() if name != BRANCH}
    program = compile_program(
        ruleset, Tables(tables[BRANCH], records, nullable=written.nullable), Clock.at(PERIOD, None)
    )
    points = {judged.id: judged.points for judged in program.judged}
    ends = {name: points[name.split()[0]] for name in POINTS}
    columns = {name: (one.hi if name.endswith("hi") else one.lo).num.expr for name, one in ends.items()}
    alike = [one.lo.num.expr == one.hi.num.expr for name, one in ends.items() if name in points]
    return collect_many(program.frame.select(KEY, pl.all_horizontal(alike).alias("alike"), **columns))


def by_branch(found: pl.DataFrame, chosen: Collection[str]) -> Points:
    """What starcheck finds for some branches."""
    if not found["alike"].all():
        raise SystemExit("A criterion that has one number for the others has two for starcheck.")
    points = found.filter(pl.col(KEY).is_in(list(chosen))).drop("alike")
    return {key: each for key, *each in points.iter_rows()}


def others(folder: Path, documents: Mapping[str, Branch], seconds: float) -> Iterator[Contestant]:
    """Everybody but starcheck, with branches that are prepared for each beforehand."""

    def read_and_judge() -> Points:
        return {key: loop(document) for key, document in branches(folder, len(documents)).items()}

    yield Contestant("plain Python loop", python_version(), one_by_one(loop, documents, seconds))
    yield Contestant(READING, python_version(), read_and_judge)
    for name, engine in ENGINES.items():
        prepare, judge = engine()
        prepared = {key: prepare(document) for key, document in documents.items()}
        yield Contestant(name, version(name), one_by_one(judge, prepared, seconds))


def one_by_one(
    judge: Callable[[Any], Sequence[float]], prepared: Mapping[str, object], seconds: float
) -> Callable[[], Points]:
    """Judge one branch after the other until the time is over; the next run goes on where this one ends."""
    following = cycle(prepared.items())

    def judged() -> Points:
        found: dict[str, Sequence[float]] = {}
        start = time.perf_counter()
        while len(found) < len(prepared) and (len(found) < FEWEST or time.perf_counter() - start < seconds):
            key, document = next(following)
            found[key] = judge(document)
        return found

    return judged


def compare(everybody: Sequence[Contestant], expected: Points, runs: int) -> dict[str, float]:
    """Run everybody in turn, print what they took, and tell how many times as long as the first each needs."""
    rounds = [[each.run(expected) for each in everybody] for _ in range(runs)]
    rows, ratios = [], {}
    for contestant, *taken in zip(everybody, *rounds, strict=True):
        pairs = [(one, first) for one, (first, *_) in zip(taken, rounds, strict=True)]
        ratios[contestant.name] = median(one.clock / first.clock for one, first in pairs)
        work = median(one.work / first.work for one, first in pairs)
        figures = [median(one.clock for one in taken), ratios[contestant.name], median(one.work for one in taken), work]
        counted = f"{sum(one.branches for one in taken):,}"
        rows.append([contestant.name, contestant.version, counted, *(f"{figure:,.1f}" for figure in figures)])
    headers = ("", "version", "branches", "µs a branch", "ratio", "of processors", "ratio")
    print(tabulate(rows, headers, disable_numparse=True, colalign=("left", "left", *["right"] * 5)))
    return ratios


def main() -> None:
    """Compare, and fail if starcheck is not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=200_000)
    parser.add_argument(
        "--documents", type=int, default=5_000, help="so many are handed to the others, again and again"
    )
    parser.add_argument("--seconds", type=float, default=1, help="for each of the others in a run")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    with tempfile.TemporaryDirectory() as name:
        written = generate(ruleset, arguments.branches, Path(name))
        judge = partial(by_starcheck, reduced(ruleset), written)
        documents = branches(written.folder, min(arguments.documents, arguments.branches))
        expected = by_branch(judge(), documents)  # warms caches, too
        first = Contestant(f"starcheck, {pl.thread_pool_size()} threads", __version__, judge)
        ratios = compare([first, *others(written.folder, documents, arguments.seconds)], expected, arguments.runs)
    missed = [name for name, least in LIMITS.items() if ratios[name] < least]
    for name in missed:
        print(f"Not {LIMITS[name]:.0f} times as fast as: {name}.")
    raise SystemExit(bool(missed))


if __name__ == "__main__":
    main()
