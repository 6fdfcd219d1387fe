"""What the summary in a folder of results says of them, as far as it is read back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from starcheck.errors import Place
from starcheck.insight.kept.state import Days, Declaration, Read, State
from starcheck.ledger.sources.results import FORM

SCHEMA = f"{FORM}1"


class Edition(Read):
    """The rule set by which was judged."""

    id: str
    edition: str
    digest: str

    @property
    def reference(self) -> str:
        """How a person names it."""
        return f"{self.id}@{self.edition}"


class Data(Read):
    """What the branches provided.

    Attributes:
        digest: of all of it; None where they are too many.
        files: the digests of the files instead, by their names.
    """

    ledgers: int
    branches: int
    digest: str | None
    files: Mapping[str, str] = {}

    @property
    def known_by(self) -> str | None:
        """A digest that no other data has: of all of it, else of the digests of its files; None if nobody knows it."""
        if self.digest or not self.files:
            return self.digest
        return hashlib.sha256("\n".join(sorted(self.files.values())).encode()).hexdigest()


class Idle(Read):
    """An adjustment that changed nothing, in the words of the run that met it."""

    source: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    message: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.source, self.row, self.column, self.sheet)


class Review(Read):
    """What reviewers changed.

    Attributes:
        digest: of all that they stated.
        unused: what of it changed nothing.
    """

    digest: str
    unused: tuple[Idle, ...] = ()


class LeftOut(Read):
    """What was not used.

    Attributes:
        branches: how many these are at most; None if nobody knows.
    """

    ledgers: int
    branches: int | None = 0


class Publicity(Read):
    """How long a level is made public before it counts."""

    days: int
    of: Literal["working_days", "calendar_days"]


class LevelName(Read):
    """A level, or what stands in place of one."""

    level: str
    title: str
    publicity: Publicity | None = None


class CriterionName(Read):
    """A criterion."""

    criterion: str
    title: str


class FileEntry(Read):
    """A file of results."""

    sha256: str


class Header(Read):
    """What results rest on.

    Attributes:
        form: the schema that the summary follows.
        declarations: what was declared of them, the latest last; none while they are provisional from the beginning.
        review: None where reviewers have not said anything.
        levels: the highest first, then what stands in place of one.
        criteria: in the order of the rule set; none where only results were wanted.
        files: by their names.
    """

    form: str = Field(alias="schema")
    state: State
    engine: str
    ruleset: Edition
    period: Days
    as_of: date
    data: Data
    left_out: LeftOut
    levels: tuple[LevelName, ...]
    criteria: tuple[CriterionName, ...] = ()
    files: Mapping[str, FileEntry]
    review: Review | None = None
    declarations: tuple[Declaration, ...] = ()

    @property
    def reviewed_by(self) -> str | None:
        """The digest of what reviewers stated."""
        return None if self.review is None else self.review.digest

    @property
    def window(self) -> Days | None:
        """The days for objections, where they were declared last."""
        return self.declarations[-1].window if self.declarations else None
