from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.language import Title
from starcheck.ledger.formulas import BEGINNING, all_unmistaken, guarded, unguarded, unmistaken
from starcheck.ledger.tabular.plain import plainly
from starcheck.ledger.tabular.spelled import reader_of_texts
from starcheck.rules.schema.dictionary import Field

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


@pytest.mark.parametrize("name", ["=1", "'=1", "''=1", "-a.pdf", "'-a.pdf"])
def test_the_names_in_a_typed_list_are_read_as_they_are(name: str) -> None:
    field = Field(type="files", label=Title("扫描件", "Scans"))
    plain = plainly("files", pl.List(pl.String), field)
    ((fits, text),) = pl.DataFrame({"files": [[name]]}).select(plain.fits, plain.text.alias("text")).rows()
    assert fits or reader_of_texts(field.label, field)(text) == [name]
