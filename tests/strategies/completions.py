"""What a ledger may still turn out to be, or become by the period's end."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .draft import Form
from .ledgers import markable, records, values
from .times import ONE_DAY, Period, days_around

ALWAYS = (date(1900, 1, 1), date(2999, 12, 31))
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
LONG_AGO = timedelta(days=1500)


def completions(
    ruleset: Form,
    ledger: Form,
    period: Period,
    as_of: date,
    *,
    reachable: bool,
) -> SearchStrategy[Form]:
    """Complete ledgers: every unknown cell filled, every table complete, every mark given.

    A standing completion adds only records that may exist up to ``as_of``; a reachable one also those that the
    ``future`` of their tables allows, and dates that were not yet there to be written down.
    Evaluate them at the period's end. Records dated after ``as_of`` are left out: nobody has seen them.
    """
    return _completions(ruleset, ledger, period, min(max(as_of, period[0]), period[1]), reachable)


@st.composite
def _completions(draw: DrawFn, ruleset: Form, ledger: Form, period: Period, as_of: date, reachable: bool) -> Form:  # noqa: FBT001
    complete: Form = {}
    for name, table in ruleset["tables"].items():
        filling = _fill(table, period, may_be_dated=reachable and as_of < period[1] and table.get("future") != "closed")
        if name == "branch":
            complete[name] = {**ledger["branch"], **draw(filling(ledger["branch"]))}
            continue
        status, covers, rows = _said(ledger.get(name, "not_provided"), period, as_of)
        dated = table.get("date")
        seen = [row for row in rows if dated is None or row[dated] <= as_of]
        further = draw(_unseen(table, status, covers, period, as_of))
        if reachable:
            further += draw(_future(table, period, as_of))
        filled = [draw(filling(row)) for row in seen + further]
        complete[name] = {"status": "complete", "covers": ALWAYS, "records": filled}
    marks = dict(ledger.get("marks", {}))
    for key, strategy in markable(ruleset):
        marks.setdefault(key, draw(strategy))
    return complete | {"marks": marks}


def _said(given: Any, period: Period, as_of: date) -> tuple[str, Period, list[Form]]:  # noqa: ANN401
    """Status, covers and records of a table."""
    if isinstance(given, str):
        given = {"status": given}
    if isinstance(given, list):
        given = {"status": "complete", "records": given}
    return given["status"], given.get("covers") or (period[0], as_of), given.get("records", [])


def _fill(table: Form, period: Period, *, may_be_dated: bool) -> Any:  # noqa: ANN401
    """A strategy that fills the unknown cells of a record."""
    fields = table["fields"]
    days = days_around(period)

    @st.composite
    def filled(draw: DrawFn, row: Form) -> Form:
        full = dict(row)
        for name in sorted(fields, key=lambda field: "at_most" in fields[field]):
            definition = fields[name]
            if "derived" in definition:
                continue
            if definition["type"] == "evidence" and full.get(name) != "accepted":
                full[name] = full.get(name, "unreviewed")
                if full[name] == "unreviewed":
                    full[name] = draw(st.sampled_from(["accepted", "missing"]))
            if full.get(name) is not None:
                continue
            if definition.get("blank") == "none":
                if not (definition["type"] == "date" and may_be_dated and draw(st.booleans())):
                    continue
            full[name] = draw(
                values(
                    definition,
                    days,
                    least=_greatest_below(fields, full, name),
                    greatest=full.get(definition.get("at_most", "")),
                ),
            )
        return full

    return filled


def _greatest_below(fields: Form, row: Form, name: str) -> Any:  # noqa: ANN401
    """The greatest known number that never exceeds this field."""
    below = [row[field] for field, other in fields.items() if other.get("at_most") == name and row.get(field) is not None]
    return max(below, default=None)


@st.composite
def _unseen(draw: DrawFn, table: Form, status: str, covers: Period, period: Period, as_of: date) -> list[Form]:
    """Records that may exist already, though the ledger does not show them."""
    incomplete = status in {"partial", "not_provided"}
    if "date" not in table:
        return draw(st.lists(records(table, days_around(period)), max_size=3)) if incomplete else []
    past = st.one_of(st.dates(period[0], as_of), st.dates(period[0] - LONG_AGO, as_of))
    if not incomplete:
        gaps = [
            (period[0] - LONG_AGO, min(as_of, covers[0] - ONE_DAY)),
            (covers[1] + ONE_DAY, as_of),
        ]
        gaps = [(first, last) for first, last in gaps if first <= last]
        if not gaps:
            return []
        past = st.one_of([st.dates(first, last) for first, last in gaps])
    return draw(_dated(table, past, period))


def _dated(table: Form, days: SearchStrategy[date], period: Period) -> SearchStrategy[list[Form]]:
    """Up to three records dated on some of the days."""
    dated = st.tuples(records(table, days_around(period)), days).map(lambda pair: {**pair[0], table["date"]: pair[1]})
    return st.lists(dated, max_size=3)


@st.composite
def _future(draw: DrawFn, table: Form, period: Period, as_of: date) -> list[Form]:
    """Records that may still be made."""
    future = table.get("future", "open")
    if as_of == period[1] or future == "closed":
        return []
    coming = st.dates(as_of + ONE_DAY, period[1])
    if "date" in table:
        rows = draw(_dated(table, coming, period))
    else:
        rows = draw(st.lists(records(table, days_around(period)), max_size=3))
    if future == "open":
        return rows
    made: Counter[int] = Counter()
    allowed = []
    for row in rows:
        day = row[table["date"]] if "date" in table else draw(coming)
        number = (day.year * 12 + day.month - 1) // MONTHS[future["per"]]
        made[number] += 1
        if made[number] <= future["at_most"]:
            allowed.append(row)
    return allowed
