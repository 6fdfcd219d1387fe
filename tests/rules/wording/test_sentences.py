"""Every construct, in the words of both languages."""

from __future__ import annotations

from typing import Any

import pytest

from starcheck.documents import read_document
from starcheck.language import LANGS, Lang

from .small import CONSTRUCTS, HERE, sentences

CASES: list[dict[str, Any]] = read_document(HERE / "sentences.yaml").data  # type: ignore[assignment]  # a list of cases


def construct_of(case: dict[str, Any]) -> str:
    return next(iter(case))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{construct_of(case)} {case[construct_of(case)]}")
def test_a_construct_reads_as_written_down(case: dict[str, Any], lang: Lang) -> None:
    expected = case[lang]
    construct = construct_of(case)
    assert sentences(construct, case[construct], lang) == (expected if isinstance(expected, list) else [expected])


def test_every_kind_of_construct_is_tried() -> None:
    assert {construct_of(case) for case in CASES} == set(CONSTRUCTS)
