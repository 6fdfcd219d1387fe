"""The files of one rule set as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from starcheck.documents import Document, Keys, read_document
from starcheck.errors import InputError, Problem
from starcheck.language import t
from starcheck.rules.load.parts import Part, whole
from starcheck.rules.schema.atoms import spelled

INCLUDE = "include"
EXTENDS = "extends"


def unite(path: Path, problems: list[Problem]) -> Part:
    """The rule set's file and those it includes: mappings join their keys, lists their items.

    Raises:
        InputError: the file itself cannot be read.
    """
    first, *others = _documents(path, problems)
    united = replace(whole(first), parts=whole(first).named)
    for document in others:
        united = _joined(united, document, problems)
    return replace(united, parts={key: part for key, part in united.named.items() if key != INCLUDE})


def _documents(path: Path, problems: list[Problem]) -> Iterator[Document]:
    first = read_document(path)
    yield first
    if not _is_mapping(first, problems):
        return
    assert isinstance(first.data, dict)
    included = first.data.get(INCLUDE, [])
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
        if _is_mapping(document, problems):
            problems.extend(_refused(document))
            yield document


def _is_mapping(document: Document, problems: list[Problem]) -> bool:
    if isinstance(document.data, dict):
        return True
    problems.append(Problem(document.place(()), t("A rule set is a mapping of keys such as “ruleset” and “sections”.")))
    return False


def _refused(document: Document) -> Iterator[Problem]:
    """What only the rule set's own file may say."""
    assert isinstance(document.data, dict)
    if INCLUDE in document.data:
        yield Problem(document.key_place((INCLUDE,)), t("An included file cannot include others."))
    if EXTENDS in document.data:
        message = t("An included file cannot extend another rule set.")
        yield Problem(document.key_place((EXTENDS,)), message, t("Write “extends” into the file that includes it."))


_OWN_FILE = (INCLUDE, EXTENDS)


def _joined(united: Part, document: Document, problems: list[Problem]) -> Part:
    parts = dict(united.named)
    for key, new in whole(document).named.items():
        if key in _OWN_FILE:
            continue
        known = parts.get(key)
        if known is None:
            parts[key] = new
        elif isinstance(known.data, list) and isinstance(new.data, list):
            parts[key] = replace(known, parts=known.listed + new.listed)
        elif isinstance(known.data, dict) and isinstance(new.data, dict):
            problems.extend(_twice(document, (key, name)) for name in new.data if name in known.named)
            parts[key] = replace(known, parts={**known.named, **new.named})
        else:
            problems.append(_twice(document, (key,)))
    return replace(united, parts=parts)


def _twice(document: Document, keys: Keys) -> Problem:
    return Problem(document.key_place(keys), t("“{key}” is stated in two files of the rule set.", key=keys[-1]))
