"""What a summary says of the units that branches belong to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from starcheck.insight.units import Units
from starcheck.language import LANGS, Lang
from starcheck.report import Style
from starcheck.report.batch import render, summary
from starcheck.report.batch.units import MOST_ROWS
from starcheck.rules.schema.dictionary import BRANCH
from tests.report.test_results_workbook import RULES, Done, judged

NAMES = ("第一支部", "第二支部", "第三支部")


def shown(done: Done, lang: Lang = "en") -> list[str]:
    """The lines of the block that begins with the heading of the table, or with what is doubtful."""
    batch, _ = done
    blocks = render(batch, Style(lang, 80)).rstrip("\n").split("\n\n")
    return "\n\n".join(blocks[4:]).splitlines() if len(blocks) > 4 else []


def plain(done: Done) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(summary(done[0], {}, "en"))["units"]
    return found


@pytest.fixture(scope="module")
def parted() -> Done:
    committees: list[str | None] = ["甲党委", "甲党委", None]
    return judged(NAMES, group=["一集团", "二集团", "二集团"], company=["公司"] * 3, committee=committees)


def test_the_units_of_the_highest_step_that_parts_the_branches_are_shown_and_what_is_doubtful(parted: Done) -> None:
    assert shown(parted) == [
        "Group   Branches  Five stars, certain  Perhaps so  Mean now  Mean possible",
        "------  --------  -------------------  ----------  --------  -------------",
        "一集团         1                    0           0         0          101.5",
        "二集团         2                    0           0      1.75         103.25",
        "",
        "Units: Group 2, Company 2, Committee 2. All of them, with more figures, are in",
        "units.csv.",
        "“公司” stands under 一集团, 二集团: counted as 2 units. If it is one, correct",
        "the ledgers.",
        "Committee: branches without: 1.",
    ]


def test_the_summary_for_programs_tells_every_step(parted: Done) -> None:
    group, company, committee = plain(parted)
    assert group == {
        "field": "group", "title": "Group", "units": 2, "branches_without": 0, "without_is_known": True,
        "under_several": 0, "listed": [],
    }  # fmt: skip
    assert (company["under_several"], company["listed"]) == (1, [{"name": "公司", "above": [["一集团"], ["二集团"]]}])
    assert (committee["units"], committee["branches_without"]) == (2, 1)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "上级党委：有 1 个支部没有填写，不计入这一级的任何数字。"),
        ("en", "Committee: branches that do not say: 1. They are in none of its figures."),
    ],
)
def test_branches_that_do_not_say_where_they_belong_are_told(lang: Lang, told: str, parted: Done) -> None:
    batch, result = parted
    ruleset = RULES.ruleset
    branch = ruleset.tables[BRANCH]
    fields = branch.fields | {"committee": branch.fields["committee"].model_copy(update={"blank": "unknown"})}
    tables = ruleset.tables | {BRANCH: branch.model_copy(update={"fields": fields})}
    units = Units.of(result.results, ruleset.model_copy(update={"tables": tables}))
    assert told in shown((replace(batch, units=units), result), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_where_nobody_belongs_to_a_unit_nothing_is_said(lang: Lang) -> None:
    batch, result = judged(NAMES)
    without = replace(batch, units=Units())
    assert shown((batch, result), lang) == shown((without, result), lang)


def test_no_more_units_are_shown_than_fit(parted: Done) -> None:
    batch, result = parted
    rows = pl.concat([result.results.with_columns(in_group=pl.lit(f"集团{n:02}")) for n in range(MOST_ROWS + 2)])
    lines = shown((replace(batch, units=Units.of(rows, RULES.ruleset)), result))
    assert [line.split()[0] for line in lines if line.startswith("集团")] == [f"集团{n:02}" for n in range(MOST_ROWS)]
    assert any(line.startswith(f"Units: Group {MOST_ROWS + 2}, ") for line in lines)
    assert "Company: further names like that" not in "".join(lines)


def test_the_count_of_the_highest_level_says_what_it_counts(parted: Done) -> None:
    assert "确定五星级（个）" in shown(parted, "zh")[0]
    batch, result = parted
    settled = replace(batch, overview=replace(batch.overview, after_quotas=True))
    assert "Five stars, certain, after quotas" in shown((settled, result))[0]
