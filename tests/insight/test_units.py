from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck import load_ruleset
from starcheck.insight.overview import overview
from starcheck.insight.tallies import CERTAIN, POSSIBLE, SPREAD, count_of, spread_of
from starcheck.insight.units import Units
from starcheck.rules.library import find
from tests.engine.small import rules

RULES = load_ruleset(find("five-star@2024")).ruleset
PATH = ("in_group", "in_company", "in_committee")
Branch = tuple[str | None, str | None, str | None, str, str, int, int]
"""Its units, its lowest and highest level, its scores in hundredths."""


def results(branches: Sequence[Branch]) -> pl.DataFrame:
    columns = list(zip(*branches, strict=True)) if branches else [()] * 7
    named = {name: pl.Series(values, dtype=pl.String) for name, values in zip(PATH, columns, strict=False)}
    levels = {f"level_{end}": pl.Series(columns[3 + i], dtype=pl.String) for i, end in enumerate(("low", "high"))}
    scores = {
        f"score_{end}": pl.Series([Decimal(each) / 100 for each in columns[5 + i]], dtype=pl.Decimal(38, 2))
        for i, end in enumerate(("low", "high"))
    }
    return pl.DataFrame({**named, **levels, **scores})


def units_of(*ways: tuple[str | None, str | None, str | None]) -> Units:
    return Units.of(results([(*way, "4", "5", 8_000, 9_000) for way in ways]), RULES)


def test_a_unit_counts_the_branches_of_all_units_in_it() -> None:
    table = units_of(("甲", "一", "A"), ("甲", "一", "B"), ("甲", "二", "C"), ("乙", "三", "D")).table
    assert table.select("unit", "name", "branches").rows() == [
        ("group", "乙", 1), ("company", "三", 1), ("committee", "D", 1),
        ("group", "甲", 3), ("company", "一", 2), ("committee", "A", 1), ("committee", "B", 1),
        ("company", "二", 1), ("committee", "C", 1),
    ]  # fmt: skip


def test_the_points_that_branches_lose_are_summed_up_in_each_unit() -> None:
    points = pl.Series([Decimal("1.50"), Decimal("2.25"), Decimal(4)], dtype=pl.Decimal(38, 2))
    ways = [("甲", "一", "A"), ("甲", "一", "A"), ("乙", "二", "B")]
    rows = results([(*way, "4", "5", 8_000, 9_000) for way in ways]).with_columns(lost=points, open=points * 2)
    found = Units.of(rows, RULES).table.filter(pl.col("unit") == "group")
    assert found.select("name", "lost", "open").rows() == [
        ("乙", Decimal("4.00"), Decimal("8.00")), ("甲", Decimal("3.75"), Decimal("7.50")),
    ]  # fmt: skip


def test_one_name_under_two_units_counts_as_two_and_is_told() -> None:
    found = units_of(("甲", "一", "A"), ("甲", "二", "A"), ("乙", "二", "B"))
    assert found.table.filter(pl.col("unit") == "committee").select(*PATH).rows() == [
        ("乙", "二", "B"), ("甲", "一", "A"), ("甲", "二", "A"),
    ]  # fmt: skip
    assert [(step.field, step.units, step.splits) for step in found.steps] == [
        ("group", 2, 0), ("company", 3, 1), ("committee", 3, 1),
    ]  # fmt: skip
    _, company, committee = found.steps
    assert [(each.name, each.above) for each in company.split] == [("二", (("乙",), ("甲",)))]
    assert [(each.name, each.above) for each in committee.split] == [("A", (("甲", "一"), ("甲", "二")))]


def test_a_name_within_units_of_one_name_is_not_told_again() -> None:
    found = units_of(("甲", "一", "A"), ("乙", "一", "A"))
    assert [(step.units, step.splits) for step in found.steps] == [(2, 0), (2, 1), (2, 0)]


