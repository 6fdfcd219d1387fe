"""YAML and JSON, a file for each branch."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from starcheck.documents import Data
from starcheck.errors import InputError, Place, Problem
from starcheck.language import Lang, t
from starcheck.ledger.numerals import plain
from starcheck.ledger.spelling import yaml_key, yaml_text
from starcheck.ledger.template import empty_ledger
from starcheck.ledger.writing.branches import Documents
from starcheck.ledger.writing.contents import Contents
from starcheck.rules.schema.ruleset import RuleSet

YAML_SUFFIXES, JSON_SUFFIXES = (".yaml", ".yml"), (".json",)
_LONGEST_STEM = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def write_yaml(contents: Contents, ruleset: RuleSet, path: Path, lang: Lang) -> None:
    """Write a file that ends as YAML does, or a folder with one for each branch; without a branch, one to fill in.

    Raises:
        InputError: if several branches are to go into one file.
    """
    if contents.tables:
        _write(contents, ruleset, path, YAML_SUFFIXES, yaml_of)
    else:
        _save(path, empty_ledger(ruleset, lang))


def write_json(contents: Contents, ruleset: RuleSet, path: Path, _: Lang) -> None:
    """Write a file that ends as JSON does, or a folder with one for each branch.

    Raises:
        InputError: if several branches are to go into one file.
    """
    _write(contents, ruleset, path, JSON_SUFFIXES, json_of)


def yaml_of(content: dict[str, Data]) -> str:
    """A ledger as YAML, each record in a line of its own."""
    return "".join(f"{line}\n" for key, value in content.items() for line in _yaml_lines(key, value))


def json_of(content: dict[str, Data]) -> str:
    """A ledger as JSON, each record in a line of its own."""
    return _json_block(content, 0) + "\n"


def file_stems(branches: Iterable[str]) -> dict[str, str]:
    """Names of files for branches that every system allows, no two alike whatever their letters' case."""
    stems: dict[str, str] = {}
    used: set[str] = set()
    for branch in branches:
        safe = re.sub(r"[^\w.-]+", "_", branch).strip(".")[:_LONGEST_STEM] or "_"
        stem, number = f"_{safe}" if _RESERVED.fullmatch(safe) else safe, 1
        while stem.casefold() in used:
            number += 1
            stem = f"{safe}~{number}"
        used.add(stem.casefold())
        stems[branch] = stem
    return stems


def _write(
    contents: Contents,
    ruleset: RuleSet,
    path: Path,
    suffixes: tuple[str, ...],
    text_of: Callable[[dict[str, Data]], str],
) -> None:
    documents = Documents.of(contents, ruleset)
    if path.suffix.lower() not in suffixes:
        path.mkdir()
        stems = file_stems(contents.branches)
        for branch, content in documents:
            _save(path / f"{stems[branch]}{suffixes[0]}", text_of(content))
        return
    if len(contents.branches) > 1:
        message = t("One file holds the ledger of one branch; here are {count}.", count=len(contents.branches))
        raise InputError([Problem(Place(path.name), message, t("Name a folder; each branch gets a file of its own."))])
    for _, content in documents:
        _save(path, text_of(content))


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How texts, keys and days are written."""

    text: Callable[[str], str]
    key: Callable[[str], str]
    day: Callable[[str], str]

    def inline(self, value: Data) -> str:
        """A value in one line."""
        match value:
            case dict():
                return f"{{{', '.join(f'{self.key(key)}: {self.inline(each)}' for key, each in value.items())}}}"
            case list():
                return f"[{', '.join(map(self.inline, value))}]"
            case str():
                return self.text(value)
            case date():
                return self.day(value.isoformat())
            case _:
                return plain(value) if isinstance(value, Decimal) else json.dumps(value)


_quoted = partial(json.dumps, ensure_ascii=False)
_YAML = _Spelling(yaml_text, yaml_key, str)
_JSON = _Spelling(_quoted, _quoted, _quoted)


def _yaml_lines(key: str, value: Data, indent: str = "") -> Iterator[str]:
    lead = f"{indent}{yaml_key(key)}:"
    match value:
        case dict() if not indent:
            yield lead
            for name, entry in value.items():
                yield from _yaml_lines(name, entry, "  ")
        case [dict(), *_]:
            yield lead
            yield from (f"{indent}  - {_YAML.inline(record)}" for record in value)
        case _:
            yield f"{lead} {_YAML.inline(value)}"


def _json_block(value: Data, depth: int) -> str:
    match value:
        case dict() if depth < 2:
            return _json_lines(
                "{}", (f"{_quoted(key)}: {_json_block(each, depth + 1)}" for key, each in value.items()), depth
            )
        case [dict(), *_]:
            return _json_lines("[]", map(_JSON.inline, value), depth)
        case _:
            return _JSON.inline(value)


def _json_lines(around: str, items: Iterable[str], depth: int) -> str:
    pad = "  " * depth
    return f"{around[0]}\n" + ",\n".join(f"{pad}  {item}" for item in items) + f"\n{pad}{around[1]}"
