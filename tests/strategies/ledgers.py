"""Ledgers that fit a rule set: known, unknown and none cells, partly covered tables, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from .draft import TEXTS, Form, Raw
from .times import ONE_DAY, Period, days_around

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

NUMERIC = ("integer", "decimal", "percent")
LEAST, GREATEST = -3, 10
PAPER_STATES = ("accepted", "missing", "unreviewed")


def ledgers(ruleset: Form, period: Period, as_of: date) -> SearchStrategy[Form]:
    """Ledgers for one rule set, with dates around the period and ``as_of``."""
    return _ledgers(ruleset, period, as_of)


@st.composite
def _ledgers(draw: DrawFn, ruleset: Form, period: Period, as_of: date) -> Form:
    days = st.one_of(days_around(period), st.sampled_from([as_of, as_of + ONE_DAY]))
    tables: Mapping[str, Form] = ruleset["tables"]
    ledger: Form = {"branch": {"id": "b1", "name": "一支部", **draw(records(tables["branch"], days))}}
    for name, table in tables.items():
        if name != "branch":
            given = draw(_given(table, days, period))
            ledger |= {} if given is None else {name: given}
    marks = {key: mark for key, strategy in markable(ruleset) if (mark := draw(st.none() | strategy))}
    papers = {
        criterion["id"]: draw(st.dictionaries(st.sampled_from(criterion["papers"]), st.sampled_from(PAPER_STATES)))
        for holder in [*leaves(ruleset["sections"]), *ruleset.get("pools", [])]
        for criterion in holder["criteria"]
        if "papers" in criterion
    }
    return ledger | ({"marks": marks} if marks else {}) | ({"papers": papers} if papers else {})


@st.composite
def _given(draw: DrawFn, table: Form, days: SearchStrategy[date], period: Period) -> Raw:
    """What a ledger says about one table; None if nothing."""
    shape = draw(st.sampled_from(["list"] * 5 + ["covers", "covers", "partial", "none", "not_provided", "absent"]))
    if shape in {"none", "not_provided"}:
        return shape
    if shape == "absent":
        return None
    rows = draw(st.lists(records(table, days), max_size=6))
    if shape == "list":
        return rows
    covers = draw(_covers(period)) if shape == "covers" else None
    return {"status": "partial" if shape == "partial" else "complete", "covers": covers, "records": rows}


def _covers(period: Period) -> SearchStrategy[Period]:
    first, last = period
    starts = st.sampled_from([first - timedelta(days=4000), first, first + timedelta(days=40)])
    return st.tuples(starts, st.sampled_from([last, last - timedelta(days=20)])).filter(lambda span: span[0] <= span[1])


@st.composite
def records(draw: DrawFn, table: Form, days: SearchStrategy[date]) -> Form:
    """A record that keeps to the data dictionary."""
    row: Form = {}
    fields: Mapping[str, Form] = table["fields"]
    for name in sorted(fields, key=lambda field: "at_most" in fields[field]):
        definition = fields[name]
        if "derived" in definition:
            continue
        must = definition.get("required") or name == table.get("date")
        if not must and draw(st.integers(0, 99)) >= 85:
            continue
        row[name] = draw(values(definition, days, greatest=row.get(definition.get("at_most", ""))))
    return row


def values(
    definition: Form,
    days: SearchStrategy[date],
    *,
    least: Raw = None,
    greatest: Raw = None,
) -> SearchStrategy[Raw]:
    """The values that a field allows; ``least`` and ``greatest`` narrow the range of a number."""
    kind = definition["type"]
    if kind in NUMERIC:
        return _numbers(definition, least, greatest)
    plain: dict[str, Callable[[], SearchStrategy[Raw]]] = {
        "boolean": st.booleans,
        "date": lambda: days,
        "choice": lambda: st.sampled_from(definition["choices"]),
        "text": lambda: st.sampled_from(TEXTS),
        "evidence": lambda: st.sampled_from(["accepted", "unreviewed", "missing"]),
    }
    return plain[kind]()


def _numbers(definition: Form, narrow_least: Raw, narrow_greatest: Raw) -> SearchStrategy[Raw]:
    kind = definition["type"]
    places = 0 if kind == "integer" else definition.get("places", 2)
    least, greatest = (_plain(definition.get(key)) for key in ("min", "max"))
    least = LEAST if least is None else least
    greatest = (150 if kind == "percent" else GREATEST) if greatest is None else greatest
    least = least if narrow_least is None else max(least, narrow_least)
    greatest = greatest if narrow_greatest is None else min(greatest, narrow_greatest)
    if kind == "integer":
        return st.integers(int(least), int(greatest))
    scale = 10**places
    whole = st.integers(int(Decimal(least) * scale), int(Decimal(greatest) * scale))
    return _scaled(whole, scale, "%" if kind == "percent" else "")


@st.composite
def _scaled(draw: DrawFn, whole: SearchStrategy[int], scale: int, sign: str) -> Raw:
    """An exact number, or the percentage of so much."""
    number = Decimal(draw(whole)) / scale
    return f"{number:f}{sign}" if sign else number


def _plain(limit: Raw) -> Raw:
    """A limit without its percent sign."""
    return Decimal(limit[:-1]) if isinstance(limit, str) else limit


def markable(ruleset: Form) -> Iterator[tuple[str, SearchStrategy[Form]]]:
    """Every key that a reviewer may mark, with the marks that fit."""
    ranges: dict[str, list[list[Raw]]] = {}
    grades: dict[str, list[str]] = {}
    for holder in [*leaves(ruleset["sections"]), *ruleset.get("pools", [])]:
        for criterion in holder["criteria"]:
            key = criterion["id"]
            for at, found in _ranges(criterion["score"], key, key):
                ranges.setdefault(at, []).append(found)
            if "grades" in criterion["score"]:
                grades[key] = list(criterion["score"]["grades"])
    for key, found_ranges in ranges.items():
        ends = [end for found in found_ranges for end in found]
        on_grid = [end for end in (*ends, Decimal(min(ends) + max(ends)) / 2) if end % ruleset["unit"] == 0]
        if on_grid:
            yield key, st.fixed_dictionaries({"points": st.sampled_from(on_grid)})
    for key, names in grades.items():
        yield key, st.fixed_dictionaries({"grade": st.sampled_from(names)})


def leaves(sections: list[Form]) -> Iterator[Form]:
    """The sections that hold criteria."""
    for section in sections:
        yield from leaves(section["sections"]) if "sections" in section else [section]


def _ranges(node: Raw, criterion: str, key: str) -> Iterator[tuple[str, list[Raw]]]:
    """The reviewers' ranges of a tree, each with the key of its mark."""
    if isinstance(node, list):
        for child in node:
            yield from _ranges(child, criterion, key)
        return
    if not isinstance(node, dict):
        return
    if "id" in node:
        key = f"{criterion}/{node['id']}"
    for name, value in node.items():
        if name in {"gain", "lose", "points", "judged"} and isinstance(value, list):
            yield key, value
        elif name in {"sum", "best", "worst", "first", "deduct", "tiers", "cases"}:
            yield from _ranges(value, criterion, key)
