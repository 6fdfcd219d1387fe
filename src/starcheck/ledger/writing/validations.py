"""What a spreadsheet checks while somebody types, and what it says then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from starcheck.language import Lang, say, t
from starcheck.ledger.writing.cells import FIRST_DAY, number
from starcheck.ledger.writing.columns import Column
from starcheck.rules.schema.dictionary import Field, FieldType

Options = dict[str, Any]

ROOM = 1000
"""How many empty rows below the records have dropdowns and checks."""
_TITLE, _MESSAGE, _LIST = 32, 255, 255
"""How many characters a spreadsheet takes in a title, in a message, in a list that stands in the cell itself."""
_LAST_DAY = date(9999, 12, 31)


@dataclass
class Choices:
    """The lists of dropdowns that cannot stand in a cell, each once.

    Attributes:
        sheet: the name of the sheet that they are on.
        lists: one a column.
    """

    sheet: str
    lists: list[tuple[str, ...]] = field(default_factory=list)

    def source(self, words: tuple[str, ...]) -> list[str] | str:
        """The words themselves if they fit, since those go with a sheet that is copied, or else where they stand."""
        plain = not any(set(word) & set(',"') or word != word.strip() for word in words)
        if plain and _length(",".join(words)) <= _LIST:
            return list(words)
        if words not in self.lists:
            self.lists.append(words)
        column = xl_col_to_name(self.lists.index(words), col_abs=True)
        return f"='{self.sheet}'!{column}$1:{column}${len(words)}"


def validation(column: Column, choices: Choices, lang: Lang) -> Options | None:
    """What is checked in the cells of a column; None if there is nothing to check or to say."""
    if column.is_read or (column.field.type in _FREE and not column.required and column.field.note is None):
        return None
    allowed = say(t("This cell takes: {parts}.", parts=column.takes), lang)
    return _check(column, choices) | {
        "input_title": clipped(say(column.field.label, lang), _TITLE),
        "input_message": clipped(say(_advice(column), lang), _MESSAGE),
        "error_title": say(t("This cannot stand here"), lang),
        "error_message": clipped(allowed, _MESSAGE),
    }


def clipped(words: str, most: int) -> str:
    """Words that are no longer than a spreadsheet takes."""
    if _length(words) <= most:
        return words
    while _length(words) > most - 1:
        words = words[:-1]
    return f"{words}…"


def _advice(column: Column) -> object:
    """What to write; a list that drops down is not repeated."""
    parts = (t("choose from the list"), *column.takes[1:]) if column.words else column.takes
    note = column.field.note
    return t("{label}. {note}", label=list(parts), note=note) if note else t("{parts}.", parts=list(parts))


def _check(column: Column, choices: Choices) -> Options:
    if column.words:
        return {"validate": "list", "source": choices.source(tuple(column.words.values()))}
    return _CHECKS[column.field.type](column.field)


def _number(field: Field) -> Options:
    least, greatest = (number(end, field) for end in field.bounds)
    kind = "whole" if field.type == "integer" else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": greatest}


def _free(_: Field) -> Options:
    return {"validate": "any"}


def _date(_: Field) -> Options:
    return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": _LAST_DAY}


def _length(words: str) -> int:
    """How long a spreadsheet finds a text."""
    return len(words.encode("utf-16-le")) // 2


_FREE: frozenset[FieldType] = frozenset({"text", "files"})
_CHECKS: Mapping[FieldType, Callable[[Field], Options]] = {
    "text": _free,
    "files": _free,
    "integer": _number,
    "decimal": _number,
    "percent": _number,
    "date": _date,
}
