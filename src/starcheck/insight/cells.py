"""Single values of a ledger, with what an empty one means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.records import Records
from starcheck.rules.schema.dictionary import NUMERIC, Field
from starcheck.rules.wording import EVIDENCE, Words

Value = Fraction | date | Words | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; without a value ``absent`` says whether there is none, or nobody knows."""

    value: Value
    percent: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the branch."""

    label: Words
    cell: Cell
    unit: str


def cell_reader(name: str, reading: Records, out: Outputs) -> Callable[[Row], Cell]:
    """What reads a field off a row."""
    field = reading.table.fields[name]
    value, absent = out.column(reading.column(name)), reading.unknown_is_none(name)

    def read(row: Row) -> Cell:
        return Cell(_value(value(row), field), field.type == "percent", absent)

    return read


def fact_reader(name: str, branch: Records, out: Outputs) -> Callable[[Row], Fact]:
    """What reads a field of the branch off its row."""
    field, cell = branch.table.fields[name], cell_reader(name, branch, out)
    return lambda row: Fact(field.label, cell(row), field.unit)


def _value(stored: object, field: Field) -> Value:
    """A cell as a person would say it."""
    match stored:
        case None | bool() | date():
            return stored
        case int() if field.type in NUMERIC:
            return Fraction(stored, 10**field.scale)
        case list():
            return ", ".join(map(str, stored))
        case str() if field.type == "evidence":
            return EVIDENCE[stored]
        case _:
            return str(stored)
