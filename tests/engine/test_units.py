"""What branches belong to, and their ranks in it, as columns of many branches."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from starcheck import assess_many
from starcheck.calendar import Period
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
