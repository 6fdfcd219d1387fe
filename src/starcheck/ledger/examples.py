"""Example values for the fields of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from starcheck.language import Lang, say
from starcheck.ledger.numerals import number_text, written
from starcheck.ledger.spelling import yaml_text
from starcheck.rules.schema.dictionary import NUMERIC, Field, FieldType

_TYPICAL = Decimal(10)


def examples(fields: Mapping[str, Field], day: date, lang: Lang) -> dict[str, str]:
    """A value for each of the fields, as YAML spells it; together they make a record that can be read."""
    return {name: _example(name, fields, day, lang) for name, field in fields.items()}


def _example(name: str, fields: Mapping[str, Field], day: date, lang: Lang) -> str:
    field = fields[name]
    if field.type in NUMERIC:
        return number_text(_number(name, fields), field)
    if field.type == "date":
        return day.isoformat()
    return _EXAMPLES[field.type](field, lang)


def _number(name: str, fields: Mapping[str, Field]) -> Decimal:
    """A number within its own bounds that does not exceed the fields it may not exceed."""
    chain = [name]
    while (other := fields[chain[-1]].at_most) in fields and other not in chain:
        chain.append(str(other))
    return min(_within_bounds(fields[link]) for link in chain)


def _within_bounds(field: Field) -> Decimal:
    least, greatest = (written(end, field) for end in field.bounds)
    return min(max(_TYPICAL, least), greatest)


_EXAMPLES: Mapping[FieldType, Callable[[Field, Lang], str]] = {
    "text": lambda field, lang: yaml_text(say(field.label, lang)),
    "boolean": lambda *_: "true",
    "choice": lambda field, _: yaml_text(field.allowed[0]),
    "evidence": lambda field, _: yaml_text(field.allowed[-1]),
    "files": lambda *_: "[minutes.pdf]",
}
