"""Many branches in Python: facts from pandas, DuckDB and Polars, results for all three.

Runs as it stands, or cell by cell in an editor that knows ``# %%``. Tables to try it with:

    starcheck ledger convert samples/five-star.yaml samples/near-miss.yaml samples/veto.yaml -o tables --form parquet
    python docs/examples/frames.py tables
"""

# %% What is needed: pip install starcheck duckdb pandas pyarrow
from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from starcheck import LedgerError, assess_many, load_ruleset, parse_period

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "tables")
rules = load_ruleset(Path("rules/five-star/2024/ruleset.yaml"))
year = parse_period("2024")

# %% Facts stay where they are: each table may come from elsewhere.
tables = {path.stem: pl.scan_parquet(path) for path in sorted(folder.glob("*.parquet"))}
tables["branch"] = pd.read_parquet(folder / "branch.parquet")
tables["meetings"] = duckdb.read_parquet(f"{folder}/meetings.parquet").filter("held_on >= DATE '2024-01-01'")

# %% Judge. `results` is a frame with a row for each branch.
found = assess_many(rules, tables, period=year)
columns = ["branch", "score_low", "score_high", "level_low", "level_high", "rank_best", "rank_worst"]
print(found.results.select(columns))

# %% Polars: `findings` and `gaps` are lazy, and nothing is computed before it is asked for. What cost most?
lost = pl.col("points_lost").sum()
costly = found.gaps.group_by("criterion").agg(lost, branches=pl.len()).sort("points_lost", descending=True)
print(costly.head(3).collect())

# %% DuckDB: any question in SQL. Whose five stars are not certain yet, and how much is open?
results = found.results
print(
    duckdb.sql("SELECT branch, score_high - score_low AS open FROM results WHERE level_low <> '5' AND level_high = '5'")
)

# %% pandas: one branch, what it lacks and by when.
gaps = found.gaps.filter(pl.col("branch") == results["branch"][-1]).collect()
print(gaps.select("criterion", "points_lost", "points_open", "due_by").to_pandas().head(3).to_string(index=False))

# %% Findings of many branches go into a file without passing through memory.
found.findings.sink_parquet(folder.parent / "findings.parquet")

# %% What cannot be right is refused, all of it at once, each with its place.
wrong = pd.DataFrame({"branch": ["demo-01"], "held_on": ["2024-02-30"], "expected": [3], "attended": [5]})
try:
    assess_many(rules, {"branch": tables["branch"], "meetings": wrong}, period=year)
except LedgerError as error:
    for problem in error.problems:
        print(problem.say("en"))
