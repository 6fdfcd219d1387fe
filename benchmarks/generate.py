"""Invented ledgers of any number of branches, as the typed Parquet tables the engine reads."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from starcheck.ledger.tables import KEY, RECORD_ID, schema_of
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import BRANCH, Field, Table
from starcheck.rules.schema.ruleset import RuleSet

RECORDS_PER_BRANCH: Mapping[str, float] = {
    "roster": 7, "meetings": 20, "study": 7, "contests": 0.5, "activities": 6, "issues": 4, "documents": 5, "duty": 3,
    "projects": 0.5, "pairs": 1, "applicants": 0.5, "letters": 1, "safety_reviews": 1, "drills": 0.7, "trainings": 1,
    "production": 0.5, "output_records": 0.2, "badge_checks": 0.5, "honours": 0.4, "member_honours": 0.2,
    "incidents": 0.1,
}  # fmt: skip
"""The mean of each table; the number of a single branch varies, and may be none."""
EMPTY: Mapping[str, float] = {
    "meetings.attended": 0.02, "meetings.lecturer": 0.7, "roster.star_rated": 0.02, "roster.appraised": 0.02,
    "roster.platform_points": 0.02, "roster.area": 0.1, "roster.buddy": 0.1, "roster.talked_on": 0.8,
    "issues.reported_on": 0.2, "issues.closed_on": 0.2, "honours.certificate": 0.1, "member_honours.certificate": 0.1,
    "activities.teams": 0.5, "projects.finished_on": 0.5, "pairs.partner": 0.1, "applicants.talked_on": 0.2,
}  # fmt: skip
"""The fields that have empty cells, and which part of the cells is empty."""
FIRST_DAY, DAYS = date(2024, 1, 1), 366
OLDEST = date(2000, 1, 1)
MEMBERS = 9
"""The greatest number of a member or a thing that a text names."""
TYPICAL_MOST = 40
"""Numbers stay small, as they are in a branch, whatever the field would allow."""

Noise = Callable[[str], pl.Expr]
"""For a purpose, a column of unsigned integers that look random."""


@dataclass(frozen=True)
class Written:
    """A folder of tables, and which of their fields have empty cells."""

    folder: Path
    nullable: frozenset[str]


def generate(ruleset: RuleSet, branches: int, folder: Path, seed: int = 1) -> Written:
    """Write one Parquet file for each table of a rule set; the same arguments give the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, table) in enumerate(ruleset.tables.items()):
        count = branches if name == BRANCH else round(branches * RECORDS_PER_BRANCH[name])
        noise = _noise(f"{seed}/{number}")
        owner = pl.col("row") if name == BRANCH else noise("owner") % branches
        frame = (
            pl.select(row=pl.int_range(count, dtype=pl.UInt64))
            .with_columns(owner=owner)
            .sort("owner", "row")
            .with_columns(_columns(name, table, noise))
            .select(pl.col(column).cast(dtype) for column, dtype in schema_of(name, table).items())
        )
        frame.write_parquet(folder / f"{name}.parquet")
    return Written(folder, frozenset(EMPTY))


def _noise(salt: str) -> Noise:
    """Integers mixed from the number of the row, alike with every version of Polars."""

    def mixed(purpose: str) -> pl.Expr:
        start = int.from_bytes(f"{salt} {purpose}".encode()[-7:], "big")
        scrambled = (pl.col("row") + start) * pl.lit(0x9E3779B97F4A7C15, dtype=pl.UInt64)
        scrambled = (scrambled ^ scrambled // 2**30) * pl.lit(0xBF58476D1CE4E5B9, dtype=pl.UInt64)
        scrambled = (scrambled ^ scrambled // 2**27) * pl.lit(0x94D049BB133111EB, dtype=pl.UInt64)
        return scrambled // 2**31

    return mixed


def _columns(name: str, table: Table, noise: Noise) -> list[pl.Expr]:
    label = pl.format("b{}", pl.col("owner").cast(pl.String).str.zfill(7)).alias(KEY)
    identity = label.alias("name") if name == BRANCH else pl.format("r{}", pl.col("row")).alias(RECORD_ID)
    stored = {field: declared for field, declared in table.fields.items() if declared.derived is None}
    values: dict[str, pl.Expr] = {}
    for field, declared in stored.items():
        whole = None if declared.at_most is None else values[declared.at_most]
        values[field] = _value(name, declared, noise, field, whole)
    filled = [_with_gaps(f"{name}.{field}", value, noise).alias(field) for field, value in values.items()]
    return [label, identity, *filled]


def _value(table: str, field: Field, noise: Noise, purpose: str, whole: pl.Expr | None) -> pl.Expr:
    """A plausible value; a part reaches its whole more often than not."""
    drawn = noise(purpose)
    match field.type:
        case "date" if table == BRANCH:
            return OLDEST + pl.duration(days=drawn % 9100)
        case "date":
            return FIRST_DAY + pl.duration(days=drawn % DAYS)
        case "boolean":
            return drawn % 8 > 0
        case "choice" | "evidence":
            weighted = (drawn % 5).clip(upper_bound=2) if field.type == "evidence" else drawn
            return _picked(field.allowed, weighted)
        case "text":
            # Members are numbered from one within their branch, and other tables name them.
            own = pl.col("row").cum_count().over("owner") if purpose == "number" else drawn % MEMBERS + 1
            return own.cast(pl.String)
        case _:
            return _number(field, drawn, whole)


def _picked(allowed: Sequence[str], drawn: pl.Expr) -> pl.Expr:
    index = (drawn % len(allowed)).cast(pl.UInt32)
    return pl.lit(pl.Series(allowed, dtype=pl.Enum(allowed))).gather(index)


def _number(field: Field, drawn: pl.Expr, whole: pl.Expr | None) -> pl.Expr:
    if whole is not None:
        missing = pl.when(drawn % 3 == 0).then(drawn // 3 % 4).otherwise(0).cast(pl.Int64)
        return (whole - missing).clip(lower_bound=0)
    least, most = field.bounds
    reach = 9000 if most == 30000 else min(most - least, TYPICAL_MOST * 10**field.scale)
    return (drawn % (reach + 1)).cast(pl.Int64) + least


def _with_gaps(field: str, value: pl.Expr, noise: Noise) -> pl.Expr:
    part = EMPTY.get(field)
    return value if part is None else pl.when(noise(f"gap {field}") % 1000 >= int(1000 * part)).then(value)


def main() -> None:
    """Write the tables of the five-star rule set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    written = generate(load_ruleset(find("five-star@2024")).ruleset, arguments.branches, arguments.out, arguments.seed)
    for path in sorted(written.folder.glob("*.parquet")):
        print(f"{path}: {pl.scan_parquet(path).select(pl.len()).collect().item():,} rows")


if __name__ == "__main__":
    main()
