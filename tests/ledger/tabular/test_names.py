from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from starcheck.ledger.layout import columns
from starcheck.ledger.tables import KEY, RECORD_ID
from starcheck.ledger.tabular.checks import check_records
from starcheck.ledger.tabular.columns import NAMED, NAMES, Typed, typed
from starcheck.ledger.tabular.gathering import gathered
from starcheck.ledger.tabular.headings import Headed
from starcheck.ledger.tabular.notes import Notes
from tests.ledger.small import RULES

from .sheets import typed_sheet

TABLE = RULES.tables["meetings"]
Name = tuple[str | None, str | None]

IDS = st.none() | st.sampled_from(["", "m1", "m9", "m10", "合计", "M1", "m1 "])
NAMES_OF_RECORDS = st.lists(st.tuples(st.none() | st.sampled_from(["a", "b", "合计", "b1"]), IDS), max_size=6)


def said(names: list[Name], *, streamed: bool) -> list[str]:
    """What is wrong with records of these names."""
    notes = Notes()
    check_records(found(names, notes, streamed=streamed), notes)
    return sorted(problem.say("en") for problem in notes.problems.all())


def found(names: list[Name], notes: Notes, *, streamed: bool) -> Typed:
    frame = pl.DataFrame(names, schema={KEY: pl.String, RECORD_ID: pl.String}, orient="row")
    headed = Headed("meetings", typed_sheet("meetings", frame), 1, {KEY: 0, RECORD_ID: 1}, None)
    rows = gathered("meetings", [headed], list(columns("meetings", TABLE)), {}, in_memory=0 if streamed else 1000)
    return typed(rows, TABLE, notes)


@given(names=NAMES_OF_RECORDS)
@example(names=[("a", "m9"), ("a", "m10"), ("b", "m9")])
@example(names=[("a", "m9"), ("b", "m9"), ("a", "m9")])
@example(names=[("a", "m9"), ("合计", None), ("a", "m9")])
def test_a_name_that_stands_twice_is_found_in_a_large_table_as_in_a_small_one(names: list[Name]) -> None:
    assert said(names, streamed=True) == said(names, streamed=False)


@pytest.mark.parametrize(
    "names",
    [
        [("a", "m9"), ("a", "m10"), ("b", "m1")],
        [("b", "m1"), ("a", "m1")],
        [("a", "m10"), ("a", "m9")],
    ],
)
def test_as_many_names_are_counted_as_records_have_in_whatever_order(names: list[Name]) -> None:
    tallied = found(names, Notes(), streamed=True).tallied
    assert tallied[NAMES] == tallied[NAMED] == len(names)
