"""The command ``starcheck batch`` against a process that runs a query written by hand for the same totals."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polars as pl
from tabulate import tabulate

from starcheck.ledger.tables import KEY

QUERY, GENERATOR = (str(Path(__file__).with_name(f"{name}.py")) for name in ("by_hand", "generate"))
HAND, SUMMARY, EVERYTHING = "by hand", "batch --summary-only", "batch"
LIMITS = {SUMMARY: 1.5, EVERYTHING: 3.0}
"""How many times as long as the query the command may take."""
MOST_MEMORY = 8 * 1024
"""What a process may hold, in MiB."""
ENDS = {"low": "lo", "high": "hi"}
GROUPS = {"score": "total", "A": "A", "B": "B", "C": "C", "D": "D", "bonus": "bonus"}
"""What has points: as the command calls it, as the query does."""


@dataclass(frozen=True)
class Taken:
    """What a process took: seconds by the clock, seconds of all processors, the most memory in MiB."""

    clock: float
    work: float
    memory: float


def run(*arguments: str) -> Taken:
    """Run a Python process to its end; its memory begins with what this one holds, which has to be little."""
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"This failed: {' '.join(arguments)}")
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def keep_bytecode(out: Path) -> None:
    """Have all processes find bytecode, as those of an installed package do: the first run of each writes it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(out / "bytecode")
    run(GENERATOR, "--branches", "100", "--out", str(out / "few"))
    for command in commands(out / "few", out).values():
        run(*command)


def commands(tables: Path, out: Path) -> dict[str, list[str]]:
    """What is compared, each with a place of its own for what it writes."""
    batch = ["-m", "starcheck", "batch", str(tables), "--rules", "five-star@2024", "--period", "2024", "--quiet", "-o"]
    return {
        HAND: [QUERY, str(tables), "-o", str(out / HAND)],
        SUMMARY: [*batch, str(out / SUMMARY), "--summary-only"],
        EVERYTHING: [*batch, str(out / EVERYTHING)],
    }


def same(out: Path, name: str) -> bool:
    """Whether the command and the query agree on the points and the level of every branch."""
    points = [
        pl.Expr.cast(pl.col(f"{group}_{end}") * 100, pl.Int64).alias(f"{by_hand} {short}")
        for group, by_hand in GROUPS.items()
        for end, short in ENDS.items()
    ]
    levels = [pl.col(f"level_{end}").cast(pl.String).alias(f"level {short}") for end, short in ENDS.items()]
    found = pl.scan_parquet(out / name / "results.parquet").select(KEY, *points, *levels).collect()
    return found.equals(pl.scan_parquet(out / HAND).select(found.columns).collect())


def compare(everybody: Mapping[str, Sequence[str]], out: Path, runs: int) -> dict[str, list[Taken]]:
    """Run all in turn, and check that they agree."""
    taken: dict[str, list[Taken]] = {name: [] for name in everybody}
    for _ in range(runs):
        for name, command in everybody.items():
            taken[name].append(run(*command))
    for name in everybody:
        if name != HAND and not same(out, name):
            raise SystemExit(f"{name} and the query do not give the same results.")
    return taken


def ratio(taken: Sequence[float], others: Sequence[float]) -> float:
    """How many times as much as another process one takes, each time compared with its neighbour."""
    return median(one / other for one, other in zip(taken, others, strict=True))


def table(taken: Mapping[str, Sequence[Taken]], branches: int) -> str:
    """What the processes took."""
    hand = taken[HAND]
    rows = [
        (
            name,
            f"{median(one.clock for one in each):.2f}",
            f"{ratio([one.clock for one in each], [one.clock for one in hand]):.2f}",
            f"{median(one.work for one in each):.2f}",
            f"{ratio([one.work for one in each], [one.work for one in hand]):.2f}",
            f"{1e6 * median(one.work for one in each) / branches:.1f}",
            f"{max(one.memory for one in each):,.0f}",
        )
        for name, each in taken.items()
    ]
    headers = (f"{branches:,} branches", "s", "ratio", "s of processors", "ratio", "µs a branch", "MiB at most")
    return tabulate(rows, headers, disable_numparse=True, colalign=("left", *["right"] * 6))


def main() -> None:
    """Compare, print a table, and fail if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tables", type=Path, help="a folder that generate.py has written, instead of a new one")
    parser.add_argument("--summary-only", action="store_true", help="leave out the run that writes findings and gaps")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        keep_bytecode(out)
        tables = arguments.tables or out / "tables"
        if not arguments.tables:
            run(GENERATOR, "--branches", str(arguments.branches), "--out", str(tables))
        everybody = commands(tables, out)
        if arguments.summary_only:
            del everybody[EVERYTHING]
        taken = compare(everybody, out, arguments.runs)
        branches = pl.scan_parquet(tables / "branch.parquet").select(pl.len()).collect().item()
    print(table(taken, branches))
    hand = [one.clock for one in taken.pop(HAND)]
    slow = [name for name, each in taken.items() if ratio([one.clock for one in each], hand) > LIMITS[name]]
    large = [name for name, each in taken.items() if max(one.memory for one in each) > MOST_MEMORY]
    for name in slow:
        print(f"{name} takes more than {LIMITS[name]} times as long as the query.")
    for name in large:
        print(f"{name} holds more than {MOST_MEMORY:,} MiB.")
    raise SystemExit(bool(slow or large))


if __name__ == "__main__":
    main()
