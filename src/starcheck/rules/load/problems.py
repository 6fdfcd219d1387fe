"""What validation refuses, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from starcheck.documents import Data, Keys
from starcheck.errors import Place, Problem, one_of
from starcheck.language import Text, t
from starcheck.rules.check import Locate
from starcheck.rules.schema.atoms import Mistake, Model, spelled
from starcheck.rules.schema.ruleset import RuleSet


def problems_of(error: ValidationError, data: Data, place: Locate, key_place: Locate) -> list[Problem]:
    """The problems of data that are no rule set.

    Args:
        error: what pydantic found.
        data: what it was given.
        place: where the value at a path stands.
        key_place: where the last key of a path stands.
    """
    details = error.errors(include_url=False)
    broken = [detail["loc"] for detail in details]
    problems: dict[tuple[Place, str], Problem] = {}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "too_short" and any(
            len(other) > len(loc) and other[: len(loc)] == loc for other in broken
        ):
            continue  # pydantic counts items that failed as absent
        problem = _problem(detail, data, place, key_place)
        problems.setdefault((problem.place, "" if detail["type"].endswith("_type") else str(problem.message)), problem)
    return list(problems.values())


def _problem(detail: ErrorDetails, data: Data, place: Locate, key_place: Locate) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    context = detail.get("ctx", {})
    if isinstance(mistake := context.get("mistake") or context.get("error"), Mistake):
        return Problem(place(loc), mistake.message, mistake.hint)
    last = loc[-1] if loc else ""
    if kind == "extra_forbidden":
        model = _declared(loc)
        allowed = _keys_like(_siblings(data, loc)) if model is None else _keys_of(model)
        return Problem(key_place(loc), t("“{key}” is not known here.", key=last), one_of(str(last), allowed))
    if kind == "missing":
        return Problem(place(loc[:-1]), t("“{key}” is missing here.", key=last))
    message = _MESSAGES.get(kind, _misplaced)(context)
    read = "" if detail["input"] in ({}, []) else spelled(detail["input"])
    hint = t("It reads “{read}”.", read=read) if read else None
    return Problem(place(_within(data, loc)), message, hint)


def _within(data: object, loc: Keys) -> Keys:
    """The part of a pydantic path that exists in the file."""
    for length, key in enumerate(loc):
        try:
            data = data[key]  # type: ignore[index]
        except (LookupError, TypeError):
            return loc[:length]
    return loc


def _siblings(data: object, loc: Keys) -> set[str]:
    for key in loc[:-1]:
        data = data[key]  # type: ignore[index]
    return {str(key) for key in cast("dict[str, object]", data)} - {str(loc[-1])}


def _declared(loc: Keys) -> type[Model] | None:
    """The model that the schema has at the end of a path; None inside what a parser of its own reads."""
    model: type[Model] = RuleSet
    is_name = False
    for key in loc[:-1]:
        if isinstance(key, int) or is_name:
            is_name = False
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        found = set(_models_in(fields[key].annotation)) if key in fields else set()
        if len(found) != 1:
            return None
        model, is_name = found.pop(), get_origin(fields[key].annotation) is dict
    return model


def _models_in(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _keys_of(model: type[Model]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _keys_like(siblings: set[str]) -> list[str]:
    """The keys of the model that the neighbours of an unknown key point to."""

    def models(model: type[Model]) -> Iterator[type[Model]]:
        for below in model.__subclasses__():
            yield below
            yield from models(below)

    keys = [_keys_of(model) for model in models(Model)]
    return max(keys, key=lambda names: (len(siblings.intersection(names)), -len(names)))


def _misplaced(_context: Mapping[str, object]) -> Text:
    return t("This value cannot stand here.")


def _choices(context: Mapping[str, object]) -> list[str]:
    """What pydantic lists as “'a', 'b' or 'c'”."""
    return re.findall(r"[\w-]+(?=')|True", str(context["expected"]))


_GLOSSED: Mapping[str, Text] = {
    "month": t("month (every month)"),
    "quarter": t("quarter (every quarter)"),
    "half_year": t("half_year (every half-year)"),
    "year": t("year (every year)"),
}
"""Choices whose words a reader may have to look up."""

_MESSAGES: Mapping[str, Callable[[Mapping[str, object]], Text]] = {
    "string_type": lambda _: t("A text or a name is needed here; a number or a date as text stands in quotes."),
    "int_type": lambda _: t("A whole number is needed here."),
    "int_parsing": lambda _: t("A whole number is needed here."),
    "int_from_float": lambda _: t("A whole number is needed here."),
    "decimal_type": lambda _: t("A number is needed here."),
    "decimal_parsing": lambda _: t("A number is needed here."),
    "bool_type": lambda _: t("true or false is needed here."),
    "bool_parsing": lambda _: t("true or false is needed here."),
    "date_type": lambda _: t("A date such as 2024-03-05 is needed here."),
    "date_from_datetime_parsing": lambda _: t("A date such as 2024-03-05 is needed here."),
    "tuple_type": lambda _: t("A list is needed here, in [ ] or with “- ” before every item."),
    "dict_type": lambda _: t("A mapping of keys and values is needed here."),
    "model_type": lambda _: t("A mapping of keys and values is needed here."),
    "none_required": lambda _: t("This key cannot stand here."),
    "literal_error": lambda context: t(
        "Allowed: {choices}.", choices=[_GLOSSED.get(word, word) for word in _choices(context)]
    ),
    "string_pattern_mismatch": lambda _: t(
        "A name has letters, digits and underscores only, and begins with a letter."
    ),
    "too_short": lambda context: t("Write at least {least} here.", least=context["min_length"]),
    "too_long": lambda context: t("At most {most} are allowed here.", most=context["max_length"]),
    "greater_than": lambda context: t("A number above {least} is needed here.", least=context["gt"]),
    "greater_than_equal": lambda context: t("A number of at least {least} is needed here.", least=context["ge"]),
    "less_than_equal": lambda context: t("A number of at most {most} is needed here.", most=context["le"]),
}
"""pydantic's kinds of errors that can occur, in plain words."""
