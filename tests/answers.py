"""Folders of bad files, each with what is said of it in a table beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

from starcheck.documents import read_document
from starcheck.errors import Problem
from starcheck.language import Lang, Text, say

TABLE = "expected.yaml"
TESTS = Path(__file__).parent


class Expected(TypedDict):
    """What is said of one place, in either language: the message and mostly advice."""

    at: str
    en: list[str]
    zh: list[str]


Answer: TypeAlias = tuple[str, list[str]]


def table_of(folder: Path) -> dict[str, list[Expected]]:
    """What the table of a folder says, by file."""
    return cast("dict[str, list[Expected]]", read_document(folder / TABLE).data)


def expected(rows: Iterable[Expected], lang: Lang) -> list[Answer]:
    """Each place with what ought to be said of it."""
    return [(row["at"], row[lang]) for row in rows]


def found(problems: Iterable[Problem], file: Path, lang: Lang) -> list[Answer]:
    """Each place with what is said of it; a place in another file of the tests names that file."""
    return [(_place(problem, file), [say(text, lang) for text in texts(problem)]) for problem in problems]


def _place(problem: Problem, file: Path) -> str:
    return str(problem.place).removeprefix(str(file)).removeprefix(":").removeprefix(f"{TESTS}/")


def texts(problem: Problem) -> list[Text]:
    """The message of a problem, and the advice if there is any."""
    return [text for text in (problem.message, problem.hint) if text is not None]


def templates_of(problems: Iterable[Problem]) -> set[str]:
    """The templates of all that is said, also inside other messages."""
    return {template for problem in problems for text in texts(problem) for template in _templates_in(text)}


def _templates_in(value: object) -> Iterator[str]:
    if isinstance(value, Text):
        yield value.template
        for inner in value.values.values():
            yield from _templates_in(inner)


def templates_in_source(files: Iterable[Path]) -> set[str]:
    """Every template that some modules can say."""
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
