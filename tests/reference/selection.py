"""Which records a measure counts, and how many more there may be (semantics §2, §3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .comparisons import as_operators, fact_satisfies
from .literals import Raw, as_list
from .periods import Span, window
from .records import NONE, definition_of, fact, may_stay_none
from .truth import Truth, conjunction, disjunction, negation
from .world import Form, Table, World

EVIDENCE = {"accepted": True, "missing": False}


class Member(NamedTuple):
    """A record that is in the measure (True), or open (None)."""

    row: Form
    truth: Truth


class Selection(NamedTuple):
    """The records of a measure that are in or open, and its ``extra``."""

    table: Table
    members: list[Member]
    extra: int


def record_satisfies(world: World, table: Table, row: Form, condition: Form) -> Truth:
    """The truth of a record condition."""
    return conjunction(_entry_holds(world, table, row, key, right) for key, right in condition.items())


def _entry_holds(world: World, table: Table, row: Form, key: str, right: Raw) -> Truth:
    if key == "not":
        return negation(record_satisfies(world, table, row, right))
    if key in {"all", "any"}:
        combine = conjunction if key == "all" else disjunction
        return combine(record_satisfies(world, table, row, part) for part in right)
    value = fact(world, table, row, key)
    return fact_satisfies(value, definition_of(table, key), as_operators(right), world.case.period)


def select(world: World, name: str, form: Form, conditions: Iterable[Form] = ()) -> Selection:
    """The records of a table that match a measure's ``within``, ``evidence``, ``where`` and further conditions."""
    table = world.case.tables[name]
    span = window(form.get("within"), world.case.period)
    wheres = [*as_list(form.get("where", {})), *conditions]
    members = []
    for row in world.case.seen(table):
        truth = conjunction(
            [
                _in_window(world, table, row, span),
                _evidenced(table, row, form),
                *(record_satisfies(world, table, row, where) for where in wheres),
            ]
        )
        if truth is not False:
            members.append(Member(row, truth))
    return Selection(table, members, world.extra_records(table, span))


def having(world: World, selection: Selection, field: str) -> Selection:
    """The records that have a value in ``field``; one that may stay without is open."""
    table = selection.table
    members = [
        Member(row, None if may_stay_none(world, table, row, field) else truth)
        for row, truth in selection.members
        if fact(world, table, row, field) is not NONE
    ]
    return selection._replace(members=members)


def _in_window(world: World, table: Table, row: Form, span: Span) -> Truth:
    if table.date_field is None:
        return True
    day = world.case.day_of(table, row)
    return None if day is None else span.holds(day)


def _evidenced(table: Table, row: Form, form: Form) -> Truth:
    if form.get("evidence") != "required":
        return True
    (field,) = (name for name, definition in table.fields.items() if definition["type"] == "evidence")
    return EVIDENCE.get(row.get(field, ""))
