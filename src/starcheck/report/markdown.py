"""A page of Markdown, to be printed or put on a website."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starcheck.report.page import INDENT, Page, Row, Tone

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
"""What Markdown would take for its own."""
_BREAK, _SPACE = "<br>", "&emsp;"
"""A new line, and a step to the right, inside a cell."""


@dataclass(frozen=True, slots=True)
class MarkdownPage(Page):
    """Turns words into Markdown; no line is broken, for what shows it does that."""

    def title(self, words: object) -> list[str]:
        """The title of everything."""
        return [f"# {self._escaped(words)}", ""]

    def heading(self, words: object) -> list[str]:
        """The first line of a block."""
        return [f"## {self._escaped(words)}", ""]

    def paragraph(self, words: object, *, indent: str = "", tone: Tone = "plain") -> list[str]:  # noqa: ARG002 - has no colours
        """A paragraph, or an entry of a list as deep as the indent says."""
        text = self._escaped(words)
        if not indent:
            return [text, ""]
        return [f"{INDENT * (_depth(indent) - 1)}- {text}"]

    def table(
        self, headers: Sequence[object], rows: Sequence[Row], *, total: Row | None = None, worded: int = 0
    ) -> list[str]:
        """A table; further paragraphs of a first cell stand below its first."""
        heads = [self._escaped(header) for header in headers]
        alignment = ["---", *["---"] * worded, *["---:"] * (len(heads) - 1 - worded)]
        body = [*rows, total] if total else rows
        cells = [[self._lead(row), *(self._escaped(cell) for cell in row.cells)] for row in body]
        return [f"| {' | '.join(line)} |" for line in (heads, alignment, *cells)]

    def _lead(self, row: Row) -> str:
        return _BREAK.join(self._paragraphs(row))

    def _paragraphs(self, row: Row) -> Iterator[str]:
        for entry in row.lead:
            if text := self._escaped(entry.words):
                yield _SPACE * _depth(entry.indent) + text if entry.indent else f"**{text}**"

    def _escaped(self, words: object) -> str:
        return _SIGNS.sub(r"\\\1", self.say(words))


def _depth(indent: str) -> int:
    return len(indent) // len(INDENT)


__all__ = ["MarkdownPage"]
