from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from starcheck.errors import Problem, RuleSetError
from starcheck.language import LANGS, Lang
from starcheck.rules import check
from starcheck.rules.library import bundled
from starcheck.rules.load import load_ruleset, problems, read_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.answers import TABLE, expected, found, table_of, templates_in_source, templates_of

FOLDER = Path(__file__).parents[2] / "invalid_rules"
BASE = "base.yaml"

EXPECTED = table_of(FOLDER)


def problems_of(name: str) -> tuple[Problem, ...]:
    """What a file is refused for, in the order of the file."""
    united = read_ruleset(FOLDER / name)
    try:
        ruleset = RuleSet.model_validate(united.value)
    except ValidationError as error:
        return RuleSetError(problems.problems_of(error, united.value, united.place, united.key_place)).problems
    return RuleSetError(check.check(ruleset, united.place, united.key_place)).problems


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {BASE, TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_meaningless_rule_set_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    assert found(problems_of(name), FOLDER / name, lang) == expected(EXPECTED[name], lang)


def test_everything_that_a_check_can_say_is_in_the_table() -> None:
    said = templates_of(problem for name in EXPECTED for problem in problems_of(name))
    assert templates_in_source(Path(str(check.__file__)).parent.glob("*.py")) - said == set()


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
