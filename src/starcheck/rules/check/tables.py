"""The data dictionary: its tables and fields make sense together."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import derived
from starcheck.rules.check.cycles import cycles
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.references import offer
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import BRANCH, NUMERIC, VALUE_LIMIT, Field, Table
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet

ARROW = " → "


def check(ruleset: RuleSet) -> Flaws:
    """All tables."""
    if BRANCH not in ruleset.tables:
        message = t("The table “branch” is missing: it says what is known of every branch.")
        yield Flaw(("tables",), message, t("Add “branch” with its “fields”, even if there are none."))
    for name, table in ruleset.tables.items():
        at = ("tables", name)
        yield from _branch(table, at) if name == BRANCH else _date(name, table, at)
        yield from _evidence(table, at)
        for field_name, field in table.fields.items():
            yield from _field(name, table, field_name, field, (*at, "fields", field_name))
        yield from _cycles(table, at)
        yield from derived.check(ruleset, table, at)


def _branch(table: Table, at: Path) -> Flaws:
    for key in ("date", "future"):
        if key in table.model_fields_set:
            message = t("The table “branch” has one row and no “{key}”.", key=key)
            yield Flaw((*at, key), message, t("Remove it."))


def _date(name: str, table: Table, at: Path) -> Flaws:
    if table.date is None:
        return
    field = table.fields.get(table.date)
    dates = [other for other, candidate in table.fields.items() if candidate.type == "date"]
    if field is None:
        message = t("The table “{table}” has no field “{field}”.", table=name, field=table.date)
        yield Flaw((*at, "date"), message, offer(table.date, dates))
    elif field.type != "date":
        message = t("“{name}” is {kind}; a date is needed.", name=table.date, kind=of_field(field).words)
        yield Flaw((*at, "date"), message, offer(table.date, dates))
    elif field.blank == "none":
        message = t("“{name}” dates the records, so no record is without it.", name=table.date)
        yield Flaw((*at, "fields", table.date, "blank"), message, t("Remove “blank”."))


def _evidence(table: Table, at: Path) -> Flaws:
    several = [name for name, field in table.fields.items() if field.type == "evidence"][1:]
    for name in several:
        message = t("A table has one field of the type evidence; “{first}” is it.", first=table.evidence_field)
        yield Flaw((*at, "fields", name, "type"), message, t("Use a choice here."))


def _field(table_name: str, table: Table, name: str, field: Field, at: Path) -> Flaws:
    if field.type == "choice" and not field.choices:
        yield Flaw(at, t("A choice names its “choices”."), t("Add “choices”, lowest first."))
    if field.type != "choice" and field.choices:
        message = t("“choices” belong to the type choice, not to {type}.", type=field.type)
        yield Flaw((*at, "choices"), message, t("Write type: choice."))
    if "places" in field.model_fields_set and field.type not in {"decimal", "percent"}:
        message = t("“places” belong to the types decimal and percent, not to {type}.", type=field.type)
        yield Flaw((*at, "places"), message, t("Remove it, or write type: decimal."))
    if field.required and field.blank == "none":
        message = t("An empty cell cannot be both a mistake and a fact.")
        yield Flaw((*at, "required"), message, t("Remove “required” or “blank: none”."))
    yield from _range(name, field, at)
    yield from _at_most(table_name, table, name, field, at)


def _range(name: str, field: Field, at: Path) -> Flaws:
    for key, end in (("min", field.min), ("max", field.max)):
        if end is not None:
            yield from _end(name, field, end, (*at, key))
    if field.min is not None and field.max is not None and field.min.value > field.max.value:
        message = t("“min” is above “max”, so no value is allowed.")
        yield Flaw((*at, "min"), message, t("The least value stands in “min”."))


def _end(name: str, field: Field, end: Constant, at: Path) -> Flaws:
    kind = of_field(field)
    if kind.scale is None:
        message = t("“{key}” belongs to numbers, not to {type}.", key=at[-1], type=field.type)
        yield Flaw(at, message, t("Remove it."), on_key=True)
        return
    yield from compared.sign(name, kind, end, at)
    units = end.value * 10**kind.scale
    if units.denominator != 1:
        message = t("{number} has more decimals than the field keeps.", number=written(end))
        yield Flaw(at, message, t("Round it, or raise “places”."))
    elif abs(units) > VALUE_LIMIT:
        message = t("{number} is beyond what can be counted exactly.", number=written(end))
        yield Flaw(at, message, t("Count in a larger unit."))


def _at_most(table_name: str, table: Table, name: str, field: Field, at: Path) -> Flaws:
    whole = field.at_most
    if whole is None:
        return
    at = (*at, "at_most")
    like = [other for other, candidate in table.fields.items() if _alike(field, candidate) and other != name]
    if field.type not in NUMERIC:
        yield Flaw(at, t("“{key}” belongs to numbers, not to {type}.", key="at_most", type=field.type), t("Remove it."))
    elif whole not in table.fields:
        message = t("The table “{table}” has no field “{field}”.", table=table_name, field=whole)
        yield Flaw(at, message, offer(whole, like))
    elif not _alike(field, table.fields[whole]):
        message = t("“{name}” and “{other}” are not of one type with equally many decimals.", name=name, other=whole)
        yield Flaw(at, message, offer(whole, like))


def _alike(field: Field, other: Field) -> bool:
    """Whether two numbers are counted in the same smallest unit."""
    return {field.type, other.type} <= NUMERIC and of_field(field) == of_field(other)


def _cycles(table: Table, at: Path) -> Flaws:
    limits = {name: [field.at_most] for name, field in table.fields.items() if field.at_most is not None}
    for chain in cycles(limits):
        message = t("“{name}” is limited by itself: {chain}.", name=chain[0], chain=ARROW.join(chain))
        yield Flaw((*at, "fields", chain[0], "at_most"), message, t("Remove one “at_most” of the chain."))
    sources = {name: field.derived.sources for name, field in table.fields.items() if field.derived is not None}
    for chain in cycles(sources):
        message = t("“{name}” is computed from itself: {chain}.", name=chain[0], chain=ARROW.join(chain))
        yield Flaw((*at, "fields", chain[0], "derived"), message, t("Compute one of them from stored fields."))
