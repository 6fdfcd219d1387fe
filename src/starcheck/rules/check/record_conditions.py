"""Conditions on records: their fields, compared with constants or with one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import other_fields
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.kinds import Kind, of_field
from starcheck.rules.check.references import listed, offer
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import (
    OPERATORS,
    OWN_VALUE,
    Comparison,
    Condition,
    CriteriaTest,
    Every,
    MeasureTest,
    Negation,
    Operand,
    PassedTest,
    SectionTest,
    Some,
    Test,
)
from starcheck.rules.schema.dictionary import Table
from starcheck.rules.schema.numbers import Bands, Constant, Formula, Lookup, Statistic


class Records(NamedTuple):
    """The records a condition speaks of.

    Attributes:
        name: of their table.
        constants: those of the rule set, for advice.
        has_window: the table's date is limited to a window already.
    """

    name: str
    table: Table
    constants: Mapping[str, Constant]
    has_window: bool = True


def of_records(records: Records, condition: Condition | None, at: Path) -> Flaws:
    """A condition on records, at its path."""
    match condition:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from of_records(records, part, at)
        case Negation(part):
            yield from of_records(records, part, at)
        case Test(name) if name in records.table.fields:
            yield from _field(records, condition, at)
        case Test(name, at=below) if name in OPERATORS:
            yield compared.no_left_side(name, (*at, *below))
        case Test(at=below):
            yield _no_field(records, condition, (*at, *below))
        case MeasureTest(at=below) | SectionTest(at=below) | CriteriaTest(at=below) | PassedTest(at=below):
            message = t("A condition on records speaks of the fields of “{table}” only.", table=records.name)
            yield Flaw((*at, *below), message, listed(records.table.fields))


def with_constants(records: Records | None, name: str, kind: Kind, comparison: Comparison, at: Path) -> Flaws:
    """What a field is compared with; ``records`` is None for the row of the branch."""
    constants = {} if records is None else records.constants
    flawed = False
    for operand, place in compared.operands(comparison, at):
        flaws = [*_constant(constants, name, kind, operand, place)]
        flawed = flawed or bool(flaws)
        yield from flaws
    if not flawed:
        yield from compared.on_grid(name, kind, comparison, at)
        yield from compared.in_order(kind, comparison, at)


def _field(records: Records, test: Test, at: Path) -> Flaws:
    kind = of_field(records.table.fields[test.name])
    yield from compared.operators(test.name, kind, test.comparisons, at)
    for comparison in test.comparisons:
        if comparison.op == "within" and records.has_window and test.name == records.table.date:
            message = t("“{name}” is the date that the window of the measure already limits.", name=test.name)
            yield Flaw((*at, *comparison.at), message, t("Write “within” beside “where”."))
        elif other_fields.named(comparison):
            yield from other_fields.check(records.table, test.name, comparison, at)
        elif compared.fits(comparison.op, kind):
            yield from with_constants(records, test.name, kind, comparison, at)


def _constant(constants: Mapping[str, Constant], name: str, kind: Kind, operand: Operand, at: Path) -> Flaws:
    if kind.is_numeric and isinstance(operand, str) and operand in constants:
        message = t("A condition on records takes the number itself, not the name “{name}”.", name=operand)
        yield Flaw(at, message, t("Write {value}.", value=written(constants[operand])))
    elif isinstance(operand, Lookup | Bands | Formula | Statistic):
        message = t("“{name}” is compared with a constant only.", name=name)
        yield Flaw(at, message, t("Compute what varies in a derived field."))
    else:
        yield from compared.constant(name, kind, operand, at)


def _no_field(records: Records, test: Test, at: Path) -> Flaw:
    table = records.table
    if test.name == OWN_VALUE:
        return Flaw(at, t("A record has no value of its own."), t("Name a field: {{attended: {{at_least: 3}}}}."))
    head, dot, field = test.name.partition(".")
    if dot and head == records.name and field in table.fields:
        message = t("The fields of a record are named without their table.")
        return Flaw(at, message, t("Write “{word}”.", word=field), on_key=True)
    message = t("The table “{table}” has no field “{field}”.", table=records.name, field=test.name)
    return Flaw(at, message, offer(test.name, table.fields), on_key=True)
