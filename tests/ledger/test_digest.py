from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from starcheck.ledger import Ledger

from .small import ledger

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


def as_yaml(data: object) -> str:
    """Data in the flow style of YAML, with dates as dates."""
    match data:
        case dict():
            return f"{{{', '.join(f'{key}: {as_yaml(value)}' for key, value in data.items())}}}"
        case list():
            return f"[{', '.join(map(as_yaml, data))}]"
        case date() | Decimal():
            return str(data)
        case _:
            return json.dumps(data, ensure_ascii=False)


def as_json(data: object) -> str:
    """Data as JSON, with dates as texts."""
    return json.dumps(data, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))


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
        ("branch:", "# a remark\nperiod: 2024\nruleset: small\nbranch:"),
    ],
)
def test_another_way_to_write_the_same_facts_does_not(old: str, new: str) -> None:
    assert changed(old, new).digest == ledger(PLAIN).digest


def test_the_digest_is_sha_256_in_hexadecimal() -> None:
    assert len(ledger(PLAIN).digest) == 64
    assert int(ledger(PLAIN).digest, 16) > 0
