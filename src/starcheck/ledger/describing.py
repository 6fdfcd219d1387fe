"""What may be written into a field, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from starcheck.language import Text, t
from starcheck.ledger.numerals import value_text
from starcheck.rules.schema.dictionary import Field, FieldType, Table


def field_in_words(name: str, table: Table) -> Text:
    """The label of a field, what it takes, what empty means, and its note."""
    field = table.fields[name]
    words = t("{label}: {parts}", label=field.label, parts=list(_parts(name, table)))
    return t("{sentence}. {note}", sentence=words, note=field.note) if field.note else words


def _parts(name: str, table: Table) -> Iterator[Text]:
    field = table.fields[name]
    if field.derived:
        yield t("computed, not filled in")
        return
    yield _TYPES[field.type](field)
    yield from _limits(field)
    yield _if_empty(field, dates=name == table.date)


def _limits(field: Field) -> Iterator[Text]:
    if field.unit:
        yield t("in {unit}", unit=field.unit)
    least, greatest = (value_text(end, field) for end in field.bounds)
    if field.min is not None and field.max is not None:
        yield t("{least} to {greatest}", least=least, greatest=greatest)
    elif field.min is not None:
        yield t("at least {limit}", limit=least)
    elif field.max is not None:
        yield t("at most {limit}", limit=greatest)
    if field.at_most:
        yield t("never more than {other}", other=field.at_most)


def _if_empty(field: Field, *, dates: bool) -> Text:
    if dates:
        return t("the date of the record, required")
    if field.required:
        return t("required")
    return t("empty if there is none") if field.blank == "none" else t("empty if not known")


def _places(kind: Text) -> Callable[[Field], Text]:
    return lambda field: t("{kind} (decimal places: {places})", kind=kind, places=field.places)


def _choice(field: Field) -> Text:
    return t("one of ({choices})", choices=list(field.allowed))


_TYPES: Mapping[FieldType, Callable[[Field], Text]] = {
    "text": lambda _: t("a text"),
    "integer": lambda _: t("a whole number"),
    "decimal": _places(t("a number")),
    "percent": _places(t("a percentage")),
    "boolean": lambda _: t("true or false"),
    "date": lambda _: t("a date"),
    "choice": _choice,
    "evidence": _choice,
    "files": lambda _: t("a list of file names"),
}
