"""What can be wrong with an input, and where.

StarcheckError
└── InputError        some file cannot be used; carries every problem found in it
    ├── RuleSetError  a rule set or its cases
    └── LedgerError   a branch's ledger
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from starcheck.language import Lang, Text, Title, say, t


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in an input something stands; lines and columns count from 1.

    Attributes:
        sheet: the sheet of a workbook or the table of a database, "" for a file that is one table; None for a text.
        tab: the number of the sheet in its workbook, by which its places come before those of the next.
    """

    source: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    tab: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.sheet is None:
            return ":".join(str(part) for part in (self.source, self.line, self.column) if part is not None)
        around = f"{self.source}:{self.sheet}" if self.sheet else self.source
        return f"{around}!{self.cell}" if self.cell else around

    @property
    def cell(self) -> str:
        """The address of a cell as spreadsheets write it, or the number of the row."""
        return letters(self.column) + ("" if self.line is None else str(self.line))

    def seen_from(self, other: Place) -> Place | Text | str:
        """The place as it is told where another stands: only the cell, or the row, if both are in the same sheet."""
        if (self.source, self.sheet) != (other.source, other.sheet):
            return self
        return self.cell if self.column else t("row {number}", number=self.cell)


def letters(column: int | None) -> str:
    """The letters by which spreadsheets call a column, counted from 1."""
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input: where it is, what was read, what is allowed, what to do."""

    place: Place
    message: Text
    hint: Text | None = None

    def say(self, lang: Lang) -> str:
        """The problem as one line of text."""
        return f"{self.place}: {self.said(lang)}"

    def said(self, lang: Lang) -> str:
        """The problem without its place."""
        return advised(say(self.message, lang), self.hint, lang)


def advised(words: str, hint: Text | None, lang: Lang) -> str:
    """Words with advice behind them; Chinese sentences stand without a space between."""
    between = "" if lang == "zh" else " "
    return f"{words}{between}{say(hint, lang)}" if hint else words


class StarcheckError(Exception):
    """Anything starcheck raises on purpose."""


class InputError(StarcheckError):
    """An input file cannot be used.

    Attributes:
        problems: all problems found, in the order of the file; never empty.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: in_order(problem.place)))
        super().__init__("\n".join(problem.say("en") for problem in self.problems))


def in_order(place: Place) -> tuple[str, int, str, int, int]:
    """The key by which places are sorted."""
    return place.source, place.tab, place.sheet or "", place.line or 0, place.column or 0


class RuleSetError(InputError):
    """A rule set, or the cases beside it, cannot be used."""


class LedgerError(InputError):
    """A ledger cannot be used."""


CLOSE = 0.6
"""How much of two words has to be alike, for one to be offered instead of the other."""

_REASONS: Mapping[int | None, Text] = {
    errno.EACCES: t("no permission"),
    errno.EPERM: t("no permission"),
    errno.EFBIG: t("the file would be too large"),
    errno.EISDIR: t("it is a folder"),
    errno.ENAMETOOLONG: t("its name is too long"),
    errno.ENOENT: t("its folder does not exist"),
    errno.ENOSPC: t("the disk is full"),
    errno.ENOTDIR: t("its folder does not exist"),
    errno.EROFS: t("the disk is read-only"),
}


def reason_of(error: OSError | ValueError) -> Text | str:
    """Why a file cannot be used; what the system says is in English only, so it comes last."""
    if not isinstance(error, OSError):
        return t("its name is not allowed")
    return _REASONS.get(error.errno) or error.strerror or str(error)


def nearest(word: str, allowed: Iterable[str | Title], close: float = CLOSE) -> Text | None:
    """A hint that offers the closest spelling, of equals the first, or None if nothing is close."""
    likeness = {choice: max(_likeness(word, spelling) for spelling in _spellings(choice)) for choice in allowed}
    best = max(likeness, key=likeness.__getitem__, default=None)
    return t("Did you mean “{word}”?", word=best) if best is not None and likeness[best] >= close else None


def one_of(word: str, allowed: Iterable[str | Title]) -> Text:
    """A hint that offers the closest spelling, or else lists what is allowed."""
    choices = list(allowed)
    return nearest(word, choices) or t("Allowed: {choices}.", choices=choices)


def _likeness(word: str, spelling: str) -> float:
    return SequenceMatcher(None, spelling, word).ratio()


def _spellings(choice: str | Title) -> tuple[str, ...]:
    return (choice.zh, choice.en) if isinstance(choice, Title) else (choice,)
