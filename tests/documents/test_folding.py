from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.documents.folding import folded, heading_key, stripped


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("２０２４年\u00a03月", "2024年 3月"),
        ("９５％（含）", "95%(含)"),
        (" 会议\r\n  日期\t", "会议 日期"),
        ("\ufeff会\u200b议\u2060", "会议"),
        ("ﾊﾞｯｼﾞ", "バッジ"),
        ("12¹", "12¹"),
        ("①面积m²", "①面积m²"),
        ("㎡", "m2"),
        ("✔\ufe0f", "✔"),
        ("\u3000\u200b ", ""),
    ],
)
def test_texts_are_folded_to_what_a_reader_sees(text: str, same: str) -> None:
    assert folded(text) == same


@pytest.mark.parametrize("heading", ["会议日期", " 会议 日期 ", "会议\n日期＊", "会议日期 *", "\ufeff会议\u3000日期**"])
def test_headings_are_one_whatever_surrounds_their_characters(heading: str) -> None:
    assert heading_key(heading) == "会议日期"


def test_headings_have_no_case() -> None:
    assert heading_key("Held On") == heading_key("ＨＥＬＤ\u200bon")


def test_what_stands_inside_a_text_stays_when_it_is_stripped() -> None:
    assert stripped("\ufeff\u3000Ａ ﹒\u200bＢ\n") == "Ａ ﹒\u200bＢ"


@given(st.text())
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert folded(folded(text)) == folded(text)
