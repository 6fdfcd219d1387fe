"""From what a person typed into a cell of a table to what its field stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from starcheck.documents import Data
from starcheck.documents.characters import CONTROL, not_allowed
from starcheck.documents.folding import comparable, stripped
from starcheck.language import t
from starcheck.ledger.cells import IN_DOCUMENTS, Cell, Manner, Medium, Named, reader_of
from starcheck.ledger.formulas import unguarded
from starcheck.ledger.layout import words_of
from starcheck.ledger.problems import CellError
from starcheck.ledger.tabular.dates import day
from starcheck.ledger.tabular.doubts import two_readings
from starcheck.ledger.tabular.files import file_names
from starcheck.ledger.tabular.numbers import decimal, integer, percentage
from starcheck.rules.schema.dictionary import Field, FieldType

Typed: TypeAlias = Callable[[str, Field], Data]
"""Understands a text that is not blank, or gives None."""

IN_TABLES = Medium(
    {
        **IN_DOCUMENTS.manners,
        "integer": Manner(t("a whole number"), t("Write a whole number, such as 12.")),
        "decimal": Manner(t("a number"), t("Write a number, such as 12.5.")),
        "boolean": Manner(t("yes or no"), t("Choose 是 or 否.")),
        "files": Manner(t("names of files"), t("Write the file names with ; between them.")),
    },
    choices=lambda field: words_of(field).values(),
)
"""Workbooks, CSV, databases."""

_YES = frozenset(["是", "有", "对", "真", "true", "yes", "y", "√", "✓", "✔", "✅", "1", "1.0"])
_NO = frozenset(["否", "无", "没有", "不是", "错", "假", "false", "no", "n", "×", "✕", "✖", "✗", "✘", "❌", "0", "0.0"])
"""The letter x marks what is chosen or what is crossed out, so it is neither."""
NOTHING = frozenset(["-", "--", "/", "//", "\\", "—", "——", "–", "无", "没有", "暂无", "不适用", "n/a"])
"""What people write into a cell that has nothing to say; whether that means unknown or none is not theirs to type."""


def spelled(text: str, field: Field) -> Data:
    """What a text of a table says, as a document would hold it.

    Args:
        text: the cell, as a person typed it.
        field: what the data dictionary says of its column.

    Returns:
        None for a blank cell; a text that cannot be understood in one line, so that `reader_of` refuses it.

    Raises:
        CellError: if the text can be read in two ways, or says less or more than the field stores.
    """
    if control := CONTROL.search(text):
        raise CellError(*not_allowed(control.group()))
    words = unguarded(stripped(text))
    if not words:
        return None
    value = _TYPED[field.type](words, field)
    return " ".join(words.split()) if value is None else value


def reader_of_texts(label: Named, field: Field) -> Callable[[str], Cell | None]:
    """How the texts of a column are read; a blank cell is None, and what cannot be used raises `CellError`.

    Args:
        label: what messages call the column.
        field: what the data dictionary says of it.
    """
    read = reader_of(label, field, IN_TABLES)

    def stored(text: str) -> Cell | None:
        value = spelled(text, field)
        return None if value is None else read(value)

    return stored


def _text(text: str, _: Field) -> str:
    return text


def _boolean(text: str, _: Field) -> bool | None:
    key = comparable(text).removeprefix("'")
    return True if key in _YES else False if key in _NO else None


def _choice(text: str, field: Field) -> str | None:
    """The choice that differs in white space, width and case alone, in the words of any language."""
    if text in field.allowed:
        return text
    key = comparable(text).removeprefix("'")
    meant = [
        choice
        for choice, words in words_of(field).items()
        if key in {comparable(word) for word in (choice, *(() if isinstance(words, str) else (words.zh, words.en)))}
    ]
    if len(meant) > 1:
        raise two_readings(text, *meant[:2])
    return meant[0] if meant else None


def _may_say_none(field: Field) -> bool:
    """Whether there being none is one of the choices, so that an empty cell would say something else."""
    words = (
        word for each in words_of(field).values() for word in ([each] if isinstance(each, str) else (each.zh, each.en))
    )
    return any(comparable(word) in NOTHING for word in words)


def _unless_nothing(typed: Typed) -> Typed:
    """The same, with a word for what people write instead of leaving a cell empty."""

    def understood(text: str, field: Field) -> Data:
        value = typed(text, field)
        if (value is None or isinstance(value, list)) and comparable(text) in NOTHING and not _may_say_none(field):
            message = t("“{read}” is no value; a cell that has none stays empty.", read=text)
            raise CellError(message, t("Leave the cell empty."))
        return value

    return understood


_TYPED: Mapping[FieldType, Typed] = {
    "text": _text,
    "integer": _unless_nothing(integer),
    "decimal": _unless_nothing(decimal),
    "percent": _unless_nothing(percentage),
    "boolean": _unless_nothing(_boolean),
    "date": _unless_nothing(day),
    "choice": _unless_nothing(_choice),
    "evidence": _unless_nothing(_choice),
    "files": _unless_nothing(file_names),
}
"""What understands the texts of each type."""
