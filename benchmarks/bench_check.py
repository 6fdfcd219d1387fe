"""The command ``starcheck check`` on one ledger against a process that only imports the libraries it uses."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from starcheck.assessing import assess
from starcheck.calendar import Period
from starcheck.cli.output import style
from starcheck.documents import read_document
from starcheck.engine.assessment import AssessmentReader
from starcheck.engine.clock import Clock
from starcheck.engine.frames import collect_one
from starcheck.engine.outputs import Outputs
from starcheck.engine.program import compile_program
from starcheck.insight.gaps import gaps
from starcheck.ledger import read_heading, read_ledger
from starcheck.report import RENDERERS, Report
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
SAMPLE = Path(__file__).parents[1] / "samples" / "five-star.yaml"
LIBRARIES = "polars, pydantic, yaml, click, tabulate, wcwidth"
LIMIT = 1.6
SLOWEST = 12


def compiled(folder: str) -> dict[str, str]:
    """The environment in which Python keeps bytecode, as an installed package does, but not in this checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPYCACHEPREFIX": folder
    }


def seconds(environment: dict[str, str], *arguments: str) -> float:
    """How long a Python process takes."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if done.stderr:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start


def compare(ledger: Path, runs: int) -> float:
    """Run both in turn and print what they took."""
    check, imports = ("-m", "starcheck", "check", str(ledger)), ("-c", f"import {LIBRARIES}")
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled(folder)
        pairs = [(seconds(environment, *check), seconds(environment, *imports)) for _ in range(runs + 1)]
    pairs = pairs[1:]  # the first pair compiles the modules
    taken: list[float] = [median(times) for times in zip(*pairs, strict=True)]
    for name, middle, times in zip(("check", "imports"), taken, zip(*pairs, strict=True), strict=True):
        print(f"{name:8}  median {1000 * middle:.0f} ms, least {1000 * min(times):.0f} ms")
    return taken[0] / taken[1]


def print_slowest_imports() -> None:
    """The modules of starcheck that take longest to import, apart from the libraries and from each other."""
    arguments = [sys.executable, "-X", "importtime", "-c", f"import {LIBRARIES}; import starcheck.cli.check"]
    with tempfile.TemporaryDirectory() as folder:
        report = ""
        for _ in range(2):  # the first time compiles the modules
            run = subprocess.run(arguments, env=compiled(folder), check=True, capture_output=True, text=True)
            report = run.stderr
    rows = [line.removeprefix("import time:").split("|") for line in report.splitlines()]
    own = [(int(row[0]), row[2].strip()) for row in rows if len(row) == 3 and row[2].strip().startswith("starcheck")]
    print(f"\nstarcheck's own modules: {sum(taken for taken, _ in own) / 1000:.0f} ms, the slowest:")
    for taken, name in sorted(own, reverse=True)[:SLOWEST]:
        print(f"{taken / 1000:8.1f} ms  {name}")


def print_steps(ledger: Path) -> None:
    """What the steps of a check take, the first time they are taken in a process."""
    clock = Stopwatch()
    document = read_document(ledger)
    heading = read_heading(document)
    loaded = load_ruleset(find("five-star@2024"))
    clock.lap("load the rule set")
    tables = read_ledger(document, loaded.ruleset).tables
    clock.lap("read the ledger")
    program = compile_program(loaded.ruleset, tables, Clock.at(heading.period or YEAR, heading.as_of))
    clock.lap("compile")
    outputs = Outputs()
    AssessmentReader(program, outputs).reader()
    clock.lap("prepare the reader")
    collect_one(program.frame.select(outputs.expressions))
    clock.lap("collect")
    ledger_read = read_ledger(document, loaded.ruleset)
    assessment = assess(loaded, ledger_read, period=heading.period or YEAR, as_of=heading.as_of)
    clock.lap("(assess as a whole, the second time)")
    RENDERERS["terminal"](Report(assessment, gaps(assessment)), style("zh"))
    clock.lap("render")


class Stopwatch:
    """Prints how long it was since the last lap."""

    def __init__(self) -> None:
        self.last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Print and start anew."""
        print(f"{1000 * (time.perf_counter() - self.last):8.1f} ms  {name}")
        self.last = time.perf_counter()


def main() -> None:
    """Compare, say where the time goes, and fail if the ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    ratio = compare(arguments.ledger, arguments.runs)
    print(f"starcheck check {arguments.ledger.name}: ratio {ratio:.2f} (limit {LIMIT})")
    print_slowest_imports()
    print("\nsteps, the first time they are taken:")
    print_steps(arguments.ledger)
    raise SystemExit(ratio > LIMIT)


if __name__ == "__main__":
    main()
