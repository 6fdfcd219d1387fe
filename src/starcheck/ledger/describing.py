"""What may be written into a field, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from starcheck.language import Text, t
from starcheck.ledger.numerals import value_text
from starcheck.rules.schema.dictionary import Field, FieldType, Table


def field_in_words(name: str, table: Table) -> Text:
    """The label of a field, what it takes, what empty means, and its note."""
    field = table.fields[name]
    if field.derived:
        parts = [t("computed, not filled in")]
    else:
        parts = takes(field, kind_of(field), other=field.at_most, dates=name == table.date)
    words = t("{label}: {parts}", label=field.label, parts=parts)
    return t("{sentence}. {note}", sentence=words, note=field.note) if field.note else words


def takes(field: Field, kind: Text, *, other: object, dates: bool) -> list[Text]:
    """What may be written into a field and what empty means.

    Args:
        field: one that is filled in.
        kind: what it takes, but for its limits.
        other: what the field is called that it may not exceed, if there is one.
        dates: whether it is the date of the record.
    """
    return [kind, *_limits(field, other), _if_empty(field, dates=dates)]


def kind_of(field: Field) -> Text:
    """What a field takes, as a text spells it."""
    return _TYPES[field.type](field)


def _limits(field: Field, other: object) -> Iterator[Text]:
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
        yield t("never more than {other}", other=other)


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
