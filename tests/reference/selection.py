"""Which records a measure counts, and how many more there may be (semantics §2, §3)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from .comparisons import as_operators, fact_satisfies, quantity_satisfies
from .intervals import Quantity, point
from .literals import Raw, as_list, number
from .periods import Span, window
from .records import NONE, NUMERIC, UNKNOWN, definition_of, fact, interval, may_stay_none
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
    operators = as_operators(right)
    against_fields = {op: other for op, other in operators.items() if isinstance(other, dict)}
    plain = {op: other for op, other in operators.items() if op not in against_fields}
    return conjunction(
        [
            fact_satisfies(value, definition_of(table, key), plain, world.case.period),
            *(_against_field(world, table, row, key, op, other) for op, other in against_fields.items()),
        ]
    )


def _against_field(world: World, table: Table, row: Form, field: str, operator: str, other: Form) -> Truth:
    """One field against another of the record, or against a share of it."""
    name = other["field"] if "field" in other else other["of"]
    facts = [fact(world, table, row, name) for name in (field, name)]
    if NONE in facts:
        return False
    if definition_of(table, field)["type"] not in NUMERIC:
        if UNKNOWN in facts:
            return None
        days = [Quantity(point(day.toordinal())) for day in facts]
        return quantity_satisfies(days[0], operator, [days[1]])
    share = number(other.get("share", 1)) if "/" not in str(other.get("share", 1)) else Fraction(other["share"])
    left, right = interval(world, table, row, field), interval(world, table, row, name)
    return quantity_satisfies(Quantity(left), operator, [Quantity(right * point(share))])


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
