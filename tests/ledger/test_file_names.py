from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.documents.folding import stripped
from starcheck.ledger.tabular.files import file_names, names_text
from starcheck.rules.schema.dictionary import Field

FILES = Field.model_validate({"type": "files", "label": "附件"})
NAMES = st.text('ab.pdf,;，、；"[]\\ \n一', min_size=1, max_size=8).map(stripped).filter(bool)


@given(st.lists(NAMES, min_size=1, max_size=3), st.sampled_from(["; ", "\n"]))
def test_names_in_one_text_are_read_as_the_same_names(names: list[str], between: str) -> None:
    assert file_names(names_text(names, between), FILES) == names


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a.pdf"], "a.pdf"),
        (["a.pdf", "b.pdf"], "a.pdf; b.pdf"),
        (["会议记录、签到表.pdf"], "会议记录、签到表.pdf"),
        (["a;b.pdf"], '["a;b.pdf"]'),
        (["会议、签到"], '["会议、签到"]'),
        (["无"], '["无"]'),
    ],
)
def test_names_are_written_as_people_do_if_that_is_clear(names: list[str], text: str) -> None:
    assert names_text(names) == text
