"""The Markdown pages of the project, and what is fenced in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))

_FENCED = re.compile(r"^( *)```(\w+)(?: ([^\n]*))?\n(.*?)^\1```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what is said after it, its text, the line it begins in."""

    page: str
    line: int
    language: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path, language: str) -> list[Block]:
    """The blocks of one language, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(page.name, text.count("\n", 0, found.start()) + 1, found[2], found[3] or "", dedent(found[4]))
        for found in _FENCED.finditer(text)
        if found[2] == language
    ]
