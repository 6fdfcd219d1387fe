"""The problems of one ledger, as they are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from starcheck.documents import Data, Document, Keys
from starcheck.errors import LedgerError, Problem
from starcheck.language import Text, t

Advice: TypeAlias = Callable[[], Text | None]
"""A hint that is only worked out if the problem is listed: looking for the nearest spelling takes time."""

_Value = TypeVar("_Value")

MOST_OF_A_KIND = 20
"""Whoever makes one mistake in every row has one problem, not thousands."""


class CellError(Exception):
    """A value that cannot stand where it stands.

    Attributes:
        message: what was read, and what is allowed.
        advice: what to write.
    """

    def __init__(self, message: Text, advice: Text | Advice | None = None) -> None:
        self.message = message
        self.advice = advice
        super().__init__(str(message))


@dataclass(slots=True)
class Problems:
    """What is wrong with a document; problems with the same words are of one kind."""

    document: Document
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, Problem] = field(default_factory=dict)

    def add(self, keys: Keys, message: Text, advice: Text | Advice | None = None) -> None:
        """Report the value that these keys lead to."""
        self._add(keys, message, advice, at_key=False)

    def add_key(self, keys: Keys, message: Text, advice: Text | Advice | None = None) -> None:
        """Report the last of these keys."""
        self._add(keys, message, advice, at_key=True)

    def read(self, keys: Keys, reader: Callable[[Data], _Value], raw: Data) -> _Value | None:
        """What a reader makes of a value; None if it is empty, or cannot be used and is reported."""
        if raw is None:
            return None
        try:
            return reader(raw)
        except CellError as error:
            self.add(keys, error.message, error.advice)
            return None

    def raise_any(self) -> None:
        """Stop if there is a problem.

        Raises:
            LedgerError: with the problems of each kind up to the limit, then their number.
        """
        if self.listed:
            raise LedgerError([*self.listed, *self._unlisted()])

    def _add(self, keys: Keys, message: Text, advice: Text | Advice | None, *, at_key: bool) -> None:
        kind = message.template
        self.counts[kind] += 1
        if self.counts[kind] > MOST_OF_A_KIND:
            return
        place = self.document.key_place(keys) if at_key else self.document.place(keys)
        hint = advice() if callable(advice) else advice
        self.last[kind] = Problem(place, message, hint)
        self.listed.append(self.last[kind])

    def _unlisted(self) -> list[Problem]:
        return [
            Problem(
                self.last[kind].place,
                t("There are {count} more problems of this kind, not listed.", count=count - MOST_OF_A_KIND),
                t("Correct these first."),
            )
            for kind, count in self.counts.items()
            if count > MOST_OF_A_KIND
        ]
