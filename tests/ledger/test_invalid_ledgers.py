from __future__ import annotations

from pathlib import Path
from typing import TypedDict, cast

import pytest

from starcheck.documents import read_document
from starcheck.errors import InputError, LedgerError, Problem
from starcheck.language import LANGS, Lang, say
from starcheck.ledger import load_ledger

from .small import RULES, ledger

FOLDER = Path(__file__).parents[1] / "invalid_ledgers"
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
def test_a_bad_ledger_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    with pytest.raises(InputError) as raised:
        load_ledger(FOLDER / name, RULES)
    found = [
        (str(problem.place).removeprefix(f"{FOLDER / name}").removeprefix(":"), words(problem, lang))
        for problem in raised.value.problems
    ]
    assert found == [(expected["at"], expected[lang]) for expected in EXPECTED[name]]


def problems(text: str) -> list[str]:
    with pytest.raises(LedgerError) as raised:
        ledger(text)
    return [problem.say("en") for problem in raised.value.problems]


def test_problems_of_one_kind_are_listed_up_to_twenty_and_then_counted() -> None:
    records = "".join(f"  - {{topic: 一季度, hours: -{number}}}\n" for number in range(1, 3001))
    found = problems(f"reports:\n{records}honours: maybe\n")
    assert found[19] == "ledger.yaml:22:25: “hours” is at least 0, not “-20”. Correct the number."
    assert found[20] == (
        "ledger.yaml:22:25: There are 2980 more problems of this kind, not listed. Correct these first."
    )
    assert [place.split(": ")[0] for place in found[21:]] == ["ledger.yaml:3003:10"]


def test_twenty_problems_of_a_kind_are_all_listed() -> None:
    found = problems("reports:\n" + "  - {topic: 一季度, checked: 1}\n" * 20)
    assert len(found) == 20
    assert all("takes true or false" in problem for problem in found)


def test_a_value_that_cannot_be_used_is_not_reported_as_missing_too() -> None:
    assert problems("meetings: [{held_on: soon}]\n") == [
        "ledger.yaml:2:22: “held_on” takes a date, not “soon”. Write a date as 2024-03-05."
    ]
