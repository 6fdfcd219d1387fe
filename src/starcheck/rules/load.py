"""Loading a rule set: its files united, its parts checked, every problem with its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from starcheck.documents import Data, Document, Keys, read_document
from starcheck.errors import InputError, Place, Problem, RuleSetError, one_of
from starcheck.language import Text, t
from starcheck.rules.check import check
from starcheck.rules.schema.atoms import Mistake, Model, spelled
from starcheck.rules.schema.ruleset import RuleSet

INCLUDE = "include"
CASES = "cases"


@dataclass(frozen=True)
class Loaded:
    """A rule set that can be used.

    Attributes:
        digest: SHA-256 over its content, independent of layout and comments.
        place: where a part of it was written.
        key_place: where the key of a part was written.
    """

    ruleset: RuleSet
    digest: str
    path: Path
    place: Callable[[Keys], Place]
    key_place: Callable[[Keys], Place]


def load_ruleset(path: Path) -> Loaded:
    """Load a rule set with the files it includes.

    Raises:
        RuleSetError: with every problem found.
    """
    try:
        united = _unite(path)
    except InputError as error:
        raise RuleSetError(error.problems) from error
    try:
        ruleset = RuleSet.model_validate(united.data)
    except ValidationError as error:
        raise RuleSetError(_problems(error, united)) from error
    if problems := check(ruleset, united.place, united.key_place):
        raise RuleSetError(problems)
    canonical = json.dumps(united.data, sort_keys=True, ensure_ascii=False, default=str)
    return Loaded(ruleset, hashlib.sha256(canonical.encode()).hexdigest(), path, united.place, united.key_place)


@dataclass(frozen=True)
class _United:
    """Several files as one: the data, and for the upper two levels of keys the file they came from."""

    data: Mapping[str, Data]
    source: str
    origins: Mapping[Keys, tuple[Document, Keys]]

    def place(self, keys: Keys) -> Place:
        for length in (2, 1):
            if found := self.origins.get(keys[:length]):
                document, local = found
                return document.place(local + keys[length:])
        return Place(self.source)

    def key_place(self, keys: Keys) -> Place:
        for length in (2, 1):
            if found := self.origins.get(keys[:length]):
                document, local = found
                return document.key_place(local + keys[length:])
        return Place(self.source)


def _unite(path: Path) -> _United:
    """The rule set's file and those it includes; a key stated twice is a problem."""
    problems: list[Problem] = []
    data: dict[str, Data] = {}
    origins: dict[Keys, tuple[Document, Keys]] = {}
    for document in _documents(path, problems):
        assert isinstance(document.data, dict)
        for key, value in document.data.items():
            problems.extend(_add(data, origins, document, key, value))
    if problems:
        raise RuleSetError(problems)
    data.pop(INCLUDE, None)
    return _United(data, str(path), origins)


def _documents(path: Path, problems: list[Problem]) -> Iterator[Document]:
    first = read_document(path)
    yield from _mappings(first, problems)
    included = first.data.get(INCLUDE, []) if isinstance(first.data, dict) else []
    if not isinstance(included, list):
        problems.append(Problem(first.place((INCLUDE,)), t("“include” takes a list of file names.")))
        return
    for index, name in enumerate(included):
        place = first.place((INCLUDE, index))
        if not isinstance(name, str) or Path(name).is_absolute() or ".." in Path(name).parts:
            problems.append(
                Problem(place, t("“include” names files beside or below this one, not “{read}”.", read=spelled(name)))
            )
            continue
        try:
            document = read_document(path.parent / name)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if isinstance(document.data, dict) and INCLUDE in document.data:
            problems.append(Problem(document.key_place((INCLUDE,)), t("An included file cannot include others.")))
        yield from _mappings(document, problems)


def _mappings(document: Document, problems: list[Problem]) -> Iterator[Document]:
    if isinstance(document.data, dict):
        yield document
    else:
        problems.append(
            Problem(document.place(()), t("A rule set is a mapping of keys such as “ruleset” and “sections”."))
        )


