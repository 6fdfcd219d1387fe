"""Numbers as people type them."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from starcheck.ledger.cells import reader_of
from starcheck.ledger.numerals import plain
from starcheck.ledger.problems import CellError
from starcheck.ledger.tabular.compact import compact
from starcheck.ledger.tabular.doubts import two_readings
from starcheck.rules.schema.dictionary import Field

_NUMBER = re.compile(r"[-+]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][-+]?[0-9]{1,2})?")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3}){1,12}(\.[0-9]{0,40})?")
_ONE_COMMA = re.compile(r"([-+]?[0-9]{1,12}),([0-9]{1,12})")
_AS_SHOWN = Context(prec=15)
"""Spreadsheets keep binary fractions, and show 15 digits of them."""
_EXACT = Context(prec=100)


def integer(text: str, field: Field) -> int | Decimal | None:
    """A whole number, also with the unit of its field; another number is left to the reader that refuses it."""
    number = _measured(compact(text), field)
    return int(number) if number is not None and number == number.to_integral_value() else number


def decimal(text: str, field: Field) -> Decimal | None:
    """A number, also with the unit of its field."""
    return _measured(compact(text), field)


def percentage(text: str, field: Field) -> str | None:
    """A percentage with its sign; without it, if the field allows only one of what it could mean.

    Raises:
        CellError: if both are allowed.
    """
    words = compact(text)
    if words.endswith("%"):
        number = _number(words[:-1])
        return None if number is None else _signed(number)
    if (number := _number(words)) is None:
        return None
    meant = {_signed(each) for each in (number.scaleb(2, _EXACT), number) if _fits(_signed(each), field)}
    if len(meant) > 1:
        raise two_readings(words, _signed(number.scaleb(2, _EXACT)), _signed(number))
    return meant.pop() if meant else None


def _measured(words: str, field: Field) -> Decimal | None:
    """A number alone or before the unit."""
    number, unit = _number(words), compact(field.unit)
    return _number(words[: -len(unit)]) if number is None and unit and words.endswith(unit) else number


def _number(words: str) -> Decimal | None:
    if _NUMBER.fullmatch(words):
        return _as_shown(Decimal(words))
    if _GROUPED.fullmatch(words):
        return _as_shown(Decimal(words.replace(",", "")))
    if found := _ONE_COMMA.fullmatch(words):
        raise two_readings(words, ".".join(found.groups()), plain(Decimal("".join(found.groups()))))
    return None


def _as_shown(number: Decimal) -> Decimal:
    """A fraction as a spreadsheet shows it; whole numbers stay, so that nothing stands for a longer one."""
    shown = _AS_SHOWN.plus(number)
    return number if shown == number or number == number.to_integral_value() else Decimal(plain(shown))


def _signed(number: Decimal) -> str:
    return f"{plain(number)}%"


def _fits(percent: str, field: Field) -> bool:
    try:
        reader_of("", field)(percent)
    except CellError:
        return False
    return True
