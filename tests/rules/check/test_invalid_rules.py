from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

import pytest
from pydantic import ValidationError

from starcheck.documents import read_document
from starcheck.errors import Problem, RuleSetError
from starcheck.language import LANGS, Lang, Text, say
from starcheck.rules import check
from starcheck.rules.library import bundled
from starcheck.rules.load import load_ruleset, problems, read_ruleset
from starcheck.rules.schema.ruleset import RuleSet

FOLDER = Path(__file__).parents[2] / "invalid_rules"
BASE, TABLE = "base.yaml", "expected.yaml"


class Expected(TypedDict):
    at: str
    en: list[str]
    zh: list[str]


EXPECTED = cast("dict[str, list[Expected]]", read_document(FOLDER / TABLE).data)


def problems_of(name: str) -> tuple[Problem, ...]:
    """What a file is refused for, in the order of the file."""
    united = read_ruleset(FOLDER / name)
    try:
        ruleset = RuleSet.model_validate(united.value)
    except ValidationError as error:
        return RuleSetError(problems.problems_of(error, united.value, united.place, united.key_place)).problems
    return RuleSetError(check.check(ruleset, united.place, united.key_place)).problems


def where(problem: Problem, name: str) -> str:
    return str(problem.place).removeprefix(f"{FOLDER}/").removeprefix(f"{name}:")


def texts(problem: Problem) -> list[Text]:
    return [text for text in (problem.message, problem.hint) if text is not None]


def templates_in(value: object) -> Iterator[str]:
    """The templates of a message and of the messages in it."""
    match value:
        case Text(template, values):
            yield template
            for inner in values.values():
                yield from templates_in(inner)
        case _:
            return


def templates_of_package() -> set[str]:
    """Every template that the checks can say."""
    files = Path(str(check.__file__)).parent.glob("*.py")
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {BASE, TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_meaningless_rule_set_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    found = [(where(problem, name), [say(text, lang) for text in texts(problem)]) for problem in problems_of(name)]
    assert found == [(expected["at"], expected[lang]) for expected in EXPECTED[name]]


def test_everything_that_a_check_can_say_is_in_the_table() -> None:
    said = {
        template
        for name in EXPECTED
        for problem in problems_of(name)
        for text in texts(problem)
        for template in templates_in(text)
    }
    assert templates_of_package() - said == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_loading_refuses_it_with_the_same_messages(name: str) -> None:
    with pytest.raises(RuleSetError) as raised:
        load_ruleset(FOLDER / name)
    assert sorted(str(problem.message) for problem in raised.value.problems) == sorted(
        str(problem.message) for problem in problems_of(name)
    )


def test_the_rule_set_that_the_others_add_to_is_flawless() -> None:
    assert problems_of(BASE) == ()


@pytest.mark.parametrize("path", [rule_set.path for rule_set in bundled()], ids=str)
def test_bundled_rule_sets_are_flawless(path: Path) -> None:
    united = read_ruleset(path)
    assert check.check(RuleSet.model_validate(united.value), united.place) == []
