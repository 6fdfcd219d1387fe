"""The table of kinds of clauses is complete, and its examples and cases are what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from starcheck.documents import Data
from starcheck.rules.cases import Case, load_cases
from starcheck.rules.library import find
from starcheck.rules.load import read_ruleset
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "clause-kinds.md"
KINDS = [*(f"K{number:02}" for number in range(1, 41)), "K40a", *(f"K{number}" for number in range(41, 76))]
NO_CASE = "—"
OF_LEVELS = {"levels", "ladder"}


@dataclass(frozen=True)
class Row:
    """A kind, the page on it, and what shows it."""

    kind: str
    page: str
    ruleset: str
    thing: str
    case: str


_ROW = re.compile(
    r"^\| (?P<kind>K\w+) \| [^|]+ \| \[[^\]]+\]\((?P<page>[^)]+)\) "
    r"\| `(?P<ruleset>[^`]+)` \| `(?P<thing>[^`]+)` \| (?P<case>[^|]+) \|$",
    re.MULTILINE,
)
ROWS = [Row(**found.groupdict()) for found in _ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def tagged(data: Data, tag: str, under: str = "") -> Iterator[tuple[str, str]]:
    """What carries a tag: the part of the rule set that it belongs to, and its id (a ladder has none but its name)."""
    if isinstance(data, dict):
        tags = data.get("tags")
        if isinstance(tags, list) and tag in tags:
            yield under, str(data.get("id", under))
        for key, value in data.items():
            yield from tagged(value, tag, under or str(key))
    elif isinstance(data, list):
        for item in data:
            yield from tagged(item, tag, under)


@cache
def cases_of(ruleset: str) -> tuple[Case, ...]:
    return load_cases(find(ruleset))


def test_every_kind_stands_in_the_table_once() -> None:
    assert [row.kind for row in ROWS] == KINDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_a_kind_has_a_page_of_the_course(row: Row) -> None:
    assert (PAGE.parent / row.page).is_file()
    assert row.page.startswith("language/")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_a_kind_has_an_example_that_carries_its_tag_and_a_case(row: Row) -> None:
    things = {thing: part for part, thing in tagged(read_ruleset(find(row.ruleset)).data, row.kind)}
    assert row.thing in things, "the library's tags say otherwise"
    named = [case for case in cases_of(row.ruleset) if case.name == row.case]
    if things[row.thing] == "targets":
        assert row.case == NO_CASE, "no case of one branch shows what is asked of all"
        return
    (case,) = named
    stated = {expectation.id for expectation in case.expectations}
    assert stated & {row.thing, "level" if things[row.thing] in OF_LEVELS else row.thing}
