"""Overlays and dated values that cannot be, each with what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import Problem, RuleSetError
from starcheck.language import LANGS, Lang
from starcheck.rules import load
from starcheck.rules.load import load_ruleset, problems, uniting
from tests.answers import TABLE, expected, found, table_of, templates_in_source, templates_of

FOLDER = Path(__file__).parents[2] / "invalid_editions"
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

EXPECTED = table_of(FOLDER)


def problems_of(name: str) -> tuple[Problem, ...]:
    """What a file is refused for."""
    with pytest.raises(RuleSetError) as raised:
        load_ruleset(FOLDER / name)
    return raised.value.problems


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_an_edition_that_cannot_be_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    assert found(problems_of(name), FOLDER / name, lang) == expected(EXPECTED[name], lang)


def test_everything_that_can_be_said_of_an_edition_is_in_a_table() -> None:
    said = templates_of(problem for name in EXPECTED for problem in problems_of(name))
    sayable = templates_in_source(set(Path(str(load.__file__)).parent.glob("*.py")) - ELSEWHERE)
    assert sayable - said - SAID_OF_MANY == set()
