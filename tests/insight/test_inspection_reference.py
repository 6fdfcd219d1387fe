"""What deserves a second look, counted once more in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck.insight.inspection.inspecting import inspect_tables
from starcheck.ledger.tables import Tables, schema_of
from tests.ledger.small import RULES

Meeting = tuple[str, date | None, str | None, int | None, int | None]
Told = tuple[str, tuple[str, ...], int]

DAYS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 5)]
MEETINGS = st.tuples(
    st.sampled_from(["b1", "b2", "b3"]),
    st.sampled_from([*DAYS, None]),
    st.sampled_from(["党课", None]),
    st.sampled_from([10, 20, None]),
    st.sampled_from([10, None]),
)
FULL = st.tuples(st.sampled_from(["b1", "b2"]), st.sampled_from(DAYS[:2]), st.just("党课"), st.just(10), st.just(10))
ON_ONE_DAY = st.tuples(st.just("b1"), st.just(DAYS[0]), st.none(), st.none(), st.none())
DIFFERENT = st.tuples(
    st.sampled_from(["b1", "b2"]),
    st.sampled_from(DAYS),
    st.sampled_from(["党课", "支委会"]),
    st.sampled_from([10, 20]),
    st.just(7),
)
LEDGERS = st.one_of(
    st.lists(MEETINGS, max_size=60),
    st.lists(FULL, min_size=10, max_size=40),
    st.lists(ON_ONE_DAY, min_size=10, max_size=14),
    st.lists(DIFFERENT, min_size=16, unique=True),
)


def reference(rows: list[Meeting]) -> Iterator[Told]:
    by_branch: defaultdict[str, list[Meeting]] = defaultdict(list)
    for row in rows:
        by_branch[row[0]].append(row)
    for branch, own in by_branch.items():
        both = [(whole, part) for *_, whole, part in own if whole is not None and part is not None]
        if len(both) >= 12 and sum(whole for whole, _ in both) >= 100 and all(whole == part for whole, part in both):
            yield "always-full", (branch,), len(both)
        days = [day for _, day, *_ in own if day is not None]
        alike = [count for count in Counter(row[:3] for row in own if row[1] is not None).values() if count > 1]
        if sum(alike) - len(alike) >= 2:
            yield "same-day", (branch,), sum(alike)
        if len(days) >= 12 and len(set(days)) == 1:
            yield "one-day", (branch,), len(days)
        if len(days) >= 12 and len(set(days)) > 1 and set(days) <= set(DAYS[:2]):
            yield "month-ends", (branch,), len(days)
    telling = {branch: [row[1:] for row in own if _tells(row)] for branch, own in by_branch.items()}
    for one, other in combinations(sorted(telling), 2):
        shared = set(telling[one]) & set(telling[other])
        if len(shared) >= 5 and len(shared) * 2 >= min(len(telling[one]), len(telling[other])):
            yield "same-records", (one, other), sum(row in shared for row in telling[one] + telling[other])


def _tells(row: Meeting) -> bool:
    _, day, _, *counts = row
    return sum(value is not None for value in row[1:]) >= 3 and any(value is not None for value in (day, *counts))


@given(LEDGERS)
def test_patterns_are_those_of_plain_python(rows: list[Meeting]) -> None:
    schema = schema_of("meetings", RULES.tables["meetings"])
    frame = pl.DataFrame(
        [dict(zip(("branch", "held_on", "kind", "expected", "attended"), row, strict=True)) for row in rows],
        schema=schema,
    )
    branches = pl.LazyFrame(schema=schema_of("branch", RULES.tables["branch"]))
    looked = inspect_tables(Tables(branches, {"meetings": frame.lazy()}), RULES)
    told = [(each.check.id, found.branches, found.count) for each in looked for found in each.patterns]
    assert sorted(told) == sorted(reference(rows))
