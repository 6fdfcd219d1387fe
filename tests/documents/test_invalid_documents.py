from __future__ import annotations

from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from starcheck.documents import read_document
from starcheck.documents.construction import construct
from starcheck.documents.syntax import yaml_events
from starcheck.errors import InputError, Problem
from starcheck.language import LANGS, Lang, say

FOLDER = Path(__file__).parents[1] / "invalid_documents"
TABLE = FOLDER / "expected.yaml"


class Expected(TypedDict):
    at: str
    en: list[str]
    zh: list[str]


EXPECTED = cast("dict[str, list[Expected]]", read_document(TABLE).data)


def words(problem: Problem, lang: Lang) -> list[str]:
    return [say(text, lang) for text in (problem.message, problem.hint) if text is not None]


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE.name}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    with pytest.raises(InputError) as raised:
        read_document(FOLDER / name)
    found = [
        (str(problem.place).removeprefix(f"{FOLDER / name}").removeprefix(":"), words(problem, lang))
        for problem in raised.value.problems
    ]
    assert found == [(expected["at"], expected[lang]) for expected in EXPECTED[name]]


SYNTAX = [
    "at_first",
    "colon_in_text",
    "comma_first",
    "deeper_line",
    "full_width_colon",
    "list_after_mapping",
    "list_in_line",
    "lone_star",
    "missing_colon",
    "missing_comma",
    "tab",
    "text_after_quotes",
    "unclosed_bracket",
    "unclosed_quote",
    "unknown_escape",
    "wrong_indentation",
]


@pytest.mark.parametrize("name", SYNTAX)
def test_the_pure_loader_says_the_same(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    with pytest.raises(InputError) as raised:
        construct(yaml_events(text, name, yaml.SafeLoader), name)
    (problem,) = raised.value.problems
    assert words(problem, "en") == EXPECTED[f"{name}.yaml"][0]["en"]
