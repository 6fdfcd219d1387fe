"""Derived fields: computed from fields that exist, into what they are declared to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starcheck.language import t
from starcheck.rules import formula
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import formulas
from starcheck.rules.check.flaws import Flaw, Flaws, Found, written
from starcheck.rules.check.kinds import ANY, Kind, of_field
from starcheck.rules.check.numbers import keys_of
from starcheck.rules.check.references import offer
from starcheck.rules.schema.atoms import Mistake, Path, Raw
from starcheck.rules.schema.dictionary import Between, Derived, Field, RecordLookup, Table
from starcheck.rules.schema.numbers import parse_constant

FORMS = ("days", "months", "formula", "lookup")
_STORED_ONLY = ("required", "at_most", "blank")


def check(table: Table, at: Path) -> Flaws:
    """The derived fields of a table at a path."""
    for name, field in table.fields.items():
        if field.derived is not None:
            yield from _derived(table, field, field.derived, (*at, "fields", name))


def sources(field: Field) -> list[str]:
    """The fields a derived field is computed from."""
    derived = field.derived
    if derived is None:
        return []
    names = []
    for between in (derived.days, derived.months):
        names += [] if between is None else [between.from_, between.to]
    if derived.lookup is not None:
        names += _keys(derived.lookup)
    if derived.formula is not None:
        names += formula.names(derived.formula[1])
    return names


def _derived(table: Table, field: Field, derived: Derived, at: Path) -> Flaws:
    for key in _STORED_ONLY:
        if key in field.model_fields_set:
            yield Flaw((*at, key), t("A derived field has no cells, so no “{key}”.", key=key), t("Remove it."))
    at = (*at, "derived")
    given = [form for form in FORMS if getattr(derived, form) is not None]
    if len(given) != 1:
        message = t("A derived field is computed in exactly one way.")
        yield Flaw(
            (*at, given[1]) if given else at, message, t("Allowed: {choices}.", choices=list(FORMS)), on_key=bool(given)
        )
        return
    match derived:
        case Derived(days=Between() as between) | Derived(months=Between() as between):
            yield from _between(table, field, between, (*at, given[0]))
        case Derived(formula=(_, expression)):
            yield from _formula(table, field, expression, (*at, "formula"))
        case Derived(lookup=RecordLookup() as lookup):
            yield from _lookup(table, field, lookup, (*at, "lookup"))


def _source(table: Table, name: str, at: Path) -> Found[Kind]:
    if name in table.fields:
        return of_field(table.fields[name])
    yield Flaw(at, t("There is no field “{name}” in this table.", name=name), offer(name, table.fields))
    return ANY


def _between(table: Table, field: Field, between: Between, at: Path) -> Flaws:
    if field.type != "integer":
        yield Flaw(at, t("Days and months are whole numbers, not {type}.", type=field.type), t("Write type: integer."))
    for key, name in (("from", between.from_), ("to", between.to)):
        kind = yield from _source(table, name, (*at, key))
        if kind.sort not in {"date", "any"}:
            dates = [other for other, candidate in table.fields.items() if candidate.type == "date"]
            message = t("“{name}” is {kind}; a date is needed.", name=name, kind=kind.words)
            yield Flaw((*at, key), message, offer(name, dates))


def _formula(table: Table, field: Field, expression: formula.Expression, at: Path) -> Flaws:
    def number(name: str) -> Found[Kind]:
        kind = yield from _source(table, name, at)
        if kind.is_numeric:
            return kind
        yield Flaw(at, t("“{name}” is {kind}; a number is needed.", name=name, kind=kind.words))
        return ANY

    declared = of_field(field)
    if not declared.is_numeric:
        message = t("A formula gives a number, not {type}.", type=field.type)
        yield Flaw(at, message, t("Write type: integer, decimal or percent."))
    result = yield from formulas.kind_of(number, expression, at)
    if declared.is_numeric and not result.agrees_with(declared):
        message = t("The formula gives {kind}, but the field is {other}.", kind=result.words, other=declared.words)
        yield Flaw(at, message, t("Change the type of the field, or the formula."))


def _lookup(table: Table, field: Field, lookup: RecordLookup, at: Path) -> Flaws:
    declared = of_field(field)
    if declared.sort not in {"number", "percent", "choice"}:
        message = t("A lookup gives a number or a choice, not {type}.", type=field.type)
        yield Flaw(at, message, t("Write type: integer, decimal, percent or choice."))
        return
    names = _keys(lookup)
    keys = []
    for index, name in enumerate(names):
        place = (*at, "by") if isinstance(lookup.by, str) else (*at, "by", index)
        kind = yield from _source(table, name, place)
        allowed = keys_of(table.fields[name]) if name in table.fields else ()
        if not allowed and kind.sort != "any":
            message = t(
                "“{name}” is {kind}; a lookup goes by a choice, or by true and false.", name=name, kind=kind.words
            )
            yield Flaw(place, message, t("Use a formula for numbers."))
        keys.append(allowed)
    yield from _level(lookup.table, keys, names, declared, (*at, "table"))


def _keys(lookup: RecordLookup) -> list[str]:
    return [lookup.by] if isinstance(lookup.by, str) else list(lookup.by)


def _level(rows: Mapping[str, Raw], keys: list[tuple[str, ...]], names: list[str], declared: Kind, at: Path) -> Flaws:
    """One level of a lookup: every key is named, and holds an entry or the next level."""
    allowed, *deeper = keys
    if allowed:
        yield from every_key(names[0], allowed, list(rows), at)
    for key, entry in rows.items():
        if not deeper:
            yield from _entry(entry, declared, (*at, key))
        elif isinstance(entry, dict):
            yield from _level(entry, deeper, names[1:], declared, (*at, key))
        else:
            message = t("For “{key}” there is a table by “{name}”.", key=key, name=names[1])
            yield Flaw((*at, key), message, t("Write {{choice: value, …}} here."))


def every_key(
    name: str, allowed: tuple[str, ...], given: list[str], at: Path, *, needed: Collection[str] | None = None
) -> Flaws:
    """A table has an entry for every choice of a field, and no other.

    Args:
        name: the field.
        allowed: its choices.
        given: the keys of the table.
        at: the path of the table.
        needed: the choices that can occur, if not all.
    """
    for key in given:
        if key not in allowed:
            message = t("“{read}” is not a choice of “{name}”.", read=key, name=name)
            yield Flaw((*at, key), message, offer(key, allowed), on_key=True)
    missing = [key for key in allowed if key not in given and (needed is None or key in needed)]
    if missing:
        yield Flaw(at, t("Nothing is said for {choices}.", choices=missing), t("Add an entry for each."))


def _entry(raw: Raw, declared: Kind, at: Path) -> Flaws:
    if declared.sort == "choice":
        yield from compared.constant("derived", declared, raw, at)
        return
    try:
        constant = parse_constant(raw)
    except Mistake as mistake:
        yield Flaw(at, mistake.message, mistake.hint)
        return
    yield from compared.sign("derived", declared, constant, at)
    if declared.scale is not None and (constant.value * 10**declared.scale).denominator != 1:
        message = t("{number} has more decimals than the field keeps.", number=written(constant))
        yield Flaw(at, message, t("Round it, or raise “places”."))
