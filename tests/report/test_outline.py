from __future__ import annotations

import pytest

from starcheck.language import Title, t
from starcheck.report import Style
from starcheck.report.outline import entries, outline, spoken
from starcheck.report.page import Entry, Page
from starcheck.rules.wording import Line


def title(zh: str) -> Title:
    return Title(zh, zh)


@pytest.mark.parametrize(
    ("composed", "told"),
    [
        ("超过 （按人数：七人） 的部分", "超过（按人数：七人）的部分"),
        ("至少 班组数 × 0.8", "至少班组数 × 0.8"),
        ("至少 7 人 得 2 分", "至少 7 人得 2 分"),
        ("达到 95% ，得 2 分", "达到 95%，得 2 分"),
        ("三会一课", "三会一课"),
    ],
)
def test_composed_chinese_has_spaces_only_around_what_is_not_chinese(composed: str, told: str) -> None:
    assert spoken(title(composed), Page(Style("zh"))) == told


def test_english_keeps_its_spaces_even_around_chinese_names() -> None:
    assert spoken(title("the sum of 带班（班次） ÷ 总数"), Page(Style("en"))) == "the sum of 带班（班次） ÷ 总数"


def test_deeper_lines_stand_further_in() -> None:
    lines = [Line(t("head"), 0), Line(t("child"), 1)]
    page = Page(Style("en"))
    assert entries(lines, page) == (Entry("head", "  "), Entry("child", "    "))
    assert outline(lines, page) == ["  head", "    child"]
