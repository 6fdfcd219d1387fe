"""The problems of one ledger, as they are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from starcheck.documents import Data, Document, Keys
from starcheck.errors import LedgerError
from starcheck.language import Text
from starcheck.ledger.listing import Advice, Listing

_Value = TypeVar("_Value")


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
    """What is wrong with a document."""

    document: Document
    listing: Listing = field(default_factory=Listing)

    def add(self, keys: Keys, message: Text, advice: Text | Advice | None = None) -> None:
        """Report the value that these keys lead to."""
        self.listing.add(lambda: self.document.place(keys), message, advice)

    def add_key(self, keys: Keys, message: Text, advice: Text | Advice | None = None) -> None:
        """Report the last of these keys."""
        self.listing.add(lambda: self.document.key_place(keys), message, advice)

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
        if self.listing.listed:
            raise LedgerError(self.listing.all())
