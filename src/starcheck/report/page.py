"""A page on which blocks write their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from tabulate import SEPARATING_LINE, DataRow, TableFormat, tabulate
from tabulate import Line as Rule

from starcheck.language import say
from starcheck.report.request import Style
from starcheck.report.wrap import clean, columns, wrap

Tone = Literal["plain", "strong", "good", "fair", "bad", "faint"]
"""What colour may underline; the words alone must say it too."""

_ANSI: Mapping[Tone, str] = {"strong": "1", "good": "32", "fair": "33", "bad": "31", "faint": "2"}
GUTTER = 2
"""The spaces between two columns."""
_CALM = TableFormat(
    lineabove=None,
    linebelowheader=Rule("", "-", " " * GUTTER, ""),
    linebetweenrows=None,
    linebelow=None,
    headerrow=DataRow("", " " * GUTTER, ""),
    datarow=DataRow("", " " * GUTTER, ""),
    padding=0,
    with_header_hide=None,
)
"""Columns with rules under the heads; the formats that tabulate brings along widen the columns beyond what is said."""
_RULE = (SEPARATING_LINE,)
LEAST_LEAD = 12
"""The least width of a first column."""
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of a table's first column."""

    words: object
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: paragraphs that wrap, then cells that do not."""

    lead: tuple[Entry, ...]
    cells: tuple[object, ...]
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Turns words into lines that fit the style."""

    style: Style

    def say(self, words: object) -> str:
        """Words in the style's language, on one line."""
        return clean(say(words, self.style.lang))

    def paint(self, text: str, tone: Tone) -> str:
        """Text in the colour of its tone, if colours are wanted."""
        return f"\x1b[{_ANSI[tone]}m{text}\x1b[0m" if self.style.color and text and tone in _ANSI else text

    def paragraph(self, words: object, *, indent: str = "", tone: Tone = "plain") -> list[str]:
        """A paragraph whose further lines stand under its second column."""
        lines = wrap(self.say(words), self.style.width, indent, indent + INDENT if indent else "")
        return [self.paint(line, tone) for line in lines]

    def title(self, words: object) -> list[str]:
        """The title of everything."""
        return self.heading(words)

    def heading(self, words: object) -> list[str]:
        """The first line of a block."""
        return self.paragraph(words, tone="strong")

    def table(
        self, headers: Sequence[object], rows: Sequence[Row], *, total: Row | None = None, worded: int = 0
    ) -> list[str]:
        """A table whose first column takes what the others leave.

        Args:
            headers: one for the first column, one for every cell.
            rows: the body.
            total: a last row below a line.
            worded: how many columns after the first hold words; the rest hold numbers.
        """
        head, *heads = [self.say(header) for header in headers]
        body = [*rows, total] if total else list(rows)
        cells = [[self.say(cell) for cell in row.cells] for row in body]
        taken = sum(GUTTER + max(map(columns, column)) for column in zip(heads, *cells, strict=True))
        room = max(LEAST_LEAD, self.style.width - taken)
        groups: list[Sequence[Sequence[str]]] = [
            self._lines(row, texts, room) for row, texts in zip(body, cells, strict=True)
        ]
        if total:
            groups.insert(-1, _RULE)
        text = tabulate(
            list(chain(_under(wrap(head, room), heads), _RULE, *groups)),
            tablefmt=_CALM,
            disable_numparse=True,
            preserve_whitespace=True,
            colalign=("left", *("left" for _ in heads[:worded]), *("right" for _ in heads[worded:])),
        )
        return [line.rstrip() for line in text.splitlines()]

    def _lines(self, row: Row, texts: Sequence[str], room: int) -> list[list[str]]:
        lead = [
            line
            for entry in row.lead
            for line in wrap(self.say(entry.words), room, entry.indent, entry.indent + INDENT)
        ]
        painted = [self.paint(text, tone) for text, tone in zip(texts, row.tones, strict=False)]
        return _under(lead, [*painted, *texts[len(painted) :]])


def _under(lead: Sequence[str], cells: Sequence[str]) -> list[list[str]]:
    """The lines of one row: its cells stand beside the first line of its lead."""
    first, *others = lead
    return [[first, *cells], *([line, *("" for _ in cells)] for line in others)]
