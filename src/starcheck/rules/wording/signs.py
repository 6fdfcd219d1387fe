"""Gains and losses in words."""

from __future__ import annotations

from typing import Literal

from starcheck.language import Text, t
from starcheck.rules.wording.scope import Words

Sign = Literal[1, -1]


def points_in_words(sign: Sign, points: Words) -> Text:
    """Points gained or lost."""
    return t("gain {points}", points=points) if sign > 0 else t("lose {points}", points=points)


def table_in_words(sign: Sign, name: object, entries: object) -> Text:
    """Points gained or lost by a table."""
    if sign > 0:
        return t("gain by {name}: {entries}", name=name, entries=entries)
    return t("lose by {name}: {entries}", name=name, entries=entries)
