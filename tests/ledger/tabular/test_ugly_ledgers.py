from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pytest

from starcheck.documents import read_document
from starcheck.errors import InputError, Problem
from starcheck.language import LANGS, Lang, Text, Title, say
from starcheck.ledger import load_ledger
from starcheck.ledger.digest import digest_of
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.tabular.notes import Repair
from starcheck.ledger.tabular.reading import Reading, read_books
from tests.answers import TABLE, Expected, expected, texts
from tests.ledger.small import RULES
from tests.ugly_ledgers.make import FOLDER, MAKERS


class ExpectedRepair(TypedDict):
    """What was read otherwise than it stands there: what it was read as in both languages, and how often."""

    at: str
    read: str
    taken: list[str]
    count: int


class Answer(TypedDict):
    """What is said of an input, and the document that holds the same."""

    twin: NotRequired[str]
    problems: NotRequired[list[Expected]]
    warnings: NotRequired[list[Expected]]
    repairs: NotRequired[list[ExpectedRepair]]


ANSWERS = cast("dict[str, Answer]", read_document(FOLDER / TABLE).data)
BESIDE = {TABLE, "__init__.py", "make.py", "__pycache__"}


def answered(path: Path) -> Reading:
    """What is found in an input; one that cannot be opened has no tables."""
    try:
        books = [book for book in open_ledgers([str(path)]) if isinstance(book, Book)]
    except InputError as error:
        books = [Book(str(path), (), error.problems)]
    return read_books(books, RULES)


def said(problems: Sequence[Problem], path: Path, lang: Lang) -> list[tuple[str, list[str]]]:
    return [(at(each, path), [say(text, lang) for text in texts(each)]) for each in problems]


def at(each: Problem | Repair, path: Path) -> str:
    return str(each.place).removeprefix(str(path)).lstrip(":/")


def in_both(taken: Text | Title | str) -> list[str]:
    return [taken if isinstance(taken, str) else say(taken, lang) for lang in ("en", "zh")]


def test_every_input_is_made_and_answered() -> None:
    twins = {answer["twin"] for answer in ANSWERS.values() if "twin" in answer}
    assert set(ANSWERS) == set(MAKERS)
    assert {path.name for path in FOLDER.iterdir()} - BESIDE == set(MAKERS) | twins


@pytest.mark.parametrize("name", ANSWERS)
def test_an_ugly_ledger_is_answered_with_places_and_advice_and_repairs(name: str) -> None:
    answer, reading = ANSWERS[name], answered(FOLDER / name)
    for lang in LANGS:
        assert said(reading.problems, FOLDER / name, lang) == expected(answer.get("problems", []), lang)
        assert said(reading.warnings, FOLDER / name, lang) == expected(answer.get("warnings", []), lang)
    repairs = [(at(each, FOLDER / name), each.read, in_both(each.taken), each.count) for each in reading.repairs]
    assert repairs == [tuple(each.values()) for each in answer.get("repairs", [])]


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if "twin" in answer])
def test_an_ugly_ledger_that_can_be_read_says_the_same_as_its_clean_twin(name: str) -> None:
    clean = load_ledger(FOLDER / ANSWERS[name]["twin"], RULES)
    assert digest_of("b1", answered(FOLDER / name).tables) == clean.digest


@pytest.mark.parametrize("name", MAKERS)
def test_an_input_is_made_as_it_lies_here(name: str, tmp_path: Path) -> None:
    MAKERS[name](tmp_path / name)
    assert cells(tmp_path / name) == cells(FOLDER / name)


def cells(path: Path) -> object:
    """What an input holds."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir())}
    try:
        books = open_ledgers([str(path)])
    except InputError as error:
        return [str(each.message) for each in error.problems]
    return [
        (sheet.name, sheet.hidden, sheet.head, sheet.body(0).collect().rows())
        for book in books
        if isinstance(book, Book)
        for sheet in book.sheets
    ]
