"""Derived fields: computed from fields that exist, into what they are declared to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from starcheck.language import Text, t
from starcheck.rules import formula
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check import formulas
from starcheck.rules.check.flaws import Flaw, Flaws, Found, written
from starcheck.rules.check.kinds import ANY, Kind, of_field
from starcheck.rules.check.numbers import keys_of
from starcheck.rules.check.references import listed, offer
from starcheck.rules.schema.atoms import Mistake, Path, Raw
from starcheck.rules.schema.dictionary import Between, DatePart, Derived, Field, RecordLookup, Table, WorkingDays
from starcheck.rules.schema.numbers import parse_constant
from starcheck.rules.schema.ruleset import RuleSet

_STORED_ONLY = ("required", "at_most", "blank")

Wanted = Literal["date", "number", "choice"]
_WANTED: Mapping[Wanted, Text] = {
    "date": t("a date"),
    "number": t("a number or a percentage"),
    "choice": t("a choice, or true and false,"),
}


def check(ruleset: RuleSet, table: Table, at: Path) -> Flaws:
    """The derived fields of a table at a path."""
    for name, field in table.fields.items():
        if field.derived is not None:
            yield from _derived(ruleset, table, name, field, (*at, "fields", name))


def _derived(ruleset: RuleSet, table: Table, name: str, field: Field, at: Path) -> Flaws:
    for key in _STORED_ONLY:
        if key in field.model_fields_set:
            message = t("A derived field has no cells, so no “{key}”.", key=key)
            yield Flaw((*at, key), message, t("Remove it."), on_key=True)
    derived, at = field.derived, (*at, "derived")
    assert derived is not None
    given = derived.given
    if len(given) != 1:
        message = t("A derived field is computed in exactly one way.")
        yield Flaw(
            (*at, *given[1:2]),
            message,
            t("Allowed: {choices}.", choices=list(Derived.model_fields)),
            on_key=len(given) > 1,
        )
        return
    match derived:
        case Derived(between=Between() as between):
            yield from _between(table, field, between, (*at, given[0]))
            if isinstance(between, WorkingDays):
                yield from _calendar(ruleset, between, (*at, given[0]))
        case Derived(part=DatePart() as part):
            yield from _part(table, field, part, at)
        case Derived(formula=(_, expression)):
            yield from _formula(table, field, expression, (*at, "formula"))
        case Derived(lookup=RecordLookup() as lookup):
            yield from _lookup(table, name, field, lookup, (*at, "lookup"))


def _source(table: Table, name: str, wanted: Wanted, at: Path) -> Found[Kind]:
    """The kind of a field that a derived one is computed from; ``wanted`` is a date, a number or a choice."""
    fitting = [other for other, candidate in table.fields.items() if _fits(of_field(candidate), wanted)]
    if name not in table.fields:
        yield Flaw(at, t("There is no field “{name}” in this table.", name=name), offer(name, fitting))
        return ANY
    kind = of_field(table.fields[name])
    if _fits(kind, wanted):
        return kind
    yield Flaw(
        at,
        t("“{name}” is {kind}; {wanted} is needed.", name=name, kind=kind.words, wanted=_WANTED[wanted]),
        listed(fitting),
    )
    return ANY


def _fits(kind: Kind, wanted: Wanted) -> bool:
    match wanted:
        case "date":
            return kind.sort == "date"
        case "number":
            return kind.is_numeric
        case "choice":
            return kind.sort in {"choice", "boolean"}


def _between(table: Table, field: Field, between: Between, at: Path) -> Flaws:
    if field.type != "integer":
        yield Flaw(at, t("Days and months are whole numbers, not {type}.", type=field.type), t("Write type: integer."))
    yield from _source(table, between.from_, "date", (*at, "from"))
    yield from _source(table, between.to, "date", (*at, "to"))


def _calendar(ruleset: RuleSet, days: WorkingDays, at: Path) -> Flaws:
    known = ruleset.calendars
    if not known:
        message = t("Working days need a calendar, and the rule set has none.")
        yield Flaw(
            at, message, t("Add “calendars”: {{office: {{label: …, from: …, to: …, holidays: […]}}}}."), on_key=True
        )
    elif days.calendar is None and len(known) > 1:
        message = t("The rule set has several calendars.")
        yield Flaw(at, message, t("Add “calendar”: {choices}.", choices=list(known)), on_key=True)
    elif days.calendar is not None and days.calendar not in known:
        message = t("There is no calendar “{name}”.", name=days.calendar)
        yield Flaw((*at, "calendar"), message, offer(days.calendar, known))


def _part(table: Table, field: Field, part: DatePart, at: Path) -> Flaws:
    if field.type != "integer":
        message = t("A part of a date is a whole number, not {type}.", type=field.type)
        yield Flaw((*at, "part"), message, t("Write type: integer."))
    yield from _source(table, part.of, "date", (*at, "of"))


def _formula(table: Table, field: Field, expression: formula.Expression, at: Path) -> Flaws:
    declared = of_field(field)
    if not declared.is_numeric:
        message = t("A formula gives a number, not {type}.", type=field.type)
        yield Flaw(at, message, t("Write type: integer, decimal or percent."))
    result = yield from formulas.kind_of(lambda name: _source(table, name, "number", at), expression, at)
    if declared.is_numeric and not result.agrees_with(declared):
        message = t("The formula gives {kind}, but the field is {other}.", kind=result.words, other=declared.words)
        yield Flaw(at, message, t("Change the type of the field, or the formula."))


def _lookup(table: Table, name: str, field: Field, lookup: RecordLookup, at: Path) -> Flaws:
    declared = of_field(field)
    if declared.sort not in {"number", "percent", "choice"}:
        message = t("A lookup gives a number or a choice, not {type}.", type=field.type)
        yield Flaw(at, message, t("Write type: integer, decimal, percent or choice."))
        return
    names = _keys(lookup)
    keys = []
    for index, source in enumerate(names):
        place = (*at, "by") if isinstance(lookup.by, str) else (*at, "by", index)
        kind = yield from _source(table, source, "choice", place)
        keys.append(() if kind.sort == "any" else keys_of(table.fields[source]))
    yield from _level(Level(names, keys, name, declared), lookup.table, (*at, "table"))


def _keys(lookup: RecordLookup) -> list[str]:
    return [lookup.by] if isinstance(lookup.by, str) else list(lookup.by)


class Level(NamedTuple):
    """One level of a lookup and those below it.

    Attributes:
        names: the fields that the levels go by.
        keys: their choices, none where they are not known.
        field: what is looked up.
        declared: its kind.
    """

    names: list[str]
    keys: list[tuple[str, ...]]
    field: str
    declared: Kind

    def deeper(self) -> Level:
        """The level below."""
        return self._replace(names=self.names[1:], keys=self.keys[1:])


def _level(level: Level, rows: Mapping[str, Raw], at: Path) -> Flaws:
    """Every key is named, and holds an entry or the next level."""
    if level.keys[0]:
        yield from every_key(level.names[0], level.keys[0], list(rows), at)
    for key, entry in rows.items():
        if len(level.names) == 1:
            yield from _entry(level.field, level.declared, entry, (*at, key))
        elif isinstance(entry, dict):
            yield from _level(level.deeper(), entry, (*at, key))
        else:
            message = t("For “{key}” there is a table by “{name}”.", key=key, name=level.names[1])
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


def _entry(name: str, declared: Kind, raw: Raw, at: Path) -> Flaws:
    if declared.sort == "choice":
        yield from compared.constant(name, declared, raw, at)
        return
    try:
        constant = parse_constant(raw)
    except Mistake as mistake:
        yield Flaw(at, mistake.message, mistake.hint)
        return
    yield from compared.sign(name, declared, constant, at)
    if declared.scale is not None and (constant.value * 10**declared.scale).denominator != 1:
        message = t("{number} has more decimals than the field keeps.", number=written(constant))
        yield Flaw(at, message, t("Round it, or raise “places”."))
