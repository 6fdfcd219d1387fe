"""What branches belong to, and their ranks in it, as columns of many branches."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck import assess_many
from starcheck.batching.reviewing import SELF
from starcheck.calendar import Period
from starcheck.engine.placing import AFTER
from starcheck.engine.results import LEVEL, SCORE, ranked
from starcheck.rules.check.names import RESULTS
from starcheck.rules.load import Loaded
from tests.engine.test_agreement import loaded

Raw = Any  # what YAML holds
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


def rules(unit: Raw, *, hierarchy: bool = True) -> Loaded:
    """A rule set that takes its points from a field of the branch, with two steps of units."""
    points = {"type": "integer", "label": "分", "min": 0, "max": 9, "required": True}
    fields = {"company": unit | {"label": "公司"}, "office": unit | {"label": "办公室"}, "points": points}
    criterion = {"id": "A-01", "title": "甲", "points": 9, "measure": {"field": "branch.points"}}
    score = {"sum": [{"per": "value", "gain": 1}]}
    return loaded(
        {
            "ruleset": "units",
            "edition": "1",
            "title": "单位",
            "effective_from": date(2024, 1, 1),
            "points": 9,
            "tables": {"branch": {"label": "支部", "fields": fields}},
            "sections": [{"id": "A", "title": "甲", "points": 9, "criteria": [criterion | {"score": score}]}],
            "levels": [{"id": 1, "title": "一", "at_least": 5}],
        }
        | ({"hierarchy": ["branch.company", "office"]} if hierarchy else {})
    )


TEXT = {"type": "text", "blank": "none"}
BRANCHES = pl.DataFrame(
    {
        "branch": ["a", "b", "c", "d", "e"],
        "company": ["甲", "甲", "乙", "乙", None],
        "office": ["一", "一", "一", None, "一"],
        "points": [3, 2, 2, 5, 4],
    }
)


def ranked_in(ruleset: Loaded, *which: str) -> pl.DataFrame:
    return assess_many(ruleset, {"branch": BRANCHES}, period=YEAR).results.select("branch", *which)


def test_branches_have_a_rank_among_all_and_in_each_unit_they_belong_to() -> None:
    found = ranked_in(rules(TEXT), "rank_best", "rank_best_in_company", "rank_worst_in_company", "rank_best_in_office")
    assert found.rows() == [
        ("a", 3, 1, 1, 1), ("b", 4, 2, 2, 2), ("c", 4, 2, 2, 1), ("d", 1, 1, 1, None), ("e", 2, None, None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", [TEXT, {"type": "choice", "choices": ["甲", "乙", "一"]}], ids=["text", "choice"])
def test_results_name_the_units_as_texts(unit: Raw) -> None:
    found = ranked_in(rules(unit), "in_company", "in_office")
    assert found.schema["in_company"] == pl.String
    assert found.rows()[2:4] == [("c", "乙", "一"), ("d", "乙", None)]


def test_units_that_no_ledger_has_a_column_for_are_empty() -> None:
    tables = {"branch": BRANCHES.drop("company", "office")}
    found = assess_many(rules(TEXT), tables, period=YEAR).results
    assert found.select("in_company", "rank_best_in_office").null_count().row(0) == (5, 5)


def test_a_hierarchy_changes_nothing_else() -> None:
    with_, without = (
        assess_many(rules(TEXT, hierarchy=stated), {"branch": BRANCHES}, period=YEAR).results
        for stated in (True, False)
    )
    assert with_.select(without.columns).equals(without)


def test_no_section_can_be_called_like_anything_else_that_results_have_from_low_to_high() -> None:
    assert {SCORE, LEVEL, AFTER, f"{SELF}_{SCORE}", f"{SELF}_{LEVEL}"} == RESULTS


NAMES = st.sampled_from(["甲", "乙", None])
RATED = st.sampled_from([True, False, None])


@given(
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 3), st.integers(0, 2), RATED), max_size=8),
    st.sampled_from([0, 2, None]),
)
def test_the_rank_in_a_unit_is_the_one_among_its_branches_alone(
    drawn: list[tuple[str | None, str | None, int, int, bool | None]], left_out: int | None
) -> None:
    text, number, truth = pl.String(), pl.Int128(), pl.Boolean()
    schema = {"in_company": text, "in_office": text, "#low": number, "#high": number, "#sure": truth, "#may": truth}
    rows = [
        (company, office, low, low + more, rated is True, rated is not False)
        for company, office, low, more, rated in drawn
    ]
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_row_index()
    ruleset = rules(TEXT).ruleset
    found = ranked(ruleset, frame, left_out)
    for depth, path in enumerate([("in_company",), ("in_company", "in_office")]):
        name = ("company", "office")[depth]
        for unit in frame.select(path).unique().rows(named=True):
            own = pl.all_horizontal(pl.col(column).eq_missing(pl.lit(value)) for column, value in unit.items())
            alone = ranked(ruleset, frame.filter(own), left_out).select("rank_best", "rank_worst").rows()
            nowhere = unit[path[-1]] is None
            expected = [(None, None)] * len(alone) if nowhere else alone
            assert found.filter(own).select(f"rank_best_in_{name}", f"rank_worst_in_{name}").rows() == expected
