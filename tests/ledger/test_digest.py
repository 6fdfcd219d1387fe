from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from starcheck.ledger import Ledger, Tables
from starcheck.ledger.digest import digest_of, digests_of
from starcheck.ledger.tables import united

from .small import RULES, as_json, as_yaml, ledger

DAYS = st.dates(date(2023, 12, 1), date(2025, 1, 31))
MEETING = st.fixed_dictionaries(
    {"held_on": DAYS},
    optional={"kind": st.none() | st.sampled_from(["党课", "支委会"]), "expected": st.integers(1, 3)},
)
REPORT = st.fixed_dictionaries(
    {"topic": st.sampled_from(["一季度", "null", "2024", "是"])},
    optional={
        "hours": st.none() | st.integers(0, 99).map(lambda tenths: Decimal(tenths) / 10),
        "share": st.integers(0, 100).map(lambda share: f"{share}%"),
        "checked": st.booleans(),
        "scans": st.lists(st.sampled_from(["a.pdf", "b.pdf"]), max_size=2),
    },
)


ASIDE = {
    "marks": {"A-03": {"grade": "好"}},
    "papers": {"A-01": {"签到表": "missing", "会议记录": "accepted"}},
}


@st.composite
def ledgers_and_another_order(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same facts twice; tables, records and fields stand in another order."""
    tables: dict[str, list[dict[str, Any]]] = {
        "meetings": draw(st.lists(MEETING, max_size=5)),
        "reports": draw(st.lists(REPORT, max_size=5)),
    }
    facts: dict[str, Any] = {
        "branch": {"id": "b1", "members": 9},
        **ASIDE,
        **tables,
    }
    shuffled = {key: facts[key] for key in draw(st.permutations(list(facts)))}
    for table, records in tables.items():
        order = draw(st.permutations(records))
        shuffled[table] = [dict(reversed(record.items())) for record in order]
    return facts, shuffled


@given(ledgers_and_another_order())
def test_order_and_format_do_not_change_the_digest(facts: tuple[dict[str, Any], dict[str, Any]]) -> None:
    first, again = facts
    digest = ledger(as_yaml(first)).digest
    assert ledger(as_yaml(again)).digest == digest
    assert ledger(as_json(again), "ledger.json").digest == digest


@given(ledgers_and_another_order())
def test_yaml_and_json_of_the_same_facts_give_the_same_tables(facts: tuple[dict[str, Any], dict[str, Any]]) -> None:
    from_yaml, from_json = ledger(as_yaml(facts[0])).tables, ledger(as_json(facts[0]), "ledger.json").tables
    for table in ("meetings", "reports"):
        assert_frame_equal(from_yaml.records[table].collect(), from_json.records[table].collect())
    assert from_yaml.nullable == from_json.nullable


PLAIN = """\
branch: {id: b1, members: 9}
meetings: [{held_on: 2024-01-05, kind: 党课}]
honours: none
marks: {A-02/order: {points: 1}}
papers: {A-01: {会议记录: missing}}
"""


def changed(old: str, new: str) -> Ledger:
    assert old in PLAIN
    return ledger(PLAIN.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: b1", "id: b2"),
        ("members: 9", "members: 8"),
        ("members: 9", "members: 9, name: 第一党支部"),
        ("2024-01-05", "2024-01-06"),
        ("kind: 党课", "kind: 支委会"),
        (", kind: 党课", ""),
        ("{held_on", "{id: m1, held_on"),
        ("kind: 党课}", "kind: 党课}, {held_on: 2024-01-05, kind: 党课}"),
        ("honours: none", "honours: not_provided"),
        ("honours: none", "honours: {status: partial, records: []}"),
        ("honours: none", "honours: {covers: 2020-01-01..2024-12-31, records: []}"),
        ("points: 1", "points: 1.5"),
        ("points: 1", "points: 1, by: 评审组"),
        ("missing", "accepted"),
        ("会议记录: missing", "签到表: missing"),
    ],
)
def test_every_fact_changes_the_digest(old: str, new: str) -> None:
    assert changed(old, new).digest != ledger(PLAIN).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: b1", "id: b1, name: b1, motto: "),
        ("2024-01-05", '"2024-01-05"'),
        ("kind: 党课", "kind: 党课, expected: "),
        ("honours: none", "honours: {status: none}\nreports: not_provided"),
        ("points: 1", "points: 1.0"),
        ("会议记录: missing", "签到表: , 会议记录: missing"),
        ("honours: none", "honours: none\nreports: {status: partial, covers: 2023, records: []}"),
        ("branch:", "# a remark\nperiod: 2024\nruleset: small\nbranch:"),
    ],
)
def test_another_way_to_write_the_same_facts_does_not(old: str, new: str) -> None:
    assert changed(old, new).digest == ledger(PLAIN).digest


def test_an_empty_list_is_an_empty_cell() -> None:
    empty, blank = (ledger(f"reports: [{{topic: 一季度{scans}}}]") for scans in (", scans: []", ""))
    assert empty.digest == blank.digest


FULL = """\
branch: {id: b1, members: 9, name: 第一党支部, founded_on: 2015-06-01, motto: "say \\"hi\\" \\\\ 党"}
meetings:
  - {id: m1, held_on: 2024-01-05, kind: 党课, expected: 9, attended: 8}
  - {id: m2, held_on: 2024-01-06}
reports:
  status: partial
  covers: 2023-01-01..2024-12-31
  records: [{topic: "2024", hours: 17.5, share: 95%, checked: true, proof: accepted, scans: [b.pdf, a.pdf]}]
honours: none
marks: {A-02/order: {points: 1.5, reason: 整洁, by: 评审组, on: 2024-12-18}, A-03: {grade: 好}}
papers: {A-01: {会议记录: missing, 签到表: accepted}}
"""


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (PLAIN, "976973b4a0e0d3334cca878979becd3d1fd510a139507a8673c5a2bc3b9eae9f"),
        (FULL, "a2750ff8775b65ff2e72f1975e0497b94fcc586a816bfaa5d6086ed84deffc54"),
    ],
)
def test_the_digest_of_a_ledger_stays_what_it_was(text: str, digest: str) -> None:
    assert ledger(text).digest == digest


def read_otherwise(tables: Tables) -> Tables:
    """The same facts as another reader may hand them over."""

    def otherwise(frame: pl.LazyFrame) -> pl.LazyFrame:
        words = pl.selectors.enum().cast(pl.String)
        numbers = pl.selectors.integer().cast(pl.Int32)
        backwards = [pl.col(name) for name in reversed(frame.collect_schema().names())]
        return frame.reverse().select(backwards).with_columns(words, numbers, pl.lit(None).alias("left_empty"))

    complete = pl.LazyFrame({"branch": ["b1"], "unknown": [False], "covers_from": [None], "covers_to": [None]})
    return Tables(
        otherwise(tables.branches).with_columns(set=pl.lit("teams")),
        {name: otherwise(frame) for name, frame in reversed(list(tables.records.items()))},
        dict.fromkeys(tables.records, complete) | dict(tables.status),
        None if tables.marks is None else otherwise(tables.marks),
        papers=None if tables.papers is None else otherwise(tables.papers),
    )


@pytest.mark.parametrize("text", [PLAIN, FULL])
def test_the_digest_does_not_depend_on_the_reader(text: str) -> None:
    read = ledger(text)
    assert digest_of("b1", read_otherwise(read.tables)) == read.digest


def test_a_branch_among_others_has_the_digest_that_it_has_alone() -> None:
    first, second, third = ledger(PLAIN), ledger(FULL.replace("b1", "b2")), ledger("reports: none")
    parts = [("b1", first.tables), ("b2", second.tables), ("b3", third.tables)]
    together = digests_of(united(parts, RULES.tables))
    assert (together["b1"], together["b2"]) == (first.digest, second.digest)


def test_the_digest_is_sha_256_in_hexadecimal() -> None:
    assert len(ledger(PLAIN).digest) == 64
    assert int(ledger(PLAIN).digest, 16) > 0
