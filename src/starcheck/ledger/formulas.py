"""Texts that a spreadsheet would compute."""

from __future__ import annotations

import re

import polars as pl

BEGINNING = "[=+\\-@＝＋－＠]"
"""What a formula begins with."""

_GUARDED = re.compile(f"'('*{BEGINNING})")


def unguarded(text: str) -> str:
    """A text without the apostrophe that keeps it from being computed."""
    return text[1:] if _GUARDED.match(text) else text


def guarded(text: pl.Expr) -> pl.Expr:
    """Texts with an apostrophe before those that would be computed, or that would lose one when they are read."""
    return text.str.replace(f"^('*{BEGINNING})", "'${1}")


def unmistaken(text: str) -> str:
    """A text, with a further apostrophe before it if it would lose one when it is read."""
    return f"'{text}" if _GUARDED.match(text) else text


def all_unmistaken(text: pl.Expr) -> pl.Expr:
    """The same for every text of a column."""
    return text.str.replace(f"^('+{BEGINNING})", "'${1}")
