"""Sentences beneath one another, on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starcheck.report.page import INDENT, Entry, Page
from starcheck.rules.wording import Line

_WIDE = r"[\u4e00-\u9fff，。：；、（）“”]"
_NEEDLESS = re.compile(rf"(?<={_WIDE}) +(?={_WIDE})|(?<=[，。：；、（）“”]) +| +(?=[，。：；、（）“”])")
"""Spaces beside a Chinese mark, or between two Chinese characters: they parted a number that was not there."""


def spoken(words: object, page: Page) -> str:
    """Composed words in the page's language, without the spaces that Chinese does not have."""
    text = page.say(words)
    return _NEEDLESS.sub("", text) if page.style.lang == "zh" else text


def entries(lines: Iterable[Line], page: Page, indent: str = INDENT) -> tuple[Entry, ...]:
    """Lines as paragraphs of a table's first column."""
    return tuple(Entry(spoken(line.words, page), indent + INDENT * line.depth) for line in lines)


def outline(lines: Iterable[Line], page: Page, indent: str = INDENT) -> list[str]:
    """Lines as paragraphs of their own."""
    return [
        row for line in lines for row in page.paragraph(spoken(line.words, page), indent=indent + INDENT * line.depth)
    ]
