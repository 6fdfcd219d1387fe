"""The parts that every model of a rule set is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from starcheck.language import Text, Title, t

FORM = "x-form"
"""Stands in a JSON Schema for the definition of that name; see `editor`."""

Path = tuple[str | int, ...]
Raw = Any  # what YAML holds: only this package looks inside


class Model(BaseModel):
    """A frozen part of a rule set; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class Mistake(ValueError):  # noqa: N818 - a mistake of the author, collected rather than raised to the top
    """One thing a parser of this package could not read; ``at`` is the path below the value it was given."""

    def __init__(self, message: Text, at: Path = (), hint: Text | None = None) -> None:
        super().__init__(str(message))
        self.message, self.at, self.hint = message, at, hint


def raise_mistakes(mistakes: list[Mistake]) -> NoReturn:
    """Hand mistakes to pydantic, which puts the path of the surrounding model before theirs."""
    raise ValidationError.from_exception_data(
        "rule set",
        [
            InitErrorDetails(
                type=PydanticCustomError("mistake", "{text}", {"text": str(m.message), "mistake": m}),
                loc=m.at,
                input=None,
            )
            for m in mistakes
        ],
    )


@dataclass(frozen=True, eq=False)
class ParsedBy:
    """An annotation for values that a hand-written parser reads, with their JSON Schema."""

    parse: Callable[[Raw], Raw]
    schema: dict[str, Raw]

    def __get_pydantic_core_schema__(self, source: Raw, handler: Raw) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, core: Raw, handler: Raw) -> dict[str, Raw]:
        return self.schema

    def _validate(self, raw: Raw) -> Raw:
        try:
            return self.parse(raw)
        except Mistake as mistake:
            raise_mistakes([mistake])


_TITLE_HINTS: Mapping[type, Text] = {
    dict: t("Quote a text that holds a comma or a colon."),
    NoneType: t("Nothing is written here; whatever follows “#” is a remark. Quote a text that begins with “#”."),
}
"""What probably went wrong with a title that is no text."""


def _parse_title(raw: Raw) -> Title:
    match raw:
        case Title():
            return raw
        case str() if raw.strip():
            return Title(raw, raw)
        case {"zh": str(zh), "en": str(en)} if len(raw) == 2 and zh.strip() and en.strip():
            return Title(zh, en)
        case _:
            raise Mistake(
                t("A title is a text, or {{zh: …, en: …}} with both languages."),
                hint=_TITLE_HINTS.get(type(raw)),
            )


_TITLE = ParsedBy(
    _parse_title,
    {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                "required": ["zh", "en"],
            },
        ]
    },
)
AnyTitle = Annotated[Title, _TITLE]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class BasisText(Model):
    """The clause a criterion rests on, and whether it is a regulation or the committee's own."""

    text: AnyTitle
    kind: Literal["regulation", "committee"]


_PERCENT = re.compile(r"^([+-]?\d{1,9}(?:\.\d{1,6})?)[%％]$")


def percent(raw: Raw) -> Decimal | None:
    """The number before the sign of a percentage such as ``95%``, or None if it is none."""
    found = _PERCENT.match(raw) if isinstance(raw, str) else None
    return Decimal(found[1]) if found else None


def is_number(raw: Raw) -> bool:
    """Whether YAML gave a plain number."""
    return isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def spelled(raw: Raw) -> str:
    """A value as a person wrote it, shortened for a message."""
    match raw:
        case bool():
            text = str(raw).lower()
        case date():
            text = raw.isoformat()
        case None:
            text = "null"
        case dict():
            text = "{" + ", ".join(f"{key}: {spelled(value)}" for key, value in raw.items()) + "}"
        case list():
            text = "[" + ", ".join(map(spelled, raw)) + "]"
        case _:
            text = str(raw)
    return text if len(text) <= 60 else text[:57] + "…"
