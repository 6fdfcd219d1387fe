"""From the value of one cell to what its field stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import partial
from typing import TypeAlias

from starcheck.documents import Data
from starcheck.errors import one_of
from starcheck.language import Text, Title, t
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import CellError
from starcheck.rules.schema.atoms import percent, spelled
from starcheck.rules.schema.dictionary import Field, FieldType

Cell: TypeAlias = str | int | bool | date | list[str]
"""A stored value: numbers are integers in units of their last decimal place."""
Reader: TypeAlias = Callable[[Data], Cell]
"""Reads a value that is not empty, or raises `CellError`."""
Named: TypeAlias = str | Text | Title
"""What messages call a field."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the values of one type are written in one medium.

    Attributes:
        kind: what a field of the type takes.
        advice: what to write instead of something else.
    """

    kind: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Medium:
    """How values are written in one medium.

    Attributes:
        manners: the types but texts and choices, which are what they are everywhere.
        choices: the words that are offered for the choices of a field.
    """

    manners: Mapping[FieldType, Manner]
    choices: Callable[[Field], Iterable[str | Title]]


IN_DOCUMENTS = Medium(
    {
        "integer": Manner(t("a whole number"), t("Write a whole number without quotes, such as 12.")),
        "decimal": Manner(t("a number"), t("Write a number without unit or quotes, such as 12.5.")),
        "percent": Manner(t("a percentage"), t("Write a percentage with its sign, such as 95%.")),
        "boolean": Manner(t("true or false"), t("Write true or false, without quotes.")),
        "date": Manner(t("a date"), t("Write a date as 2024-03-05.")),
        "files": Manner(t("a list of file names"), t("Write a list: [minutes.pdf, photo.jpg].")),
    },
    choices=lambda field: field.allowed,
)
"""YAML and JSON."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_EXACT = Context(prec=60)
"""More digits than a number of a document can have."""


def reader_of(name: Named, field: Field, medium: Medium = IN_DOCUMENTS) -> Reader:
    """How the cells of a field are read.

    Args:
        name: what messages call the field.
        field: what the data dictionary says of it.
        medium: where the values are written.
    """
    match field.type:
        case "text":
            return partial(read_text, name)
        case "choice" | "evidence":
            return partial(read_choice, name, field.allowed, offered=medium.choices(field))
        case _:
            return _READERS[field.type](name, field, medium.manners[field.type])


def read_text(name: Named, raw: Data) -> str:
    """A text without the white space around it.

    Raises:
        CellError: if it is no text, or nothing but white space.
    """
    if not isinstance(raw, str):
        quote = None if isinstance(raw, list | dict) else t('Put it in quotes: "{read}".', read=spelled(raw))
        raise CellError(not_a(t("a text"), name, raw), quote)
    if not (text := raw.strip()):
        raise CellError(t("“{field}” is an empty text.", field=name), t("Leave the value out if there is none."))
    return text


def read_date(name: Named, raw: Data, manner: Manner = IN_DOCUMENTS.manners["date"]) -> date:
    """A date, also as the text that JSON has for it.

    Raises:
        CellError: if it is none.
    """
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str) or not (found := _DAY.fullmatch(raw.strip())):
        raise CellError(not_a(manner.kind, name, raw), manner.advice)
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise CellError(
            t("There is no day “{word}” in the calendar.", word=raw), t("Write a day that exists.")
        ) from None


def read_choice(name: Named, choices: Collection[str], raw: Data, offered: Iterable[str | Title] | None = None) -> str:
    """One of the choices; others may be offered in the words of the medium.

    Raises:
        CellError: if it is none of them.
    """
    if isinstance(raw, str) and raw in choices:
        return raw
    word = spelled(raw)
    advice = (
        t('Put it in quotes: "{read}".', read=word) if word in choices else partial(one_of, word, offered or choices)
    )
    raise CellError(t("“{field}” does not allow {read}.", field=name, read=shown(raw)), advice)


def not_a(kind: Text, name: Named, raw: Data) -> Text:
    """That a field takes something else than what was read."""
    return t("“{field}” takes {kind}, not {read}.", field=name, kind=kind, read=shown(raw))


def shown(raw: Data) -> str | Text:
    """A value as a message repeats it."""
    match raw:
        case list():
            return t("a list")
        case dict():
            return t("a mapping")
        case _:
            return f"“{spelled(raw)}”"


def _date(name: Named, _: Field, manner: Manner) -> Reader:
    return partial(read_date, name, manner=manner)


def _boolean(name: Named, _: Field, manner: Manner) -> Reader:
    def read(raw: Data) -> Cell:
        if isinstance(raw, bool):
            return raw
        raise CellError(not_a(manner.kind, name, raw), manner.advice)

    return read


def _files(name: Named, _: Field, manner: Manner) -> Reader:
    def read(raw: Data) -> Cell:
        if isinstance(raw, list):
            return [read_text(name, file) for file in raw]
        raise CellError(not_a(manner.kind, name, raw), manner.advice)

    return read


def _integer(name: Named, field: Field, manner: Manner) -> Reader:
    def units(raw: Data) -> int:
        if type(raw) is int:  # true and false are integers to Python
            return raw
        raise CellError(not_a(manner.kind, name, raw), manner.advice)

    return _bounded(name, field, units)


def _decimal(name: Named, field: Field, manner: Manner) -> Reader:
    def units(raw: Data) -> int:
        if type(raw) is int or isinstance(raw, Decimal):
            return _in_units(name, field, Decimal(raw), raw)
        raise CellError(not_a(manner.kind, name, raw), manner.advice)

    return _bounded(name, field, units)


def _percent(name: Named, field: Field, manner: Manner) -> Reader:
    def units(raw: Data) -> int:
        if (number := percent(raw)) is not None:
            return _in_units(name, field, number, raw)
        raise CellError(not_a(manner.kind, name, raw), manner.advice)

    return _bounded(name, field, units)


def _in_units(name: Named, field: Field, number: Decimal, raw: Data) -> int:
    """A number in units of its last decimal place; nothing is ever rounded."""
    scaled = number.scaleb(field.places, _EXACT)
    units = int(scaled)
    if units == scaled:
        return units
    message = t(
        "{read} has more decimal places than “{field}” keeps ({places}).",
        read=shown(raw),
        field=name,
        places=field.places,
    )
    raise CellError(message, t("Round it as the standard says; nothing is rounded here."))


def _bounded(name: Named, field: Field, units_of: Callable[[Data], int]) -> Reader:
    least, greatest = field.bounds

    def read(raw: Data) -> Cell:
        units = units_of(raw)
        if least <= units <= greatest:
            return units
        raise CellError(_out_of_bounds(name, field, units, raw), t("Correct the number."))

    return read


def _out_of_bounds(name: Named, field: Field, units: int, raw: Data) -> Text:
    least, greatest = (value_text(end, field) for end in field.bounds)
    if units < field.bounds[0]:
        return t("“{field}” is at least {limit}, not {read}.", field=name, limit=least, read=shown(raw))
    return t("“{field}” is at most {limit}, not {read}.", field=name, limit=greatest, read=shown(raw))


_READERS: Mapping[FieldType, Callable[[Named, Field, Manner], Reader]] = {
    "integer": _integer,
    "decimal": _decimal,
    "percent": _percent,
    "boolean": _boolean,
    "date": _date,
    "files": _files,
}
"""The types but texts and choices, and what reads their cells."""
