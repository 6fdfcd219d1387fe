"""The languages of the interface: a message is a template with values until someone reads it."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
DEFAULT_LANG: Lang = "zh"

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Text:
    """A message of starcheck: an English template and what fills its ``{places}``."""

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return say(self, "en")


@dataclass(frozen=True, slots=True)
class Title:
    """Words that a rule set brings along, in one language or in both."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


def t(template: str, /, **values: object) -> Text:
    """Mark a message for translation; the catalogs are checked against every call."""
    return Text(template, values)


@cache
def _catalog(lang: Lang) -> gettext.NullTranslations:
    return gettext.translation("starcheck", LOCALE, languages=[lang], fallback=lang == "en")


def say(words: object, lang: Lang) -> str:
    """Words in one language; anything that is neither a message nor a title is printed as it is."""
    match words:
        case Text():
            values = {name: say(value, lang) for name, value in words.values.items()}
            return _catalog(lang).gettext(words.template).format(**values)
        case Title():
            return words.zh if lang == "zh" else words.en
        case list() | tuple():
            separator = "、" if lang == "zh" else ", "
            return separator.join(say(word, lang) for word in cast("list[object]", words))
        case _:
            return str(words)
