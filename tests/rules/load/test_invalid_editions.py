"""Overlays and dated values that cannot be, each with what is said of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

import pytest

from starcheck.documents import read_document
from starcheck.errors import Problem, RuleSetError
from starcheck.language import LANGS, Lang, Text, say
from starcheck.rules import load
from starcheck.rules.load import load_ruleset, problems, uniting

FOLDER = Path(__file__).parents[2] / "invalid_editions"
TABLE = "expected.yaml"
ELSEWHERE = {Path(str(problems.__file__)), Path(str(uniting.__file__))}
"""What these say is the subject of other folders too."""
SAID_OF_MANY = {
    "Two things are called “{id}”.",
    "“{id}” is added twice.",
    "“{id}” stands alone, not in a list.",
    "Change the thing around it.",
    "Every id stands for one thing.",
    "More than {most} rule sets extend each other.",
    "Write one of those below out in full.",
    "Values change on more than {most} days.",
    "Write an edition of its own for later times.",
    "The period ends on {day}, but this value holds from {first} on.",
    "Add what held before, or choose an edition of that time with --rules.",
}
"""Subjects of tests of their own, in test_overlays and test_dated."""


class Expected(TypedDict):
    at: str
    en: list[str]
    zh: list[str]


EXPECTED = cast("dict[str, list[Expected]]", read_document(FOLDER / TABLE).data)


def problems_of(name: str) -> tuple[Problem, ...]:
    """What a file is refused for."""
    with pytest.raises(RuleSetError) as raised:
        load_ruleset(FOLDER / name)
    return raised.value.problems


def where(problem: Problem, name: str) -> str:
    return str(problem.place).removeprefix(f"{FOLDER / name}:").removeprefix(f"{FOLDER.parent}/")


def texts(problem: Problem) -> list[Text]:
    return [text for text in (problem.message, problem.hint) if text is not None]


def templates_in(value: object) -> Iterator[str]:
    """The templates of a message and of the messages in it."""
    if isinstance(value, Text):
        yield value.template
        for inner in value.values.values():
            yield from templates_in(inner)


def templates_of_package() -> set[str]:
    """Every template that overlays and dated values can give rise to."""
    files = set(Path(str(load.__file__)).parent.glob("*.py")) - ELSEWHERE
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_an_edition_that_cannot_be_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    found = [(where(problem, name), [say(text, lang) for text in texts(problem)]) for problem in problems_of(name)]
    assert found == [(expected["at"], expected[lang]) for expected in EXPECTED[name]]


def test_everything_that_can_be_said_of_an_edition_is_in_a_table() -> None:
    said = {
        template
        for name in EXPECTED
        for problem in problems_of(name)
        for text in texts(problem)
        for template in templates_in(text)
    }
    assert templates_of_package() - said - SAID_OF_MANY == set()
