"""How equals are ranked, in words."""

from __future__ import annotations

from typing import Any

import pytest

from starcheck.language import say
from starcheck.rules.wording import ranking_in_words
from tests.engine.test_placing import level, rules


def said(lang: str, **more: Any) -> list[str]:  # noqa: ANN401 - what YAML holds
    return [say(words, lang) for words in ranking_in_words(rules(level(4, 80), **more).ruleset)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ties", "en", "zh"),
    [
        ("first", "the first of their places: 1, 2, 2, 4.", "取靠前的名次：1、2、2、4。"),
        ("last", "the last of their places: 1, 3, 3, 4.", "取靠后的名次：1、3、3、4。"),
        ("dense", "no place is left out: 1, 2, 2, 3.", "后面的名次不空：1、2、2、3。"),
    ],
)
def test_it_is_said_what_place_equals_share(ties: str, en: str, zh: str) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        (line,) = said(lang, ranking={"ties": ties})
        assert line.endswith(words)


def test_it_is_said_what_parts_equals() -> None:
    lines = said("zh", ranking={"ties": {"by": ["joined", "places"]}})
    assert "参加" in lines[0]
    assert "名额" in lines[0]
    assert len(lines) == 2


def test_nothing_is_said_where_the_rule_set_says_nothing() -> None:
    assert said("en") == []
