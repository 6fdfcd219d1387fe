"""The findings and gaps of many branches as columns say what the assessments of each say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.exact import Int, Q, as_text
from starcheck.engine.frames import collect_many
from starcheck.engine.lacking import MOST_NAMED
from starcheck.engine.program import compile_program
from starcheck.engine.results import Results
from starcheck.errors import InputError
from starcheck.insight.gaps import gaps
from starcheck.language import Text
from starcheck.ledger import load_ledger
from starcheck.ledger.tables import KEY, Tables
from starcheck.model import Finding, Gap
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import RuleSet
from tests.engine.plain import tables_of
from tests.engine.single import HEAD, YEAR
from tests.engine.test_agreement import BRANCHES, loaded
from tests.engine.test_results import FIVE_STAR, SAMPLES
from tests.strategies import Batch, batches

Form = Mapping[str, Any]
PAPER = {"papers": ["记录", "签到"], "score": {"deduct": [{"per": "missing_papers", "lose": 2}]}}
GAP = ("points_lost", "points_open", "due_by")
LISTED = ("period", "item", "paper")
"""The kinds of ids whose names an assessment lists as they are."""


@settings(suppress_health_check=list(HealthCheck))
@given(batches(st.just(BRANCHES)))
def test_the_columns_equal_the_assessments(batch: Batch) -> None:
    rules = loaded(batch.ruleset)
    tables = tables_of(rules.ruleset, *batch.ledgers)
    if batch.together:
        tables = tables.judged_together(dict.fromkeys((each["branch"]["id"] for each in batch.ledgers), "all"))
    try:
        told, expected = both(rules, tables, Period(*batch.period), batch.as_of)
    except InputError:
        reject()
    assert told == expected


@pytest.mark.parametrize("as_of", [date(2024, 4, 30), date(2024, 9, 1), date(2024, 12, 31)])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_told_like_the_assessments(path: Path, as_of: date) -> None:
    told, expected = both(FIVE_STAR, load_ledger(path, FIVE_STAR.ruleset).tables, YEAR, as_of)
    assert told == expected


@pytest.mark.parametrize("as_of", [date(2024, 6, 30), date(2024, 12, 31)])
def test_missing_things_papers_and_people_are_told_like_the_assessments(as_of: date) -> None:
    kind = {"type": "choice", "choices": ["计划", "总结", "制度"], "label": "类别"}
    fields = {"held_on": {"type": "date", "label": "日期"}, "kind": kind}
    checklist = {"checklist": "files.kind", "items": ["计划", "总结", "制度"]}
    monthly = {"coverage": "files", "every": "month"}
    rules, tables = ruled(
        [
            {"measure": checklist, "score": {"all_or_nothing": {"value": {"at_least": 3}}}},
            {"measure": monthly, "score": {"deduct": [{"per": "missing_periods", "lose": 1}]}},
            PAPER,
            {"score": {"judged": [0, 10]}},
        ],
        {"files": {"label": "文件", "date": "held_on", "fields": fields}},
        {"branch": {"id": "one"}, "files": [{"held_on": date(2024, 2, 5), "kind": "总结"}]},
        {"branch": {"id": "two"}, "papers": {"A-03": {"记录": "missing", "签到": "unreviewed"}}},
    )
    told, expected = both(rules, tables, YEAR, as_of)
    assert told == expected


def both(rules: Loaded, tables: Tables, period: Period, as_of: date) -> tuple[object, object]:
    """The findings and gaps that the columns tell, and those of the assessments."""
    assessed = dict(assess_tables(rules, tables, period=period, as_of=as_of))
    results = Results(compile_program(rules.ruleset, tables, Clock.at(period, as_of)))
    found, lacking = (collect_many(frame).to_dicts() for frame in (results.findings(), results.gaps()))
    told = (
        [plain(row, rules.ruleset) for row in found],
        {(row[KEY], row["criterion"]): plain_gap(row, rules.ruleset) for row in lacking},
    )
    expected = (
        [{KEY: name, **of_finding(finding)} for name in sorted(assessed) for finding in assessed[name].findings],
        {(name, gap.criterion): of_gap(gap) for name, each in assessed.items() for gap in gaps(each)},
    )
    return told, expected


def plain_gap(row: dict[str, Any], ruleset: RuleSet) -> tuple[object, ...]:
    """A row of gaps, its ids as far as an assessment says them."""
    return (*(row[name] for name in GAP), names_of(row["missing"], ruleset))


def plain(row: dict[str, Any], ruleset: RuleSet) -> dict[str, Any]:
    """A row of findings with its numbers as numbers, its ids as far as an assessment says them."""
    number = row["value_kind"] in {"number", "percent"}
    ends = {
        end: Fraction(row[end]) if number and row[end] is not None else row[end] for end in ("value_low", "value_high")
    }
    target = None if row["target"] is None else Fraction(row["target"])
    return {**row, **ends, "target": target, "missing": names_of(row["missing"], ruleset)}


def names_of(ids: list[str], ruleset: RuleSet) -> list[str]:
    """What an assessment says of ids: of marks only that they are missing, of fields their label."""
    found = [each.partition(":") for each in ids]
    people = [name for kind, _, name in found if kind == "person"]
    names = [*people] if len(people) <= MOST_NAMED else [f"{len(people)} people"]
    for kind, _, name in found:
        if kind == "field":
            table, _, field = name.partition(".")
            names.append(str(ruleset.tables[table].fields[field].label))
        elif kind != "person":
            names.append("mark" if kind == "mark" else name if kind in LISTED else f"{kind} {name}")
    return sorted(set(names))


def words_of(missing: tuple[Text | str, ...]) -> list[str]:
    """What an assessment says is missing, without the sentences around it."""
    return sorted({each if isinstance(each, str) else _words(each) for each in missing})


def _words(text: Text) -> str:
    match dict(text.values):
        case {"start": start, "name": name}:
            return f"table {name}/{start}"
        case {"label": _, "name": name}:
            return f"table {name}"
        case {"label": name} | {"name": name}:
            return str(name)
        case {"n": number}:
            return f"{number} people"
        case _:
            return {"a reviewer's mark": "mark"}.get(text.template, "others ")


def of_finding(finding: Finding) -> dict[str, Any]:
    """What a row has to say of a finding."""
    value = finding.quantities[0] if finding.quantities else None
    return {
        "criterion": finding.criterion,
        "section": finding.section,
        "outcome": finding.outcome.value,
        "reason": finding.reason and finding.reason.value,
        "points_low": finding.points.low,
        "points_high": finding.points.high,
        "points_max": finding.points.max,
        "value_low": value and said(value.low),
        "value_high": value and said(value.high),
        "value_kind": value and value.kind,
        "value_defined": value and value.defined,
        "target": finding.target,
        "missing": words_of(finding.missing),
        "due_by": finding.due_by,
    }


def said(end: Fraction | date | str | bool | None) -> Fraction | str | None:
    """A value that is no number as text."""
    if isinstance(end, bool):
        return str(end).lower()
    return str(end) if isinstance(end, date) else end


def of_gap(gap: Gap) -> tuple[object, ...]:
    """What a row has to say of a gap."""
    return (*(getattr(gap, name) for name in GAP), words_of(gap.shortfall))


def ruled(criteria: Sequence[Form], tables: Form, *ledgers: Form) -> tuple[Loaded, Tables]:
    """A rule set of some criteria with the tables of some branches."""
    named = [
        {"id": f"A-{number:02}", "title": "条款", "points": 10, **each} for number, each in enumerate(criteria, start=1)
    ]
    points = 10 * len(named)
    sections = [{"id": "A", "title": "大项", "points": points, "criteria": named}]
    declared = {"branch": {"label": "支部", "fields": {}}, **tables}
    rules = loaded({**HEAD, "points": points, "tables": declared, "sections": sections})
    return rules, tables_of(rules.ruleset, *ledgers)


def columns_of(criterion: Form, tables: Form, *ledgers: Form) -> pl.DataFrame:
    """The findings of one criterion for some branches over the year."""
    rules, held = ruled([criterion], tables, *ledgers)
    return collect_many(Results(compile_program(rules.ruleset, held, Clock.at(YEAR, None))).findings())


def test_a_rate_tells_both_its_counts() -> None:
    due = {"type": "integer", "min": 0, "max": 99, "label": "应到"}
    fields = {"held_on": {"type": "date", "label": "日期"}, "due": due, "came": {**due, "at_most": "due"}}
    criterion = {
        "measure": {"ratio": {"sum": "meetings.came"}, "over": {"sum": "meetings.due"}},
        "score": {"all_or_nothing": {"value": {"at_least": "95%"}}},
    }
    held = [{"held_on": date(2024, 3, 1), "due": 20, "came": came} for came in (19, 18)]
    found = columns_of(
        criterion,
        {"meetings": {"label": "会议", "date": "held_on", "fields": fields}},
        {"branch": {"id": "two"}, "meetings": held},
        {"branch": {"id": "none"}, "meetings": []},
    )
    assert found.select("branch", "value_low", "value_kind", "value_defined").rows() == [
        ("none", None, "percent", False),
        ("two", "37/40", "percent", True),
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [("3", "3"), ("0", "0"), ("-5/2", "-2.5"), ("7/20", "0.35"), ("1/3", "1/3")],
)
def test_numbers_are_written_exactly(number: str, text: str) -> None:
    exact = Fraction(number)
    num, den = exact.numerator, exact.denominator
    columns = pl.DataFrame({"num": [num * 2], "den": [den]}).lazy()
    column = Int(pl.col("num") // 2, abs(num) + 1)
    written = columns.select(
        constant=as_text(Q.of(exact)),
        moving=as_text(Q(column, Int.of(den))),
        of_two=as_text(Q(column, Int(pl.col("den"), den, 1))),
    ).collect()
    assert written["constant"].item() == written["moving"].item() == text
    assert Fraction(written["of_two"].item()) == exact


def test_rows_follow_the_ids_of_branches_then_the_rule_set() -> None:
    ledgers = [{"branch": {"id": name}} for name in ("b", "c", "a")]
    found = columns_of(PAPER, {}, *ledgers)
    assert found.select("branch", "criterion").rows() == [(name, "A-01") for name in "abc"]


def test_the_order_of_branches_changes_no_byte() -> None:
    def written(names: str) -> bytes:
        file = BytesIO()
        columns_of(PAPER, {}, *({"branch": {"id": name}} for name in names)).write_parquet(file)
        return file.getvalue()

    assert written("cab") == written("abc")
