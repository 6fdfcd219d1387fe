from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from starcheck.documents import read_document
from starcheck.documents.construction import construct
from starcheck.documents.syntax import yaml_events
from starcheck.errors import InputError
from starcheck.language import LANGS, Lang, say
from tests.answers import TABLE, expected, found, table_of, texts

FOLDER = Path(__file__).parents[1] / "invalid_documents"
EXPECTED = table_of(FOLDER)


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    with pytest.raises(InputError) as raised:
        read_document(FOLDER / name)
    assert found(raised.value.problems, FOLDER / name, lang) == expected(EXPECTED[name], lang)


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
    assert [say(text, "en") for text in texts(problem)] == EXPECTED[f"{name}.yaml"][0]["en"]
