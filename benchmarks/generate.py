"""Invented ledgers of any number of branches, as Parquet tables sorted by branch."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import accumulate
from math import exp, factorial
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from starcheck.ledger.layout import layout
from starcheck.ledger.tables import KEY, RECORD_ID, schema_of
from starcheck.ledger.writing.natural import natural_frame
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
UNITS: Mapping[str, int] = {"group": 10_000, "company": 500, "committee": 20}
"""How many branches belong to each unit of a field, one after the other."""
FIRST_DAY, DAYS = date(2024, 1, 1), 366
OLDEST = date(2000, 1, 1)
MEMBERS = 9
"""The greatest number of a member or a thing that a text names."""
TYPICAL_MOST = 40
"""Numbers stay small, as they are in a branch, whatever the field would allow."""
MOST_RECORDS = 64
"""No branch has so many records in a table, so that each has a number of its own."""
AT_ONCE = 2**15
"""So many branches are invented at a time; memory depends on it, what is written does not."""
ROW_GROUP = 2**17
NOISE_RANGE = 2**33

Form = Callable[[str, Table, pl.DataFrame], pl.DataFrame]
"""What becomes of a table of stored values before it is written."""
Noise = Callable[[str], pl.Expr]
"""For a purpose, a column of unsigned integers that look random."""


@dataclass(frozen=True)
class Written:
    """A folder of tables, and which of their fields have empty cells."""

    folder: Path
    nullable: frozenset[str]


def stored(name: str, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table as the engine reads it: whole numbers, enumerations."""
    return frame.select(pl.col(column).cast(dtype) for column, dtype in schema_of(name, table).items())


def natural(name: str, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table as committees keep it, and ``starcheck batch`` reads it: exact decimals, texts."""
    return natural_frame(name, table, stored(name, table, frame))


FORMS: Mapping[str, Form] = {"natural": natural, "stored": stored}


def generate(ruleset: RuleSet, branches: int, folder: Path, seed: int = 1, form: Form = stored) -> Written:
    """Write one Parquet file for each table of a rule set.

    The same arguments give the same files, and the first branches of many are the same as those of few.
    """
    folder.mkdir(parents=True, exist_ok=True)
    declared = layout(ruleset)
    for number, name in enumerate(ruleset.tables):
        part = partial(_part, name, declared[name], form, _noise(f"{seed}/{number}"))
        frames = register_io_source(partial(_parts, part, branches), schema=part(range(0)).schema)
        frames.sink_parquet(folder / f"{name}.parquet", row_group_size=ROW_GROUP)
    return Written(folder, frozenset(EMPTY))


def _parts(part: Callable[[range], pl.DataFrame], branches: int, *_: object) -> Iterator[pl.DataFrame]:
    """A table in parts, as Polars streams it from a source of its own."""
    for start in range(0, branches, AT_ONCE):
        yield part(range(start, min(start + AT_ONCE, branches)))


def _part(name: str, table: Table, form: Form, noise: Noise, owners: range) -> pl.DataFrame:
    """What some branches have in a table."""
    owner = pl.int_range(owners.start, owners.stop, dtype=pl.UInt64)
    rows = pl.select(owner.alias("row"), pl.format("b{}", owner.cast(pl.String).str.zfill(7)).alias(KEY))
    if name != BRANCH:
        number = pl.int_ranges(0, _records(RECORDS_PER_BRANCH[name], noise("records")), dtype=pl.UInt64)
        numbered = rows.with_columns(number=number).filter(pl.col("number").list.len() > 0).explode("number")
        rows = numbered.with_columns(row=pl.col("row") * MOST_RECORDS + pl.col("number"))
    return form(name, table, rows.select(_columns(name, table, noise)))


def _records(mean: float, drawn: pl.Expr) -> pl.Expr:
    """How many records a branch has: as many as come by chance where each may come at any time."""
    chances = accumulate(exp(-mean) * mean**number / factorial(number) for number in range(MOST_RECORDS - 1))
    steps = pl.Series([int(chance * NOISE_RANGE) for chance in chances], dtype=pl.UInt64)
    return pl.lit(steps).search_sorted(drawn, side="right")


def _noise(salt: str) -> Noise:
    """Integers mixed from the number of the row, alike with every version of Polars."""

    def mixed(purpose: str) -> pl.Expr:
        start = int.from_bytes(sha256(f"{salt} {purpose}".encode()).digest()[:7], "big")
        scrambled = (pl.col("row") + start) * pl.lit(0x9E3779B97F4A7C15, dtype=pl.UInt64)
        scrambled = (scrambled ^ scrambled // 2**30) * pl.lit(0xBF58476D1CE4E5B9, dtype=pl.UInt64)
        scrambled = (scrambled ^ scrambled // 2**27) * pl.lit(0x94D049BB133111EB, dtype=pl.UInt64)
        return scrambled // (2**64 // NOISE_RANGE)

    return mixed


def _columns(name: str, table: Table, noise: Noise) -> list[pl.Expr]:
    identity = pl.col(KEY).alias("name") if name == BRANCH else pl.format("r{}", pl.col("row")).alias(RECORD_ID)
    stored = {field: declared for field, declared in table.fields.items() if declared.derived is None}
    values: dict[str, pl.Expr] = {}
    for field, declared in stored.items():
        whole = None if declared.at_most is None else values[declared.at_most]
        values[field] = _value(name, declared, noise, field, whole)
    filled = [_with_gaps(f"{name}.{field}", value, noise).alias(field) for field, value in values.items()]
    return [pl.col(KEY), identity, *filled]


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
            return _text(table, drawn, purpose)
        case _:
            return _number(field, drawn, whole)


def _text(table: str, drawn: pl.Expr, purpose: str) -> pl.Expr:
    """The unit of a branch, or a number: members are numbered from one within theirs, and other tables name them."""
    if table == BRANCH:
        return pl.format("{}-{}", pl.lit(purpose), pl.col("row") // UNITS[purpose])
    own = pl.col("row") % MOST_RECORDS + 1 if purpose == "number" else drawn % MEMBERS + 1
    return own.cast(pl.String)


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
    parser.add_argument("--form", choices=list(FORMS), default="natural", help="as committees keep it, or typed")
    arguments = parser.parse_args()
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    written = generate(ruleset, arguments.branches, arguments.out, arguments.seed, FORMS[arguments.form])
    for path in sorted(written.folder.glob("*.parquet")):
        print(f"{path}: {pl.scan_parquet(path).select(pl.len()).collect().item():,} rows")


if __name__ == "__main__":
    main()
