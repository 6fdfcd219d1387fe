"""References: tables and fields by the names that measures and awards call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starcheck.errors import nearest
from starcheck.language import Text, t
from starcheck.rules.check.flaws import Flaw, Found
from starcheck.rules.check.kinds import Kind, of_field
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import BRANCH, Field, Table, bare_name

Tables = Mapping[str, Table]
MOST_LISTED = 16


def record_table(tables: Tables, name: str, at: Path) -> Found[Table | None]:
    """The table of records with this name."""
    if name == BRANCH:
        yield Flaw(
            at,
            t("“branch” is no table of records: it has one row."),
            t("A field of the branch is the measure {{field: branch.members}}."),
        )
        return None
    if name in tables:
        return tables[name]
    table, dot, _ = name.partition(".")
    if dot and table in tables:
        yield Flaw(at, t("A table is needed here, not a field."), t("Write “{table}”.", table=table))
        return None
    records = [other for other in tables if other != BRANCH]
    yield Flaw(at, t("There is no table “{name}”.", name=name), offer(name, records))
    return None


def column(tables: Tables, named: str, at: Path) -> Found[Field | None]:
    """The field of a table of records called ``table.field``."""
    name, dot, field = named.partition(".")
    if not dot:
        yield Flaw(
            at, t("A field is named with its table, not “{read}”.", read=named), t("Write it as “meetings.attended”.")
        )
        return None
    table = yield from record_table(tables, name, at)
    return None if table is None else (yield from field_of(name, table, field, at))


def find_column(tables: Tables, named: str) -> Field | None:
    """The field called ``table.field``, if there is one."""
    table, _, field = named.partition(".")
    return tables[table].fields.get(field) if table in tables else None


def field_of(name: str, table: Table, field: str, at: Path) -> Found[Field | None]:
    """A field of a known table."""
    if field in table.fields:
        return table.fields[field]
    yield Flaw(
        at, t("The table “{table}” has no field “{field}”.", table=name, field=field), offer(field, table.fields)
    )
    return None


def branch_field(tables: Tables, named: str, at: Path) -> Found[Field | None]:
    """A field of the branch, called ``branch.field`` or ``field``."""
    bare = bare_name(named)
    fields = tables[BRANCH].fields if BRANCH in tables else {}
    if bare in fields:
        return fields[bare]
    if BRANCH in tables:
        yield Flaw(at, t("The branch has no field “{field}”.", field=bare), offer(bare, fields))
    return None


def numeric_column(tables: Tables, named: str, at: Path) -> Found[Kind | None]:
    """The kind of a numeric field called ``table.field``."""
    field = yield from column(tables, named, at)
    if field is None:
        return None
    kind = of_field(field)
    if not kind.is_numeric:
        table = named.partition(".")[0]
        numbers = [f"{table}.{name}" for name, other in tables[table].fields.items() if of_field(other).is_numeric]
        yield Flaw(at, t("“{name}” is {kind}; a number is needed.", name=named, kind=kind.words), listed(numbers))
        return None
    return kind


def offer(word: str, names: Iterable[str]) -> Text | None:
    """A hint that offers the nearest name, or all of them if they are few."""
    known = list(names)
    return nearest(word, known) or listed(known)


def listed(names: Iterable[str]) -> Text | None:
    """A hint that lists what is allowed, if that is not too much to read."""
    known = list(names)
    return t("Allowed: {choices}.", choices=known) if 0 < len(known) <= MOST_LISTED else None
