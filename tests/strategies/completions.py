"""What a ledger may still turn out to be, or become by the period's end."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from .ledgers import leaves, markable, records, values
from .times import ONE_DAY, Period, days_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from .draft import Form, Raw

ALWAYS = (date(1900, 1, 1), date(2999, 12, 31))
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
LONG_AGO = timedelta(days=1500)


class Stage(NamedTuple):
    """The period, how much of it has been seen, whether the rest may still happen."""

    period: Period
    as_of: date
    reachable: bool

    @property
    def to_come(self) -> Period | None:
        """The days that may still bring something."""
        return (self.as_of + ONE_DAY, self.period[1]) if self.reachable and self.as_of < self.period[1] else None


class Said(NamedTuple):
    """What a ledger says about a table."""

    status: str
    covers: Period
    rows: list[Form]


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
    return _completions(ruleset, ledger, Stage(period, min(max(as_of, period[0]), period[1]), reachable))


@st.composite
def _completions(draw: DrawFn, ruleset: Form, ledger: Form, stage: Stage) -> Form:
    complete: Form = {}
    for name, table in ruleset["tables"].items():
        if name == "branch":
            complete[name] = draw(_filled(table, stage._replace(reachable=False), ledger["branch"]))
            continue
        said = _said(ledger.get(name, "not_provided"), stage)
        dated = table.get("date")
        rows = [row for row in said.rows if dated is None or row[dated] <= stage.as_of]
        rows += draw(_unseen(table, said, stage))
        rows += draw(_future(table, stage))
        filled = [draw(_filled(table, stage, row)) for row in rows]
        complete[name] = {"status": "complete", "covers": ALWAYS, "records": filled}
    marks = dict(ledger.get("marks", {}))
    for key, strategy in markable(ruleset):
        marks.setdefault(key, draw(strategy))
    papers = {
        name: {paper: draw(_settled(stated.get(paper))) for paper in asked}
        for name, asked in _asked(ruleset)
        for stated in [ledger.get("papers", {}).get(name, {})]
    }
    return complete | {"marks": marks} | ({"papers": papers} if papers else {})


def _asked(ruleset: Form) -> Iterator[tuple[str, list[str]]]:
    """The criteria that ask for papers, and which."""
    for holder in [*leaves(ruleset["sections"]), *ruleset.get("pools", [])]:
        yield from ((each["id"], each["papers"]) for each in holder["criteria"] if "papers" in each)


def _settled(state: str | None) -> SearchStrategy[str]:
    """What a reviewer says of a paper in the end."""
    return st.just(state) if state in {"accepted", "missing"} else st.sampled_from(["accepted", "missing"])


def _said(given: Raw, stage: Stage) -> Said:
    if isinstance(given, str):
        given = {"status": given}
    if isinstance(given, list):
        given = {"status": "complete", "records": given}
    covers = given.get("covers") or (stage.period[0], stage.as_of)
    return Said(given["status"], covers, given.get("records", []))


@st.composite
def _filled(draw: DrawFn, table: Form, stage: Stage, row: Form) -> Form:
    """The record with every unknown cell filled."""
    full = dict(row)
    days = days_around(stage.period)
    may_be_dated = stage.to_come is not None and table.get("future") != "closed"
    fields = {name: definition for name, definition in table["fields"].items() if "derived" not in definition}
    for name in sorted(fields, key=lambda field: "at_most" in fields[field]):
        definition = fields[name]
        if definition["type"] == "evidence":
            if full.get(name, "unreviewed") == "unreviewed":
                full[name] = draw(st.sampled_from(["accepted", "missing"]))
            continue
        stays_none = definition.get("blank") == "none" and not (
            may_be_dated and definition["type"] == "date" and draw(st.booleans())
        )
        if full.get(name) is None and not stays_none:
            least, greatest = _greatest_below(fields, full, name), full.get(definition.get("at_most", ""))
            full[name] = draw(values(definition, days, least=least, greatest=greatest))
    return full


def _greatest_below(fields: Form, row: Form, name: str) -> Raw:
    """The greatest known number that never exceeds this field."""
    below = [row.get(field) for field, other in fields.items() if other.get("at_most") == name]
    return max((number for number in below if number is not None), default=None)


@st.composite
def _unseen(draw: DrawFn, table: Form, said: Said, stage: Stage) -> list[Form]:
    """Records that may exist already, though the ledger does not show them."""
    incomplete = said.status in {"partial", "not_provided"}
    if "date" not in table:
        return draw(st.lists(records(table, days_around(stage.period)), max_size=3)) if incomplete else []
    first = stage.period[0] - LONG_AGO
    if incomplete:
        stretches = [(stage.period[0], stage.as_of), (first, stage.as_of)]
    else:
        stretches = [
            (first, min(stage.as_of, said.covers[0] - ONE_DAY)),
            (said.covers[1] + ONE_DAY, stage.as_of),
        ]
    past = [st.dates(start, end) for start, end in stretches if start <= end]
    return draw(_dated(table, st.one_of(past), stage)) if past else []


def _dated(table: Form, days: SearchStrategy[date], stage: Stage) -> SearchStrategy[list[Form]]:
    """Up to three records dated on some of the days."""
    return st.lists(_dated_record(table, days, stage), max_size=3)


@st.composite
def _dated_record(draw: DrawFn, table: Form, days: SearchStrategy[date], stage: Stage) -> Form:
    return {**draw(records(table, days_around(stage.period))), table["date"]: draw(days)}


@st.composite
def _future(draw: DrawFn, table: Form, stage: Stage) -> list[Form]:
    """Records that may still be made."""
    future = table.get("future", "open")
    if stage.to_come is None or future == "closed":
        return []
    coming = st.dates(*stage.to_come)
    if "date" in table:
        rows = draw(_dated(table, coming, stage))
    else:
        rows = draw(st.lists(records(table, days_around(stage.period)), max_size=3))
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
