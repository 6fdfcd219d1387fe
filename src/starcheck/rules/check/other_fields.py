"""One field of a record against another."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import Kind, of_field
from starcheck.rules.check.references import offer
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import ORDERINGS, Comparison, OtherField
from starcheck.rules.schema.dictionary import Table

OPERATORS = (*ORDERINGS, "equals")


def named(comparison: Comparison) -> bool:
    """Whether another field stands on the right of a comparison."""
    operand = comparison.operand if isinstance(comparison.operand, tuple) else (comparison.operand,)
    return any(isinstance(item, OtherField) for item in operand)


def out_of_place(at: Path) -> Flaw:
    """Another field where there is no record to take it from."""
    message = t("Only a condition on records compares one field with another.")
    return Flaw(at, message, t("Write the name alone, such as at_least: members."))


def check(table: Table, name: str, comparison: Comparison, at: Path) -> Flaws:
    """The other field exists, and is of one kind with the field on the left."""
    at, other = (*at, *comparison.at), comparison.operand
    if comparison.op not in OPERATORS or not isinstance(other, OtherField):
        message = t("“{op}” takes constants, not another field.", op=comparison.op)
        yield Flaw(at, message, t("Allowed: {choices}.", choices=list(OPERATORS)))
        return
    kind, at = of_field(table.fields[name]), (*at, "field" if other.share is None else "of")
    like = [key for key, field in table.fields.items() if key != name and _comparable(kind, of_field(field))]
    if other.field not in table.fields:
        yield Flaw(at, t("There is no field “{name}” in this table.", name=other.field), offer(other.field, like))
    elif other.field == name:
        yield Flaw(at, t("“{name}” is compared with itself.", name=name), t("Name another field."))
    elif not _comparable(kind, of_field(table.fields[other.field])):
        message = t(
            "“{name}” and “{other}” are not two numbers of one type, or two dates.", name=name, other=other.field
        )
        yield Flaw(at, message, offer(other.field, like))
    elif other.share is not None and not kind.is_numeric:
        yield Flaw(at, t("Only a number has a share; “{name}” is a date.", name=other.field), t("Write {{field: …}}."))


def _comparable(kind: Kind, other: Kind) -> bool:
    return kind.sort == other.sort and (kind.is_numeric or kind.sort == "date")