def test_a_branch_without_a_unit_is_in_none_of_that_step_and_is_counted() -> None:
    found = units_of(("甲", None, "A"), ("甲", "一", None), (None, None, None))
    assert [(step.units, step.without) for step in found.steps] == [(1, 1), (1, 2), (1, 2)]
    assert found.table.select(*PATH, "branches").rows() == [
        ("甲", None, None, 2), ("甲", None, "A", 1), ("甲", "一", None, 1),
    ]  # fmt: skip


def test_a_unit_that_stands_somewhere_and_nowhere_is_told() -> None:
    *_, committee = units_of(("甲", "一", "A"), ("甲", None, "A")).steps
    assert [(each.name, each.above) for each in committee.split] == [("A", (("甲", None), ("甲", "一")))]


def test_the_foremost_step_is_the_highest_that_parts_the_branches() -> None:
    def foremost(*ways: tuple[str | None, str | None, str | None]) -> str | None:
        step = units_of(*ways).foremost
        return None if step is None else step.field

    assert foremost(("甲", "一", "A"), ("乙", "一", "A")) == "group"
    assert foremost(("甲", "一", "A"), ("甲", "二", "B")) == "company"
    assert foremost(("甲", "一", None), ("甲", "一", None)) == "company"
    assert foremost((None, None, None)) is None


def test_without_branches_there_are_no_units_and_the_same_columns() -> None:
    nobody, somebody = units_of(), units_of(("甲", "一", "A"))
    assert nobody.table.is_empty()
    assert nobody.table.schema == somebody.table.schema
    assert [(step.units, step.without) for step in nobody.steps] == [(0, 0)] * 3


def test_states_that_no_condition_leads_to_have_no_columns() -> None:
    found = units_of(("甲", "一", "A")).table.columns
    assert {f"level_{level}_certain" for level in ("5", "1", "none", "not_rated")} <= set(found)
    assert "level_scored_only_certain" not in found


NAMES = st.sampled_from(["甲", "乙", None])
LEVELS = st.sampled_from(["5", "4", "3", "2", "1", "none", "not_rated"])
BRANCHES = st.lists(
    st.tuples(NAMES, NAMES, NAMES, LEVELS, LEVELS, st.integers(-100, 12_000), st.integers(-100, 12_000)), max_size=12
)


@given(BRANCHES)
def test_the_figures_of_a_unit_are_those_of_its_branches_alone(drawn: list[Branch]) -> None:
    rows = results(drawn)
    for unit in Units.of(rows, RULES).table.rows(named=True):
        depth = RULES.units.index(unit["unit"]) + 1
        own = rows.filter(pl.all_horizontal(pl.col(name).eq_missing(pl.lit(unit[name])) for name in PATH[:depth]))
        alone = overview(own, RULES)
        counts: dict[str, Any] = {"branches": alone.branches, "scored": alone.scored}
        for level in alone.levels:
            counts |= {count_of(level.id, CERTAIN): level.certain, count_of(level.id, POSSIBLE): level.possible}
        for end, spread in (("low", alone.low), ("high", alone.high)):
            figures = (None,) * 6 if spread is None else (spread.mean, spread.least, *spread.quartiles, spread.greatest)
            counts |= {spread_of(end, name): figure for name, figure in zip(SPREAD, figures, strict=True)}
        assert {name: unit[name] for name in counts} == counts


@given(BRANCHES)
def test_every_branch_is_in_one_unit_of_a_step_or_in_none(drawn: list[Branch]) -> None:
    found = Units.of(results(drawn), RULES)
    for step in found.steps:
        of_step = found.table.filter(pl.col("unit") == step.field)
        assert (of_step.height, of_step["branches"].sum() + step.without) == (step.units, len(drawn))


def test_a_rule_set_without_hierarchy_has_no_units() -> None:
    found = Units.of(pl.DataFrame({"branch": ["a"]}), rules({}))
    assert (found.steps, found.table.columns, found.foremost) == ((), [], None)