def _add(
    data: dict[str, Data], origins: dict[Keys, tuple[Document, Keys]], document: Document, key: str, value: Data
) -> list[Problem]:
    """Unite one key: mappings join their keys, lists their items."""
    known = data.get(key)
    if isinstance(value, list) and isinstance(known, list):
        for index, item in enumerate(value):
            origins[key, len(known)] = (document, (key, index))
            known.append(item)
        return []
    if isinstance(value, dict) and isinstance(known, dict):
        twice = [name for name in value if name in known]
        for name in value:
            origins[key, name] = (document, (key, name))
        known.update(value)
        return [_twice(document, (key, name)) for name in twice]
    if key in data:
        return [_twice(document, (key,))]
    data[key] = list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value
    origins[key,] = (document, (key,))
    inner: Iterable[str | int] = (
        range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    )
    origins.update({(key, below): (document, (key, below)) for below in inner})
    return []


def _twice(document: Document, keys: Keys) -> Problem:
    return Problem(document.key_place(keys), t("“{key}” is stated in two files of the rule set.", key=keys[-1]))


def _problems(error: ValidationError, united: _United) -> list[Problem]:
    details = error.errors(include_url=False)
    broken = [detail["loc"] for detail in details]
    problems: dict[tuple[Place, str], Problem] = {}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "too_short" and any(
            len(other) > len(loc) and other[: len(loc)] == loc for other in broken
        ):
            continue  # pydantic counts items that failed as absent
        problem = _problem(detail, united)
        problems.setdefault((problem.place, "" if detail["type"].endswith("_type") else str(problem.message)), problem)
    return list(problems.values())


def _problem(detail: ErrorDetails, united: _United) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    context = detail.get("ctx", {})
    if isinstance(mistake := context.get("mistake") or context.get("error"), Mistake):
        return Problem(united.place(loc), mistake.message, mistake.hint)
    last = loc[-1] if loc else ""
    if kind == "extra_forbidden":
        allowed = _keys_like(_siblings(united.data, loc))
        return Problem(united.key_place(loc), t("“{key}” is not known here.", key=last), one_of(str(last), allowed))
    if kind == "missing":
        return Problem(united.place(loc[:-1]), t("“{key}” is missing here.", key=last))
    read = spelled(detail["input"]) if not isinstance(detail["input"], dict | list) else ""
    message = _MESSAGES.get(kind, _misplaced)(context)
    hint = t("It reads “{read}”.", read=read) if read else None
    return Problem(united.place(_within(united.data, loc)), message, hint)


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


def _keys_like(siblings: set[str]) -> list[str]:
    """The keys of the model that the neighbours of an unknown key point to."""

    def models(model: type[Model]) -> Iterator[type[Model]]:
        for below in model.__subclasses__():
            yield below
            yield from models(below)

    keys = [[field.alias or name for name, field in model.model_fields.items()] for model in models(Model)]
    return max(keys, key=lambda names: (len(siblings.intersection(names)), -len(names)))


def _misplaced(_context: Mapping[str, object]) -> Text:
    return t("This value cannot stand here.")


_MESSAGES: Mapping[str, Callable[[Mapping[str, object]], Text]] = {
    "string_type": lambda _: t("A text is needed here; put it in quotes."),
    "int_type": lambda _: t("A whole number is needed here."),
    "int_parsing": lambda _: t("A whole number is needed here."),
    "int_from_float": lambda _: t("A whole number is needed here."),
    "decimal_type": lambda _: t("A number is needed here."),
    "decimal_parsing": lambda _: t("A number is needed here."),
    "bool_type": lambda _: t("true or false is needed here."),
    "bool_parsing": lambda _: t("true or false is needed here."),
    "date_type": lambda _: t("A date such as 2024-03-05 is needed here."),
    "date_from_datetime_parsing": lambda _: t("A date such as 2024-03-05 is needed here."),
    "tuple_type": lambda _: t("A list is needed here."),
    "dict_type": lambda _: t("A mapping of keys and values is needed here."),
    "model_type": lambda _: t("A mapping of keys and values is needed here."),
    "none_required": lambda _: t("This key cannot stand here."),
    "literal_error": lambda context: t("Allowed here: {expected}.", expected=context["expected"]),
    "string_pattern_mismatch": lambda _: t(
        "A name has letters, digits and underscores only, and begins with a letter."
    ),
    "too_short": lambda context: t("At least {least} are needed here.", least=context["min_length"]),
    "too_long": lambda context: t("At most {most} are allowed here.", most=context["max_length"]),
    "greater_than": lambda context: t("A number above {least} is needed here.", least=context["gt"]),
    "greater_than_equal": lambda context: t("A number of at least {least} is needed here.", least=context["ge"]),
    "less_than_equal": lambda context: t("A number of at most {most} is needed here.", most=context["le"]),
}
"""pydantic's kinds of errors that can occur, in plain words."""
