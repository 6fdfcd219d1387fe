from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import InputError, LedgerError
from starcheck.language import LANGS, Lang
from starcheck.ledger import load_ledger
from tests.answers import TABLE, expected, found, table_of

from .small import RULES, ledger

FOLDER = Path(__file__).parents[1] / "invalid_ledgers"
EXPECTED = table_of(FOLDER)


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_ledger_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    with pytest.raises(InputError) as raised:
        load_ledger(FOLDER / name, RULES)
    assert found(raised.value.problems, FOLDER / name, lang) == expected(EXPECTED[name], lang)


def problems(text: str) -> list[str]:
    with pytest.raises(LedgerError) as raised:
        ledger(text)
    return [problem.say("en") for problem in raised.value.problems]


def test_problems_of_one_kind_are_listed_up_to_twenty_and_then_counted() -> None:
    records = "".join(f"  - {{topic: 一季度, hours: -{number}}}\n" for number in range(1, 3001))
    said = problems(f"reports:\n{records}honours: maybe\n")
    assert said[19] == "ledger.yaml:22:25: “hours” is at least 0, not “-20”. Correct the number."
    assert said[20] == (
        "ledger.yaml:22:25: There are 2980 more problems of this kind, not listed. Correct these first."
    )
    assert [place.split(": ")[0] for place in said[21:]] == ["ledger.yaml:3003:10"]


def test_twenty_problems_of_a_kind_are_all_listed() -> None:
    said = problems("reports:\n" + "  - {topic: 一季度, checked: 1}\n" * 20)
    assert len(said) == 20
    assert all("takes true or false" in problem for problem in said)


def test_a_value_that_cannot_be_used_is_not_reported_as_missing_too() -> None:
    assert problems("meetings: [{held_on: soon}]\n") == [
        "ledger.yaml:2:22: “held_on” takes a date, not “soon”. Write a date as 2024-03-05."
    ]
