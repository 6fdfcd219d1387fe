"""Texts as YAML spells them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starcheck.documents.scalars import NotAllowedError, resolve, resolve_key

_WORD = re.compile(r"[^\W_][\w.@/-]*%?")


def yaml_text(text: str) -> str:
    """A text, in quotes where YAML would read something else."""
    return _spelled(text, plain=_is_text(text))


def yaml_key(key: str) -> str:
    """A key, in quotes where YAML would read something else."""
    return _spelled(key, plain=resolve_key(key) == key)


def yaml_mapping(entries: Mapping[str, str]) -> str:
    """A mapping in one line; the values are spelled already."""
    return f"{{{', '.join(f'{yaml_key(key)}: {value}' for key, value in entries.items())}}}"


def _spelled(text: str, *, plain: bool) -> str:
    return text if plain and _WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _is_text(word: str) -> bool:
    try:
        return resolve(word) == word
    except NotAllowedError:
        return False
