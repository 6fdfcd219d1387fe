from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from starcheck.report.wrap import clean, columns, wrap

texts = st.text(st.sampled_from("党支部评定，。（）《》“” ab-3.5%é…\u0301👍🏽"), max_size=60).map(clean)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("党课每季度一次，主题党日每月一次。", 16, ["党课每季度一次，", "主题党日每月一", "次。"]),
        ("支部工作条例（试行）", 14, ["支部工作条例", "（试行）"]),
        ("学习不少于 32 学时", 14, ["学习不少于", "32 学时"]),
        ("截至 2024-12-31 为止", 12, ["截至", "2024-12-31", "为止"]),
        ("得分 94.995%，未达到", 12, ["得分", "94.995%，未", "达到"]),
        ("hold three more meetings", 10, ["hold three", "more", "meetings"]),
        ("3f2a91c07b5e64d8", 6, ["3f2a91", "c07b5e", "64d8"]),
        ("such as .csv, .ods", 14, ["such as .csv,", ".ods"]),
        ("扩展名：.csv、.ods。", 14, ["扩展名：.csv、", ".ods。"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_a_reader_would(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_further_lines_hang() -> None:
    assert wrap("办法：补开本季度党员大会", 14, "  ", "    ") == ["  办法：补开本", "    季度党员大", "    会"]


@given(texts, st.integers(4, 30))
def test_no_line_is_wider_than_allowed(text: str, width: int) -> None:
    assert all(wcswidth(line) <= width for line in wrap(text, width))


@given(texts, st.integers(4, 30))
def test_only_spaces_are_lost(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@given(
    st.lists(st.sampled_from(["党支部，", "（试行）", "《条例》。", "第 3 条、", "“会议” "])).map("".join),
    st.integers(12, 30),
)
def test_marks_stay_with_what_they_close_or_open(text: str, width: int) -> None:
    lines = wrap(clean(text), width)
    assert not [line for line in lines if line[:1] in {*"，）》。、”"} or line[-1:] in {*"（《“3"}]


@given(st.text())
def test_clean_text_has_a_width_and_no_control_characters(text: str) -> None:
    assert columns(clean(text)) >= 0
    assert not any(char in clean(text) for char in "\x00\x1b\n\r\t\x7f\x9b\u202e")


def test_combining_marks_stay_with_their_letter() -> None:
    assert wrap("e\u0301" * 3, 2) == ["e\u0301e\u0301", "e\u0301"]
