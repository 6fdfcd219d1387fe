"""Numbers: names, lookups, bands and formulas, each a number or a percentage."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import company, formulas
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check.flaws import Flaw, Flaws, Found, written
from starcheck.rules.check.kinds import ANY, NUMBER, PERCENT, Kind, of_field
from starcheck.rules.check.references import branch_field, offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Operand
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.numbers import Bands, Constant, Formula, Lookup, Name, Number, Statistic

TRUTHS = ("true", "false")
"""How a lookup writes the values of a boolean field."""


def kind_of(scope: Scope, number: Number, at: Path) -> Found[Kind]:
    """Whether a number is a plain one or a percentage."""
    match number:
        case Constant(percent=percent):
            return PERCENT if percent else NUMBER
        case Name(name):
            return (yield from quantity(scope, name, at))
        case Lookup():
            return (yield from _lookup(scope, number, at))
        case Bands():
            return (yield from _bands(scope, number, at))
        case Statistic():
            return (yield from company.statistic(scope.ruleset, number, at))
        case Formula(_, expression):
            return (
                yield from formulas.kind_of(
                    lambda name: quantity(scope, name, (*at, "formula")), expression, (*at, "formula")
                )
            )


def expect(scope: Scope, what: str, wanted: Kind, number: Number, at: Path) -> Flaws:
    """A number is of the wanted kind.

    Args:
        scope: where it stands.
        what: what it is compared with or counted in, for the message.
        wanted: a number or a percentage.
        number: as written.
        at: its path.
    """
    if isinstance(number, Constant):
        yield from compared.sign(what, wanted, number, at)
        return
    kind = yield from kind_of(scope, number, at)
    if not kind.agrees_with(wanted):
        message = t("“{name}” is {kind}, but this is {other}.", name=what, kind=wanted.words, other=kind.words)
        yield Flaw(at, message, t("Write {kind} here.", kind=wanted.words))


def right_side(scope: Scope, name: str, kind: Kind, operand: Operand, at: Path) -> Flaws:
    """What a numeric quantity is compared with."""
    match operand:
        case str():
            yield from expect(scope, name, kind, Name(operand), at)
        case Constant() | Name() | Lookup() | Bands() | Formula() | Statistic():
            yield from expect(scope, name, kind, operand, at)
        case _:
            message = t("“{name}” is {kind}, not “{read}”.", name=name, kind=kind.words, read=written(operand))
            yield Flaw(at, message, t("Write {kind} here.", kind=kind.words))


def plain_points(scope: Scope, number: Number, at: Path) -> Flaws:
    """Points: never a percentage."""
    kind = yield from kind_of(scope, number, at)
    if kind.sort == "percent":
        yield Flaw(at, t("Points are plain numbers, not percentages."), t("Write the points."))


def is_known(scope: Scope, number: Number) -> bool:
    """Whether a number is the same whatever a branch leaves empty: constant, or by a required field."""
    match number:
        case Constant():
            return True
        case Lookup(by=by) | Bands(by=by):
            field = scope.branch_field(by)
            return field is None or field.required
        case _:
            return False


def entries(number: Number) -> list[tuple[Constant, Path]]:
    """The constants a number may take, with their paths below it; nothing if they are computed."""
    match number:
        case Constant():
            return [(number, ())]
        case Lookup(_, table, otherwise):
            named: list[tuple[Constant, Path]] = [(value, ("table", key)) for key, value in table.items()]
            return named if otherwise is None else [*named, (otherwise, ("else",))]
        case Bands(_, bands, otherwise):
            last = ("bands", len(bands), "else")
            return [*((band.value, ("bands", index, "value")) for index, band in enumerate(bands)), (otherwise, last)]
        case _:
            return []


def keys_of(field: Field) -> tuple[str, ...]:
    """The keys that a lookup by a field has, none if it can have any."""
    return TRUTHS if field.type == "boolean" else field.allowed


def quantity(scope: Scope, name: str, at: Path) -> Found[Kind]:
    """Whether a named quantity is a plain number or a percentage."""
    kind = yield from scope.find(name, at)
    if kind.is_numeric:
        return Kind(kind.sort)
    message = t("“{name}” is {kind}; a number is needed.", name=name, kind=kind.words)
    yield Flaw(at, message, t("Name a number: a constant, a measure or a field of the branch."))
    return ANY


def _lookup(scope: Scope, lookup: Lookup, at: Path) -> Found[Kind]:
    field = yield from branch_field(scope.ruleset.tables, lookup.by, (*at, "by"))
    if field is not None:
        yield from _keys(lookup, field, at)
    return (yield from _same_kind(lookup, at))


def _keys(lookup: Lookup, field: Field, at: Path) -> Flaws:
    keys = keys_of(field)
    if not keys:
        message = t(
            "“{name}” is {kind}; a lookup goes by a choice, or by true and false.",
            name=lookup.by,
            kind=of_field(field).words,
        )
        yield Flaw((*at, "by"), message, t("By size, write “bands” instead of “table”."))
        return
    for key in lookup.table:
        if key not in keys:
            message = t("“{read}” is not a choice of “{name}”.", read=key, name=lookup.by)
            yield Flaw((*at, "table", key), message, offer(key, keys), on_key=True)
    missing = [key for key in keys if key not in lookup.table]
    if missing and lookup.otherwise is None:
        yield Flaw((*at, "table"), t("Nothing is said for {choices}.", choices=missing), t("Add them, or “else”."))


def _bands(scope: Scope, bands: Bands, at: Path) -> Found[Kind]:
    by = yield from quantity(scope, bands.by, (*at, "by"))
    for index, band in enumerate(bands.bands):
        for operator, bound in band.tests:
            yield from compared.sign(bands.by, by, bound, (*at, "bands", index, operator))
    return (yield from _same_kind(bands, at))


def _same_kind(number: Lookup | Bands, at: Path) -> Found[Kind]:
    """Plain numbers throughout, or percentages throughout."""
    values = entries(number)
    percents = {value.percent for value, _ in values}
    if len(percents) == 1:
        return PERCENT if percents == {True} else NUMBER
    first = values[0][0].percent
    odd = next(path for value, path in values if value.percent is not first)
    yield Flaw((*at, *odd), t("Plain numbers and percentages stand in one table."), t("Write all of them alike."))
    return ANY
