from __future__ import annotations

import re

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from starcheck.ledger.formulas import BEGINNING, all_unmistaken, guarded, unguarded, unmistaken

TEXTS = st.text("'=+-@＝＋－＠a1", max_size=5)


def applied(text: str, *, guard: bool) -> str:
    column = pl.DataFrame({"text": [text]})
    changed: str = column.select((guarded if guard else all_unmistaken)(pl.col("text"))).item()
    return changed


@given(TEXTS)
def test_no_text_loses_anything(text: str) -> None:
    assert unguarded(applied(text, guard=True)) == text
    assert unguarded(unmistaken(text)) == text


@given(TEXTS)
def test_what_is_guarded_begins_no_formula(text: str) -> None:
    assert not re.match(BEGINNING, applied(text, guard=True))


@given(TEXTS)
def test_a_column_is_treated_as_its_texts(text: str) -> None:
    assert applied(text, guard=False) == unmistaken(text)
